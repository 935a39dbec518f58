//! Property 5: nothing is ever negative, and a credit balance never stands beside a debt.

use chrono::Days;
use proptest::prelude::*;
use quittance_domain::Money;
use quittance_domain::account::Event;
use quittance_domain::allocation::Split;
use quittance_lives::life::try_lives;

#[test]
fn nothing_is_negative_and_a_credit_excludes_dues() {
    try_lives(0..400_u64, |run, later| {
        for done in run.events() {
            let account = done.after.account().unwrap();
            let position = &account.position;
            let open = position
                .fees
                .iter()
                .all(|fee| fee.outstanding.is_positive());
            prop_assert!(open, "a paid or negative fee is open: {:?}", position.fees);
            for days in [0, 1, *later] {
                let date = account.last_date() + Days::new(days);
                let due = position.due_on(&account.terms, date);
                let owed = [due.fees, due.interest, due.principal, position.overpayment];
                prop_assert!(
                    owed.iter().all(|it| it.minor() >= 0),
                    "{:?} on {}",
                    owed,
                    date
                );
                let exact = position.interest_on(&account.terms, date).units();
                prop_assert!(exact >= 0, "interest of {} units on {}", exact, date);
                let apart = !position.overpayment.is_positive() || due.total().is_zero();
                prop_assert!(apart, "a credit beside {:?} on {}", due, date);
            }
        }
        Ok(())
    });
}

/// A payment at the end of a life lowers each part of what is due by exactly what it pays of it.
#[test]
fn a_payment_lowers_what_is_due_by_its_parts() {
    try_lives(Just(()), |run, ()| {
        for done in run.events() {
            let Event::PaymentReceived(paid) = &done.event else {
                continue;
            };
            let (before, after) = (
                done.before.account().unwrap(),
                done.after.account().unwrap(),
            );
            let settles = before.position.is_settled() != after.position.is_settled();
            if paid.effective < before.last_date() || settles {
                continue;
            }
            let was = before.position.due_on(&before.terms, paid.effective);
            let is = after.position.due_on(&after.terms, paid.effective);
            prop_assert_eq!(was.fees, is.fees + paid.split.fees);
            prop_assert_eq!(was.interest, is.interest + paid.split.interest);
            prop_assert_eq!(was.principal, is.principal + paid.split.principal);
        }
        Ok(())
    });
}

#[test]
fn no_part_of_a_split_is_negative() {
    let parts = |it: &Split| {
        [
            it.fees,
            it.interest,
            it.principal,
            it.overpayment,
            it.refunded,
        ]
    };
    try_lives(Just(()), move |run, ()| {
        for done in run.events() {
            let restated = done.event.restatements().iter().map(|it| it.after);
            let first = match &done.event {
                Event::PaymentReceived(received) => Some(received.split),
                _ => None,
            };
            for split in restated.chain(first) {
                let whole = parts(&split).iter().all(|part| *part >= Money::ZERO);
                prop_assert!(whole, "{:?}", split);
            }
        }
        Ok(())
    });
}
