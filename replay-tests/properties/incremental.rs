//! Property 1: folding one event after another comes to what walking the whole life comes to.

use proptest::prelude::*;
use quittance_domain::FactId;
use quittance_domain::account::{FactKind, replay};
use quittance_domain::allocation::Split;
use quittance_lives::life::try_lives;
use quittance_lives::print::split_text;
use std::collections::BTreeMap;

#[test]
fn the_incremental_state_equals_the_full_replay_after_every_event() {
    try_lives(Just(()), |run, ()| {
        for done in run.events() {
            let account = done.after.account().unwrap();
            let ordered = account.facts.is_sorted_by(|a, b| a.order() < b.order());
            prop_assert!(
                ordered,
                "facts are out of order after {}",
                done.event.name()
            );
            let life = replay(&account.terms, &account.facts);
            prop_assert_eq!(
                &account.position,
                &life.position,
                "after {}",
                done.event.name()
            );
            let turnover = account.facts.iter().map(|fact| fact.amount()).sum();
            prop_assert_eq!(account.turnover, turnover);
        }
        Ok(())
    });
}

/// What the events have told of each payment's split is what a full replay computes now.
#[test]
fn the_splits_told_by_events_are_those_of_the_full_replay() {
    try_lives(Just(()), |run, ()| {
        let Some(account) = run.account() else {
            return Ok(());
        };
        let life = replay(&account.terms, &account.facts);
        let walked: BTreeMap<FactId, Split> = account
            .facts
            .iter()
            .zip(&life.steps)
            .filter_map(|(fact, step)| step.split.map(|split| (fact.id, split)))
            .collect();
        prop_assert_eq!(run.told_splits(), walked);
        Ok(())
    });
}

/// A split always sums to its payment, or to nothing once the payment is returned.
#[test]
fn every_split_sums_to_its_payment() {
    try_lives(Just(()), |run, ()| {
        for done in run.events() {
            for paid in &done.change.payments {
                let account = done.after.account().unwrap();
                let (_, payment) = account.payment(paid.payment).unwrap();
                let total = paid.split.total();
                let whole = total == payment.amount || paid.split == Split::default();
                prop_assert!(whole, "{} of {:?}", split_text(paid.split), payment);
            }
            let restated = done.event.restatements();
            prop_assert!(restated.iter().all(|it| it.before != it.after));
        }
        Ok(())
    });
}

/// A life that is only opened holds no fact but the balances it was opened with.
#[test]
fn a_placed_debt_begins_with_its_balances() {
    try_lives(Just(()), |run, ()| {
        let Some(first) = run.events().next() else {
            return Ok(());
        };
        let account = first.after.account().unwrap();
        for fact in &account.facts {
            let placed = matches!(fact.kind, FactKind::Placed { .. });
            prop_assert!(placed && fact.date == account.opened_on);
        }
        Ok(())
    });
}
