//! The random lives go everywhere: a property that no life reaches proves nothing.

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use quittance_domain::account::Event;
use quittance_lives::life::{config, life};
use quittance_lives::run::Run;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Events of every type, restatements, and what is rare: each in one life of four hundred or more.
#[test]
fn lives_reach_every_kind_of_event() {
    let lives = 4_000;
    let seen: RefCell<BTreeMap<String, u32>> = RefCell::default();
    let mut runner = TestRunner::new(ProptestConfig {
        cases: lives,
        ..config()
    });
    let outcome = runner.run(&life(), |life| {
        let names = names(&Run::play(&life));
        for name in names {
            *seen.borrow_mut().entry(name).or_default() += 1;
        }
        Ok(())
    });
    outcome.unwrap();
    let seen = seen.into_inner();
    let types = Event::TYPES
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| *name != "command.refused")
        // A re-age has limits that few lives meet, and few are recalled while a settlement is paid;
        // stories reach both, and the lives of `schedules` the first.
        .filter(|name| !["account.reaged", "settlement.withdrawn"].contains(name));
    let rare = [
        "restated",
        "credit",
        "debt after a refund was returned",
        "recovery",
        "adjusted up",
        "adjusted down",
    ];
    for name in types.chain(rare) {
        let lives_with_it = seen.get(name).copied().unwrap_or_default();
        assert!(
            lives_with_it >= lives / 400,
            "{name} in {lives_with_it} of {lives}: {seen:#?}"
        );
    }
}

/// What a life has in it, each once.
fn names(run: &Run) -> Vec<String> {
    let mut names = Vec::new();
    for done in run.events() {
        let (before, after) = (done.before.account(), done.after.account().unwrap());
        names.push(done.event.name());
        if !done.event.restatements().is_empty() {
            names.push("restated");
        }
        if after.position.overpayment.is_positive() {
            names.push("credit");
        }
        let charged_off = before.is_some_and(|before| before.position.charged_off.is_some());
        match &done.event {
            Event::PaymentReversed(it) if after.refunded(it.payment).is_positive() => {
                names.push("debt after a refund was returned");
            }
            Event::PaymentReceived(_) if charged_off => names.push("recovery"),
            Event::BalanceAdjusted(it) if it.by.is_positive() => names.push("adjusted up"),
            Event::BalanceAdjusted(_) => names.push("adjusted down"),
            _ => {}
        }
    }
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(str::to_owned).collect()
}
