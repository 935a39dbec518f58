use super::*;
use crate::id::ConsumerId;
use chrono::NaiveDate;
use uuid::Uuid;

const JANE: ConsumerId = ConsumerId(Uuid::from_u128(7));

const REMOVE: Command = Command::Remove { found: true };

fn day() -> NaiveDate {
    "2026-01-15".parse().unwrap()
}

fn given(sealed: &str) -> Particulars {
    Particulars {
        external_id: Some("C-1".into()),
        sealed: sealed.into(),
    }
}

/// Decides and folds, and gives the names of what happened.
fn told(state: &mut State, command: &Command) -> Vec<&'static str> {
    let events = decide(state, JANE, command, day()).unwrap();
    for event in &events {
        let mut payload = Vec::new();
        event.write_payload(&mut payload).unwrap();
        let read = Event::read(event.name(), event.version(), &payload).unwrap();
        assert_eq!(&read, event);
        assert!(is_event(event.name()) && event.consumer() == JANE);
        apply(state, event).unwrap();
    }
    events.iter().map(Event::name).collect()
}

#[test]
fn one_who_was_removed_comes_back_with_new_particulars() {
    let mut state = State::default();
    let register = Command::Register(given("a"));
    assert_eq!(told(&mut state, &register), ["consumer.registered"]);
    assert_eq!(told(&mut state, &REMOVE), ["consumer.removed"]);
    assert_eq!(state.standing, Standing::Removed);
    let again = decide(&state, JANE, &REMOVE, day());
    assert_eq!(again, Err(Refusal::ConsumerUnknown));
    assert_eq!(
        told(&mut state, &Command::GiveParticulars(given("b"))),
        ["consumer.restored", "consumer.particulars_given"]
    );
    assert_eq!(state.standing, Standing::Listed);
}

#[test]
fn one_who_came_with_an_account_has_a_stream_from_the_first_command_on() {
    let mut state = State::default();
    let lost = decide(&state, JANE, &Command::Remove { found: false }, day());
    assert_eq!(lost, Err(Refusal::ConsumerUnknown));
    assert_eq!(told(&mut state, &REMOVE), ["consumer.removed"]);
    let mut state = State::default();
    let give = Command::GiveParticulars(given("a"));
    assert_eq!(told(&mut state, &give), ["consumer.particulars_given"]);
    let register = decide(&state, JANE, &Command::Register(given("b")), day()).unwrap();
    assert_eq!(
        apply(&mut state, &register[0]),
        Err(Divergence::RegisteredTwice)
    );
    assert_eq!(evolve(state, &register[0]), state);
}

#[test]
fn nothing_happens_to_one_who_was_erased() {
    let mut listed = State::default();
    told(&mut listed, &Command::Register(given("a")));
    assert_eq!(
        told(&mut listed, &Command::Erase),
        ["consumer.removed", "consumer.erased"]
    );
    // One who came with an account, and one who was removed before.
    assert_eq!(
        told(&mut State::default(), &Command::Erase),
        ["consumer.removed", "consumer.erased"]
    );
    let mut removed = State::default();
    told(&mut removed, &REMOVE);
    assert_eq!(told(&mut removed, &Command::Erase), ["consumer.erased"]);
    let wishes = [
        Command::Register(given("b")),
        Command::GiveParticulars(given("b")),
        REMOVE,
        Command::Erase,
    ];
    for wish in wishes {
        let refused = decide(&removed, JANE, &wish, day());
        assert_eq!(refused, Err(Refusal::ConsumerUnknown), "{wish:?}");
    }
    let erased = Event::ConsumerErased(ConsumerErased {
        consumer: JANE,
        effective: day(),
    });
    assert_eq!(apply(&mut removed, &erased), Err(Divergence::AfterErasure));
    assert_eq!(
        apply(&mut State::default(), &erased),
        Err(Divergence::ErasedWhileListed)
    );
}
