//! An account's statement: every fact of its life in order, what it did, and what was owed after it.
//!
//! It is computed from the facts alone, by the rules that booked them.

use crate::table::Row;
use chrono::NaiveDate;
use quittance_domain::Money;
use quittance_domain::account::{Account, FactKind, PaymentStanding, replay};
use quittance_domain::allocation::Split;
use quittance_domain::journal::{Account as Gl, Posting};

/// The columns of a statement.
pub const COLUMNS: &[&str] = &[
    "effective_date",
    "sequence",
    "what",
    "amount",
    "to_fees",
    "to_interest",
    "to_principal",
    "overpaid",
    "refunded",
    "principal",
    "interest",
    "fees",
    "credit_balance",
    "balance",
];

/// The accounts in which each balance is carried, as an asset or as a memo.
const CARRIED: [[Gl; 2]; 3] = [
    [Gl::Principal, Gl::MemoPrincipal],
    [Gl::InterestReceivable, Gl::MemoInterest],
    [Gl::FeesReceivable, Gl::MemoFees],
];

/// The rows of the days from `from` to `to`, the last of which says what was owed on `to`.
///
/// `account` is as it was known at the moment that is asked about. Interest is what had been booked
/// by each fact; the closing row accrues it to the day.
pub fn rows(account: &Account, from: Option<NaiveDate>, to: NaiveDate) -> Vec<Row> {
    let (facts, mut owed) = walk(account, from, to);
    let mut rows: Vec<Row> = facts.into_iter().map(|(_, row)| row).collect();
    let due = account.due_on(to);
    owed.balances = [due.principal, due.interest, due.fees];
    let mut closing = Row::default();
    closing.date(to).empty().plain("closing balance").empty();
    split(&mut closing, None, account);
    owed.write(&mut closing, account);
    rows.push(closing);
    rows
}

/// The rows of the facts alone, each with the sequence of the event that recorded it.
pub(crate) fn facts(account: &Account, from: Option<NaiveDate>, to: NaiveDate) -> Vec<(u64, Row)> {
    walk(account, from, to).0
}

/// The rows of the facts, and what is owed after the last of them.
fn walk(account: &Account, from: Option<NaiveDate>, to: NaiveDate) -> (Vec<(u64, Row)>, Owed) {
    let currency = account.terms.currency;
    let life = replay(&account.terms, &account.facts);
    let mut owed = Owed::default();
    let mut rows = Vec::new();
    for (fact, step) in account.facts.iter().zip(&life.steps) {
        if fact.date > to {
            break;
        }
        for posting in &step.postings {
            owed.post(posting);
        }
        if from.is_some_and(|from| fact.date < from) {
            continue;
        }
        let mut row = Row::default();
        row.date(fact.date)
            .plain(fact.sequence)
            .plain(name(&fact.kind))
            .money(amount(&fact.kind), currency);
        split(&mut row, step.split, account);
        owed.write(&mut row, account);
        rows.push((fact.sequence, row));
    }
    (rows, owed)
}

/// What is owed, summed from the postings.
#[derive(Default)]
pub(crate) struct Owed {
    /// Principal, interest, fees.
    pub balances: [Money; 3],
    credit: Money,
}

impl Owed {
    pub fn post(&mut self, posting: &Posting) {
        for (balance, accounts) in self.balances.iter_mut().zip(CARRIED) {
            if accounts.contains(&posting.debit) {
                *balance += posting.amount;
            }
            if accounts.contains(&posting.credit) {
                *balance -= posting.amount;
            }
        }
        if posting.credit == Gl::Overpayments {
            self.credit += posting.amount;
        }
        if posting.debit == Gl::Overpayments {
            self.credit -= posting.amount;
        }
    }

    fn write(&self, row: &mut Row, account: &Account) {
        let currency = account.terms.currency;
        for balance in self.balances {
            row.money(balance, currency);
        }
        let owed: Money = self.balances.into_iter().sum();
        row.money(self.credit, currency)
            .money(owed - self.credit, currency);
    }
}

fn split(row: &mut Row, split: Option<Split>, account: &Account) {
    let parts = split.map(|split| {
        [
            split.fees,
            split.interest,
            split.principal,
            split.overpayment,
            split.refunded,
        ]
    });
    for place in 0..5 {
        let part = parts.map(|parts| parts[place]);
        row.optional_money(part, account.terms.currency);
    }
}

/// The amount of a fact; one that takes something off is still told as it was given.
fn amount(kind: &FactKind) -> Money {
    match kind {
        FactKind::Adjusted { by } => *by,
        _ => kind.amount(),
    }
}

fn name(kind: &FactKind) -> &'static str {
    match kind {
        FactKind::Placed { .. } => "placed",
        FactKind::Disbursed { .. } => "disbursed",
        FactKind::Payment(payment) => match payment.standing {
            PaymentStanding::Completed => "payment",
            PaymentStanding::Pending | PaymentStanding::Processing => "payment announced",
            PaymentStanding::Failed => "payment failed",
            PaymentStanding::Reversed => "payment reversed",
        },
        FactKind::Fee { .. } => "fee",
        FactKind::FeeWaived { .. } => "fee waived",
        FactKind::FeeWaiverUndone { .. } => "fee waiver undone",
        FactKind::Refund { .. } => "payment refunded",
        FactKind::ChargedBack { .. } => "payment charged back",
        FactKind::Adjusted { .. } => "balance adjusted",
        FactKind::Credited { .. } => "goodwill credit",
        FactKind::InterestWaived { .. } => "interest waived",
        FactKind::CreditRefunded { .. } => "credit balance refunded",
        FactKind::WrittenOff { .. } => "written off",
        FactKind::RateChanged { .. } => "rate changed",
        FactKind::Reimbursed { .. } => "reimbursed",
        FactKind::SettlementAccepted { .. } => "settlement accepted",
        FactKind::SettlementBroken { .. } => "settlement broken",
        FactKind::ChargedOff => "charged off",
        FactKind::Recalled => "recalled",
        FactKind::InterestPosted => "interest posted",
        FactKind::Reversed(_) => "entry reversed",
    }
}
