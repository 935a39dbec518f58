//! Charge-offs, and what was recovered of them.

use super::Scope;
use super::lives::Life;
use crate::statement::Owed;
use crate::table::Row;
use chrono::NaiveDate;
use quittance_domain::Money;
use quittance_domain::account::{Account, FactKind, replay};

pub const COLUMNS: &[&str] = &[
    "account_id",
    "number",
    "account_type",
    "currency",
    "charged_off_on",
    "recorded_at",
    "actor",
    "role",
    "reason",
    "principal",
    "interest",
    "fees",
    "charged_off",
    "recovered",
    "last_recovery_on",
    "written_off",
    "balance",
];

/// What became of an account that was charged off.
#[derive(Clone, Copy, Debug)]
pub struct ChargeOff {
    pub on: NaiveDate,
    /// The event that recorded it.
    pub sequence: u64,
    /// Principal, interest and fees that were owed then.
    pub owed: [Money; 3],
    /// What payments have paid of it since.
    pub recovered: Money,
    pub last_recovery: Option<NaiveDate>,
    /// What was given up for good since.
    pub written_off: Money,
}

impl ChargeOff {
    pub fn amount(&self) -> Money {
        self.owed.into_iter().sum()
    }

    /// Of an account that is charged off on a day.
    pub fn of(account: &Account, on: NaiveDate) -> Option<ChargeOff> {
        let life = replay(&account.terms, &account.facts);
        let mut owed = Owed::default();
        let mut found: Option<ChargeOff> = None;
        for (fact, step) in account.facts.iter().zip(&life.steps) {
            if fact.date > on {
                break;
            }
            let before = owed.balances;
            for posting in &step.postings {
                owed.post(posting);
            }
            let paid = before.into_iter().sum::<Money>() - owed.balances.into_iter().sum();
            match (&fact.kind, &mut found) {
                (FactKind::ChargedOff, _) => {
                    found = Some(ChargeOff {
                        on: fact.date,
                        sequence: fact.sequence,
                        owed: owed.balances,
                        recovered: Money::ZERO,
                        last_recovery: None,
                        written_off: Money::ZERO,
                    });
                }
                (FactKind::Payment(_), Some(found)) if !paid.is_zero() => {
                    found.recovered += paid;
                    found.last_recovery = Some(fact.date);
                }
                (FactKind::WrittenOff { .. }, Some(found)) => found.written_off += paid,
                _ => {}
            }
        }
        found
    }
}

/// The row of an account that was charged off by the day.
pub fn row(life: &Life, scope: &Scope) -> Option<Row> {
    let account = &life.history.account;
    let currency = account.terms.currency;
    let found = ChargeOff::of(account, scope.on)?;
    let recorded = life.history.recorded.get(&found.sequence)?;
    if !scope.holds(recorded.recorded_at) {
        return None;
    }
    let due = account.due_on(scope.on);
    let mut row = Row::default();
    row.plain(account.id)
        .text(&account.number)
        .optional_text(life.account_type.as_deref())
        .plain(currency)
        .date(found.on)
        .moment(recorded.recorded_at)
        .text(&recorded.actor)
        .optional(recorded.role.as_deref())
        .optional_text(recorded.reason.as_deref());
    for amount in found.owed {
        row.money(amount, currency);
    }
    row.money(found.amount(), currency)
        .money(found.recovered, currency)
        .optional_date(found.last_recovery)
        .money(found.written_off, currency)
        .money(due.total(), currency);
    Some(row)
}
