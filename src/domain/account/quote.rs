//! What is owed on a day and how it came to that: payoff quotes and itemizations.

use crate::account::replay::{Totals, step};
use crate::account::{Account, FactKind, Position, Terms};
use crate::allocation::Due;
use crate::interest::Interest;
use crate::money::Money;
use chrono::{Days, NaiveDate};

/// What would pay an account off on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payoff {
    pub on: NaiveDate,
    pub due: Due,
    /// What the borrower has paid beyond everything owed, which the payoff uses up first.
    pub credit: Money,
    /// What the next day adds, exact.
    pub per_diem: Interest,
}

impl Payoff {
    /// The money that pays the account off: what is due, less a credit balance.
    pub fn amount(&self) -> Money {
        (self.due.total() - self.credit).or_zero()
    }
}

/// How what is owed has changed since a day, in the categories of a validation notice.
///
/// 12 CFR 1006.34(c)(2)(viii): the debt on the itemization date, interest, fees, payments and
/// credits since, and the debt now.
/// Always `then + interest + fees + advances - payments - credits == now`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Itemization {
    /// What was owed at the end of the itemization date, less a credit balance.
    pub then: Money,
    pub interest: Money,
    pub fees: Money,
    /// Principal added: disbursements, and money given back that is owed again.
    pub advances: Money,
    /// What was received and kept.
    pub payments: Money,
    /// What was forgiven or written off.
    pub credits: Money,
    /// What is owed at the end of the last day, less a credit balance.
    pub now: Money,
}

impl Account {
    /// What would pay the account off on `date`, as known now.
    ///
    /// On a day before the last fact it is what would have paid the account off then.
    pub fn payoff_on(&self, date: NaiveDate) -> Payoff {
        let position = self.position_on(date);
        let tomorrow = date + Days::new(1);
        let exact = |day| position.interest_on(&self.terms, day);
        Payoff {
            on: date,
            due: position.due_on(&self.terms, date),
            credit: position.overpayment,
            per_diem: exact(tomorrow) - exact(date),
        }
    }

    /// How what is owed at the end of `since` became what is owed at the end of `on`, as known now.
    pub fn itemize(&self, since: NaiveDate, on: NaiveDate) -> Itemization {
        let totals = Totals::of(&self.facts);
        let mut position = Position::default();
        let mut sums = Itemization::default();
        let mut moved = Money::ZERO;
        let until = self.facts.partition_point(|fact| fact.date <= on);
        let begun = self.facts.partition_point(|fact| fact.date <= since);
        for (place, fact) in self.facts.iter().take(until).enumerate() {
            if place == begun {
                sums.then = net(&self.terms, &position, since);
            }
            let before = net(&self.terms, &position, fact.date);
            let later = totals.later(fact);
            let split = step(&self.terms, &mut position, fact, later).split;
            if place < begun {
                continue;
            }
            let change = net(&self.terms, &position, fact.date) - before;
            moved += change;
            let paid = split.map_or(Money::ZERO, |split| {
                split.fees + split.interest + split.principal + split.overpayment
            });
            match &fact.kind {
                // A payment that completes a settlement also has the rest written off.
                FactKind::Payment(_) => {
                    sums.payments += paid;
                    sums.credits += -change - paid;
                }
                FactKind::Fee { .. } | FactKind::FeeWaiverUndone { .. } => sums.fees += change,
                _ if change.is_positive() => sums.advances += change,
                _ => sums.credits += -change,
            }
        }
        if begun >= until {
            sums.then = net(&self.terms, &position, since);
        }
        sums.now = net(&self.terms, &position, on);
        // What no fact has moved, time has.
        sums.interest = sums.now - sums.then - moved;
        sums
    }
}

/// What is owed on a day less what has been paid beyond it.
fn net(terms: &Terms, position: &Position, date: NaiveDate) -> Money {
    position.due_on(terms, date).total() - position.overpayment
}
