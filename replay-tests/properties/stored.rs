//! Events come back from their stored bytes exactly, and make the same account again.

use proptest::prelude::*;
use quittance_domain::account::{Event, State, evolve};
use quittance_lives::life::try_lives;

#[test]
fn stored_events_come_back_exactly_and_make_the_same_account() {
    try_lives(Just(()), |run, ()| {
        let mut state = State::default();
        for done in run.events() {
            let mut payload = Vec::new();
            done.event.write_payload(&mut payload).unwrap();
            let event = Event::read(done.event.name(), done.event.version(), &payload)
                .map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(&event, &done.event);
            let mut written_again = Vec::new();
            event.write_payload(&mut written_again).unwrap();
            prop_assert_eq!(payload, written_again);
            state = evolve(state, done.sequence, &event);
        }
        prop_assert_eq!(&state, &run.state);
        Ok(())
    });
}

#[test]
fn an_unknown_type_or_version_is_not_read() {
    assert!(Event::read("payment.received", 99, b"{}").is_err());
    assert!(Event::read("payment.imagined", 1, b"{}").is_err());
    assert!(Event::read("payment.received", 1, b"{}").is_err());
}
