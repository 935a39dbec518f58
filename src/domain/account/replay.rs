//! An account's life as a pure function of its terms and facts.

use crate::account::step::Stepper;
use crate::account::{Fact, FactKind, PaymentStanding, Position, Terms};
use crate::allocation::Split;
use crate::id::FactId;
use crate::journal::Posting;
use crate::money::Money;
use chrono::NaiveDate;
use std::collections::HashMap;

/// What one fact did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// How the money was divided; only payments and credits have one.
    pub split: Option<Split>,
    pub postings: Vec<Posting>,
}

/// A whole life: one step for each fact, in order, and where it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Life {
    pub steps: Vec<Step>,
    pub position: Position,
}

/// Walks `facts`, which must be in order of (date, sequence), from nothing.
///
/// Cost grows linearly with the facts.
pub fn replay(terms: &Terms, facts: &[Fact]) -> Life {
    replay_with(terms, facts, &Totals::of(facts))
}

/// The same, where the totals of the life are at hand.
pub(super) fn replay_with(terms: &Terms, facts: &[Fact], totals: &Totals) -> Life {
    let mut position = Position::default();
    let steps = facts
        .iter()
        .map(|fact| step(terms, &mut position, fact, totals.later(fact)))
        .collect();
    Life { steps, position }
}

/// The position after the first `until` facts, knowing the whole life.
pub(super) fn replay_until(terms: &Terms, facts: &[Fact], until: usize) -> Position {
    let mut position = Position::default();
    let totals = Totals::of(facts);
    for fact in facts.iter().take(until) {
        step(terms, &mut position, fact, totals.later(fact));
    }
    position
}

/// The positions at the end of each of some days, which are in order, knowing the whole life.
pub(super) fn positions_on(terms: &Terms, facts: &[Fact], days: &[NaiveDate]) -> Vec<Position> {
    let totals = Totals::of(facts);
    let mut position = Position::default();
    let mut facts = facts.iter().peekable();
    let positions = days.iter().map(|day| {
        while let Some(fact) = facts.next_if(|fact| fact.date <= *day) {
            step(terms, &mut position, fact, totals.later(fact));
        }
        position.clone()
    });
    positions.collect()
}

/// What a fact's own effect depends on that later facts tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Later {
    /// What has been refunded of this payment.
    pub refunded: Money,
    /// What has been charged back of this payment.
    pub charged_back: Money,
    /// Whether the payment that this refund belongs to has been reversed.
    pub returned: bool,
    /// How many fees were charged before the one that this owes again.
    pub fee_place: u32,
}

/// What of a life is known only from facts that may come later: what became of its payments.
#[derive(Debug, Default)]
pub(super) struct Totals {
    refunded: HashMap<FactId, Money>,
    charged_back: HashMap<FactId, Money>,
    reversed: Vec<FactId>,
    /// The places of fees whose waiver is undone.
    fee_places: HashMap<FactId, u32>,
}

impl Totals {
    pub fn of(facts: &[Fact]) -> Totals {
        let mut totals = Totals::default();
        for fact in facts {
            match &fact.kind {
                FactKind::Refund { payment, amount } => {
                    *totals.refunded.entry(*payment).or_default() += *amount;
                }
                FactKind::ChargedBack { payment, amount } => {
                    *totals.charged_back.entry(*payment).or_default() += *amount;
                }
                FactKind::Payment(payment) if payment.standing == PaymentStanding::Reversed => {
                    totals.reversed.push(fact.id);
                }
                _ => {}
            }
        }
        totals.reversed.sort_unstable();
        totals.place_fees(facts);
        totals
    }

    /// Finds the places of fees that are owed again.
    fn place_fees(&mut self, facts: &[Fact]) {
        let again = facts.iter().filter_map(|fact| match &fact.kind {
            FactKind::FeeWaiverUndone { fee, .. } => Some((*fee, 0)),
            _ => None,
        });
        self.fee_places = again.collect();
        if self.fee_places.is_empty() {
            return;
        }
        for (place, fee) in (0..).zip(facts.iter().filter(|fact| fact.kind.charges_a_fee())) {
            if let Some(known) = self.fee_places.get_mut(&fee.id) {
                *known = place;
            }
        }
    }

    /// What later facts say of this one.
    pub fn later(&self, fact: &Fact) -> Later {
        let of = |amounts: &HashMap<FactId, Money>| amounts.get(&fact.id).copied();
        match &fact.kind {
            FactKind::Payment(_) => Later {
                refunded: of(&self.refunded).unwrap_or_default(),
                charged_back: of(&self.charged_back).unwrap_or_default(),
                ..Later::default()
            },
            FactKind::FeeWaiverUndone { fee, .. } => Later {
                fee_place: self.fee_places.get(fee).copied().unwrap_or_default(),
                ..Later::default()
            },
            FactKind::Refund { payment, .. } => Later {
                returned: self.reversed.binary_search(payment).is_ok(),
                ..Later::default()
            },
            _ => Later::default(),
        }
    }
}

/// Applies one fact of a life, knowing what later facts say of it.
pub(super) fn step(terms: &Terms, position: &mut Position, fact: &Fact, later: Later) -> Step {
    let mut stepper = Stepper {
        terms,
        position,
        date: fact.date,
        postings: Vec::new(),
    };
    let split = stepper.apply(fact, later);
    Step {
        split,
        postings: stepper.postings,
    }
}
