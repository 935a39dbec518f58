//! An event that says something else than what follows from the facts is found out.

use proptest::prelude::*;
use quittance_domain::Money;
use quittance_domain::account::{
    Divergence, Event, Restatement, SettlementCompleted, SettlementRevived, apply,
};
use quittance_domain::allocation::Split;
use quittance_lives::life::try_lives;

#[test]
fn an_altered_split_is_found_out() {
    try_lives(0..4_usize, |run, bucket| {
        for done in run.events() {
            let mut event = done.event.clone();
            match &mut event {
                Event::PaymentReceived(it) => alter(&mut it.split, *bucket),
                Event::CreditGranted(it) => alter(&mut it.split, *bucket),
                Event::InterestWaived(it) => alter(&mut it.split, *bucket),
                Event::WrittenOff(it) => alter(&mut it.split, *bucket),
                Event::PaymentCompleted(it) => alter(&mut it.split, *bucket),
                Event::BalanceAdjusted(it) => match &mut it.split {
                    Some(split) => alter(split, *bucket),
                    None => continue,
                },
                _ => continue,
            }
            let outcome = apply(&mut done.before.clone(), done.sequence, &event);
            prop_assert!(
                matches!(outcome, Err(Divergence::Split { .. })),
                "{:?}",
                outcome
            );
        }
        Ok(())
    });
}

#[test]
fn an_altered_missing_or_invented_restatement_is_found_out() {
    try_lives((0..3_u8, 0..4_usize), |run, (how, bucket)| {
        for done in run.events() {
            let mut event = done.event.clone();
            let Some(restatements) = restatements(&mut event) else {
                continue;
            };
            match how {
                0 => match restatements.last_mut() {
                    Some(last) => alter(&mut last.after, *bucket),
                    None => continue,
                },
                1 if restatements.pop().is_none() => continue,
                1 => {}
                _ => {
                    let payment = quittance_domain::FactId(uuid::Uuid::from_u128(7));
                    let (before, after) = (Split::default(), Split::default());
                    restatements.push(Restatement {
                        payment,
                        before,
                        after,
                    });
                }
            }
            let outcome = apply(&mut done.before.clone(), done.sequence, &event);
            let found = matches!(outcome, Err(Divergence::Restatements { .. }));
            prop_assert!(found, "{:?} of {}", outcome, event.name());
        }
        Ok(())
    });
}

/// A settlement told as revived when it is completed or withdrawn, or the other way round.
#[test]
fn a_settlement_that_the_facts_do_not_show_is_found_out() {
    try_lives(Just(()), |run, ()| {
        for done in run.events() {
            let opposite = match &done.event {
                Event::SettlementCompleted(it) => {
                    let (offer, effective) = (it.offer, it.effective);
                    Event::SettlementRevived(SettlementRevived { offer, effective })
                }
                Event::SettlementRevived(it) => {
                    let (offer, effective) = (it.offer, it.effective);
                    Event::SettlementCompleted(SettlementCompleted { offer, effective })
                }
                Event::SettlementWithdrawn(it) => {
                    let (offer, effective) = (it.offer, it.effective);
                    Event::SettlementRevived(SettlementRevived { offer, effective })
                }
                _ => continue,
            };
            let outcome = apply(&mut done.before.clone(), done.sequence, &opposite);
            prop_assert_eq!(outcome, Err(Divergence::Settlement));
        }
        Ok(())
    });
}

/// Moves one minor unit from one bucket to the next, so that the split still sums.
fn alter(split: &mut Split, bucket: usize) {
    let one = Money::from_minor(1);
    let parts = [
        &mut split.fees,
        &mut split.interest,
        &mut split.principal,
        &mut split.overpayment,
    ];
    for (place, part) in parts.into_iter().enumerate() {
        if place == bucket {
            *part += one;
        }
        if place == (bucket + 1) % 4 {
            *part -= one;
        }
    }
}

fn restatements(event: &mut Event) -> Option<&mut Vec<Restatement>> {
    match event {
        Event::LoanDisbursed(it) => Some(&mut it.restatements),
        Event::PaymentReceived(it) => Some(&mut it.restatements),
        Event::PaymentCompleted(it) => Some(&mut it.restatements),
        Event::PaymentReversed(it) => Some(&mut it.restatements),
        Event::PaymentChargedBack(it) => Some(&mut it.restatements),
        Event::BalanceAdjusted(it) => Some(&mut it.restatements),
        Event::CreditGranted(it) => Some(&mut it.restatements),
        Event::CreditRefunded(it) => Some(&mut it.restatements),
        Event::InterestWaived(it) => Some(&mut it.restatements),
        Event::RateChanged(it) => Some(&mut it.restatements),
        Event::WrittenOff(it) => Some(&mut it.restatements),
        Event::FeeWaiverUndone(it) => Some(&mut it.restatements),
        Event::PaymentRefunded(it) => Some(&mut it.restatements),
        Event::PaymentBackdated(it) => Some(&mut it.restatements),
        Event::FeeAssessed(it) => Some(&mut it.restatements),
        Event::FeeWaived(it) => Some(&mut it.restatements),
        Event::SettlementAccepted(it) => Some(&mut it.restatements),
        Event::SettlementBroken(it) => Some(&mut it.restatements),
        Event::ChargedOff(it) => Some(&mut it.restatements),
        Event::AccountRecalled(it) => Some(&mut it.restatements),
        _ => None,
    }
}
