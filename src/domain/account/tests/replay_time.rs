//! Replaying a long life stays quick.

use super::script::Script;
use crate::account::{Account, State, Terms, apply, decide, replay};
use chrono::{Days, NaiveDate};

/// A debt of 1,000 payments, one a week-day or so, with interest every time.
fn long_life() -> Account {
    let terms = Terms {
        annual_rate: "0.085".parse().unwrap(),
        ..Terms::default()
    };
    let mut script = Script::new(terms);
    let mut state = State::default();
    let mut day = NaiveDate::from_ymd_opt(2022, 1, 3).unwrap();
    for sequence in 1..=1_001 {
        let what = if sequence == 1 {
            "place 250000.00"
        } else {
            "pay 123.45"
        };
        let command = script.command(day, what).unwrap();
        for event in decide(&state, &command, day).unwrap() {
            apply(&mut state, sequence, &event).unwrap();
        }
        day = day + Days::new(1);
    }
    state.account().unwrap().clone()
}

/// The best of a few goes, so that a busy machine does not fail it; a release build takes a small
/// part of this.
#[test]
#[allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "it measures time"
)]
fn a_life_of_a_thousand_payments_replays_within_five_milliseconds() {
    let account = long_life();
    let best = (0..20)
        .map(|_| {
            let start = std::time::Instant::now();
            let life = replay(&account.terms, &account.facts);
            assert_eq!(life.position, account.position);
            start.elapsed()
        })
        .min();
    assert!(
        best.unwrap() < std::time::Duration::from_millis(5),
        "it took {best:?}"
    );
}
