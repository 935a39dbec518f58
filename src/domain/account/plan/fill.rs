//! How payments fill the terms of plans: derived from the facts, never kept beside them.

use super::{Moment, Plan, PlanStanding};
use crate::account::replay::Totals;
use crate::account::{Fact, FactKind, PaymentStanding};
use crate::money::Money;
use chrono::NaiveDate;

/// What has been paid of a term.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TermFill {
    pub paid: Money,
    /// The effective date of the payment that paid the last of it.
    pub paid_on: Option<NaiveDate>,
}

/// What completed payments have paid of every term of every plan, each payment less what was
/// refunded or charged back of it.
///
/// A payment fills the terms of the oldest plan that it falls under, oldest term first; what is left
/// of it goes to the next plan, so that no money counts twice.
pub fn fills(plans: &[Plan], facts: &[Fact]) -> Vec<Box<[TermFill]>> {
    let mut fills: Vec<Box<[TermFill]>> = plans
        .iter()
        .map(|plan| vec![TermFill::default(); plan.terms.len()].into())
        .collect();
    let Some(begin) = plans.iter().filter_map(|plan| span(plan)?.0.into()).min() else {
        return fills;
    };
    let totals = Totals::of(facts);
    let from = facts.partition_point(|fact| fact.order() <= begin);
    for fact in facts.iter().skip(from) {
        let FactKind::Payment(payment) = &fact.kind else {
            continue;
        };
        if payment.standing != PaymentStanding::Completed {
            continue;
        }
        let later = totals.later(fact);
        let mut rest = (payment.amount - later.refunded - later.charged_back).or_zero();
        for (plan, fill) in plans.iter().zip(&mut fills) {
            let counts = span(plan).is_some_and(|(since, until)| {
                since < fact.order() && until.is_none_or(|until| fact.order() < until)
            });
            if counts {
                rest = pour(plan, fill, rest, fact.date);
            }
        }
    }
    fills
}

/// From when, and until when, payments fill a plan.
fn span(plan: &Plan) -> Option<(Moment, Option<Moment>)> {
    match plan.standing {
        PlanStanding::Proposed | PlanStanding::Rejected => None,
        PlanStanding::InForce(since) => Some((since, None)),
        PlanStanding::Deactivated(since, until) => Some((since, Some(until))),
    }
}

/// Fills terms in order and gives what is left.
fn pour(plan: &Plan, fill: &mut [TermFill], amount: Money, on: NaiveDate) -> Money {
    let mut rest = amount;
    for (term, fill) in plan.terms.iter().zip(fill) {
        if rest.is_zero() {
            break;
        }
        let paid = rest.min(term.amount - fill.paid);
        fill.paid += paid;
        rest -= paid;
        if fill.paid == term.amount && fill.paid_on.is_none() {
            fill.paid_on = Some(on);
        }
    }
    rest
}
