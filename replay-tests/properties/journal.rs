//! Property 4: the books balance and say what the account says, on both time axes.

use chrono::NaiveDate;
use proptest::prelude::*;
use quittance_domain::Money;
use quittance_domain::account::{Account, FactKind, PaymentStanding, Position};
use quittance_domain::journal::{Account as Gl, Books, JournalLine};
use quittance_lives::life::try_lives;
use quittance_lives::run::{Done, Run};
use std::collections::BTreeMap;

/// Debit balances of the chart, in minor units.
pub type Balances = BTreeMap<Gl, i64>;

/// Adds a line to the balances.
fn book(balances: &mut Balances, line: &JournalLine) {
    *balances.entry(line.posting.debit).or_default() += line.posting.amount.minor();
    *balances.entry(line.posting.credit).or_default() -= line.posting.amount.minor();
}

/// What each day's lines come to: how the books stand on the effective axis.
pub fn by_day(run: &Run) -> BTreeMap<NaiveDate, Balances> {
    let mut days: BTreeMap<NaiveDate, Balances> = BTreeMap::new();
    for (_, line) in run.lines() {
        book(days.entry(line.effective).or_default(), line);
    }
    for balances in days.values_mut() {
        balances.retain(|_, amount| *amount != 0);
    }
    days.retain(|_, balances| !balances.is_empty());
    days
}

/// As posted: the lines of all events so far are the account as known then.
#[test]
fn the_books_as_posted_say_what_the_account_says() {
    try_lives(Just(()), |run, ()| {
        let mut posted = Balances::new();
        for done in run.events() {
            for line in &done.change.lines {
                well_formed(done, line)?;
                book(&mut posted, line);
            }
            let account = done.after.account().unwrap();
            says(&posted, account, &account.position, NaiveDate::MAX)?;
            let owed = posted.get(&Gl::RefundsPayable).copied().unwrap_or_default();
            prop_assert_eq!(owed, 0, "refunds are paid out on the day they are recorded");
        }
        Ok(())
    });
}

/// As effective: the lines effective by a day are the account on that day, as known now; and so
/// it was after every event.
#[test]
fn the_books_as_effective_say_what_the_account_says_on_each_day() {
    try_lives(Just(()), |run, ()| {
        let mut days: BTreeMap<NaiveDate, Balances> = BTreeMap::new();
        for done in run.events() {
            let mut earliest = NaiveDate::MAX;
            for line in &done.change.lines {
                book(days.entry(line.effective).or_default(), line);
                earliest = earliest.min(line.effective);
            }
            let account = done.after.account().unwrap();
            let mut balances = Balances::new();
            for (day, lines) in &days {
                for (gl, amount) in lines {
                    *balances.entry(*gl).or_default() += *amount;
                }
                if *day >= earliest {
                    says(&balances, account, &account.position_on(*day), *day)?;
                }
            }
        }
        Ok(())
    });
}

fn well_formed(done: &Done, line: &JournalLine) -> Result<(), TestCaseError> {
    prop_assert!(line.posting.amount.is_positive());
    prop_assert!(line.posting.debit != line.posting.credit);
    let account = done.after.account().unwrap();
    let was_last = done.before.account().map(Account::last_date);
    let last = was_last.max(Some(account.last_date())).unwrap();
    let lived = account.opened_on..=last;
    prop_assert!(
        lived.contains(&line.effective),
        "{line:?} is outside the account's life"
    );
    Ok(())
}

/// Whether the balances of the chart are those of the position, as of `day`.
fn says(
    balances: &Balances,
    account: &Account,
    position: &Position,
    day: NaiveDate,
) -> Result<(), TestCaseError> {
    let debit = |gl: Gl| balances.get(&gl).copied().unwrap_or_default();
    let (real, memo) = (
        [Gl::Principal, Gl::InterestReceivable, Gl::FeesReceivable].map(debit),
        [Gl::MemoPrincipal, Gl::MemoInterest, Gl::MemoFees].map(debit),
    );
    let owed = [
        position.principal,
        position.booked_interest,
        position.fees_due(),
    ];
    let carried = [real[0] + memo[0], real[1] + memo[1], real[2] + memo[2]];
    prop_assert_eq!(carried, owed.map(Money::minor), "on {}", day);
    prop_assert_eq!(
        debit(Gl::Overpayments),
        -position.overpayment.minor(),
        "credit on {}",
        day
    );
    prop_assert_eq!(
        debit(Gl::MemoOffset),
        -memo.iter().sum::<i64>(),
        "memo on {}",
        day
    );
    let off_the_books = account.terms.books == Books::Agency || position.charged_off.is_some();
    let unused = if off_the_books { real } else { memo };
    prop_assert_eq!(
        unused,
        [0; 3],
        "real and memo balances are apart on {}",
        day
    );
    prop_assert!(debit(Gl::RefundsPayable) <= 0);
    prop_assert_eq!(debit(Gl::Cash), cash(account, day), "cash on {}", day);
    prop_assert_eq!(balances.values().sum::<i64>(), 0);
    Ok(())
}

/// The money that has come in and gone out by `day`, counted from the facts.
fn cash(account: &Account, day: NaiveDate) -> i64 {
    let moved = |kind: &FactKind| match kind {
        FactKind::Payment(it) if it.standing == PaymentStanding::Completed => it.amount,
        // A client who places a debt lends the client's own money.
        FactKind::Disbursed { .. } if account.terms.books == Books::Agency => Money::ZERO,
        FactKind::Disbursed { amount }
        | FactKind::Refund { amount, .. }
        | FactKind::ChargedBack { amount, .. }
        | FactKind::CreditRefunded { amount }
        | FactKind::Reimbursed { amount } => -*amount,
        _ => Money::ZERO,
    };
    let by_then = account.facts.iter().filter(|fact| fact.date <= day);
    by_then.map(|fact| moved(&fact.kind).minor()).sum()
}
