//! An account's life as a pure function of its terms and facts.

use crate::account::step::Stepper;
use crate::account::{Fact, FactKind, PaymentStanding, Position, Terms};
use crate::allocation::Split;
use crate::id::FactId;
use crate::journal::Posting;
use crate::money::Money;
use std::collections::HashMap;

/// What one fact did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// How the payment was divided; only payments have one.
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
    let mut position = Position::default();
    let refunds = Totals::of(facts);
    let steps = facts
        .iter()
        .map(|fact| step(terms, &mut position, fact, &refunds))
        .collect();
    Life { steps, position }
}

/// The position after the first `until` facts, knowing the whole life.
pub(super) fn replay_until(terms: &Terms, facts: &[Fact], until: usize) -> Position {
    let mut position = Position::default();
    let totals = Totals::of(facts);
    for fact in facts.iter().take(until) {
        step(terms, &mut position, fact, &totals);
    }
    position
}

/// What of a life is known only from facts that may come later: refunds and reversals.
pub(super) struct Totals {
    refunded: HashMap<FactId, Money>,
    reversed: Vec<FactId>,
}

impl Totals {
    pub fn of(facts: &[Fact]) -> Totals {
        let mut totals = Totals {
            refunded: HashMap::new(),
            reversed: Vec::new(),
        };
        for fact in facts {
            match &fact.kind {
                FactKind::Refund { payment, amount } => {
                    *totals.refunded.entry(*payment).or_default() += *amount;
                }
                FactKind::Payment(payment) if payment.standing == PaymentStanding::Reversed => {
                    totals.reversed.push(fact.id);
                }
                _ => {}
            }
        }
        totals.reversed.sort_unstable();
        totals
    }
}

/// Applies one fact of a life whose totals are known.
pub(super) fn step(terms: &Terms, position: &mut Position, fact: &Fact, totals: &Totals) -> Step {
    let refunded = totals.refunded.get(&fact.id).copied().unwrap_or_default();
    let returned = match &fact.kind {
        FactKind::Refund { payment, .. } => totals.reversed.binary_search(payment).is_ok(),
        _ => false,
    };
    step_with(terms, position, fact, refunded, returned)
}

/// Applies one fact at the end of a life, where nothing later can bear on it.
pub(super) fn step_at_end(terms: &Terms, position: &mut Position, fact: &Fact) -> Step {
    step_with(terms, position, fact, Money::ZERO, false)
}

fn step_with(
    terms: &Terms,
    position: &mut Position,
    fact: &Fact,
    refunded: Money,
    returned: bool,
) -> Step {
    let mut stepper = Stepper {
        terms,
        position,
        date: fact.date,
        postings: Vec::new(),
    };
    let split = stepper.apply(fact, refunded, returned);
    Step {
        split,
        postings: stepper.postings,
    }
}
