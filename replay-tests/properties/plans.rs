//! A payment plan made anywhere in a life: what is paid of it follows from the facts alone.

use chrono::Days;
use proptest::prelude::*;
use quittance_domain::account::plan::fill::fills;
use quittance_domain::account::{
    Command, CreatePlan, FactKind, PaymentStanding, PlanOrigin, PlanStanding, PlanTerm,
};
use quittance_domain::{Money, PlanId};
use quittance_lives::life::try_lives;
use quittance_lives::run::Run;
use uuid::Uuid;

/// The life again, with a plan made after one of its commands.
fn with_plan(run: &Run, place: u8, amounts: &[u32]) -> Run {
    let mut again = Run::default();
    let place = usize::from(place) % run.moments.len().max(1);
    for (at, moment) in run.moments.iter().enumerate() {
        again.carry_out(moment.today, moment.command.clone());
        if at == place {
            let terms = amounts.iter().zip(1..).map(|(amount, number)| PlanTerm {
                number,
                amount: Money::from_minor(i64::from(*amount)),
                due: moment.today + Days::new(30 * u64::from(number)),
            });
            let plan = CreatePlan {
                id: PlanId(Uuid::from_u128(u128::MAX / 2)),
                part: 0,
                origin: PlanOrigin::Creditor,
                terms: terms.collect(),
                effective: moment.today,
                link: None,
                sealed: None,
            };
            again.carry_out(moment.today, Command::CreatePlan(plan));
        }
    }
    again
}

#[test]
fn what_is_paid_of_a_plan_follows_from_the_facts_at_every_step() {
    let plan = (any::<u8>(), prop::collection::vec(1..60_000_u32, 1..5));
    try_lives(plan, |run, (place, amounts)| {
        let run = with_plan(run, *place, amounts);
        for done in run.events() {
            let account = done.after.account().unwrap();
            let derived = fills(&account.plans, &account.facts);
            let kept: Vec<_> = account.plans.iter().map(|plan| plan.fill.clone()).collect();
            prop_assert_eq!(&kept, &derived);
            // A returned payment is as one that has never been.
            let standing = account.facts.iter().filter(|fact| {
                !matches!(&fact.kind, FactKind::Payment(payment)
                    if payment.standing != PaymentStanding::Completed)
            });
            let standing: Vec<_> = standing.cloned().collect();
            prop_assert_eq!(&fills(&account.plans, &standing), &derived);
            for plan in &account.plans {
                // Terms are filled in order, none beyond its amount.
                let mut open = false;
                for (term, fill) in plan.terms() {
                    prop_assert!(fill.paid <= term.amount);
                    prop_assert!(!open || fill.paid.is_zero());
                    prop_assert_eq!(fill.paid_on.is_some(), fill.paid == term.amount);
                    open = fill.paid < term.amount;
                }
            }
        }
        // After each command the book has told what the facts show.
        for done in run
            .moments
            .iter()
            .filter_map(|it| it.outcome.as_ref().ok()?.last())
        {
            for plan in &done.after.account().unwrap().plans {
                if let PlanStanding::InForce(_) = plan.standing {
                    prop_assert_eq!(plan.is_paid(), plan.finished);
                }
            }
        }
        Ok(())
    });
}
