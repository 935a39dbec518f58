//! Delinquency by the bands of the NCUA's call report (form 5300), by currency.

use super::Scope;
use super::lives::Life;
use crate::table::Row;
use quittance_domain::account::schedule::Band;
use quittance_domain::{Currency, Money};
use std::collections::BTreeMap;

pub const COLUMNS: &[&str] = &[
    "on",
    "currency",
    "band",
    "loans",
    "principal",
    "balance",
    "past_due",
];

/// The name of less than thirty days.
const NOT_REPORTED: &str = "0-29";

#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    loans: u64,
    principal: Money,
    balance: Money,
    past_due: Money,
}

/// Loans by how late they are.
#[derive(Debug, Default)]
pub struct Bands {
    sums: BTreeMap<Currency, BTreeMap<Option<Band>, Sums>>,
    on: Option<chrono::NaiveDate>,
}

impl Bands {
    /// Counts an account that owes something and is not charged off.
    pub fn count(&mut self, life: &Life, scope: &Scope) {
        self.on = Some(scope.on);
        let account = &life.history.account;
        let position = account.position_on(scope.on);
        let due = position.due_on(&account.terms, scope.on);
        let balance = due.total();
        if account.opened_on > scope.on || position.charged_off.is_some() || balance.is_zero() {
            return;
        }
        let band = account.delinquency_on(scope.on).band();
        let bands = self.sums.entry(account.terms.currency).or_default();
        let sums = bands.entry(band).or_default();
        sums.loans += 1;
        sums.principal += due.principal;
        sums.balance += balance;
        sums.past_due += account.past_due_on(scope.on);
    }

    /// A row for each band of each currency, those without a loan included.
    pub fn rows(&self) -> Vec<Row> {
        let bands = Band::ALL.iter().map(|(_, band)| Some(*band));
        let bands: Vec<Option<Band>> = std::iter::once(None).chain(bands).collect();
        let Some(on) = self.on else {
            return Vec::new();
        };
        let mut rows = Vec::new();
        for (currency, counted) in &self.sums {
            for band in &bands {
                let sums = counted.get(band).copied().unwrap_or_default();
                let mut row = Row::default();
                row.date(on)
                    .plain(*currency)
                    .span(band.map_or(NOT_REPORTED, Band::name))
                    .plain(sums.loans);
                for amount in [sums.principal, sums.balance, sums.past_due] {
                    row.money(amount, *currency);
                }
                rows.push(row);
            }
        }
        rows
    }
}
