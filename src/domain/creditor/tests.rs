use super::*;
use crate::account::Tier;
use crate::journal::Books;
use crate::money::Money;
use chrono::NaiveDate;
use std::collections::BTreeSet;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn registered() -> State {
    let registered = CreditorRegistered {
        name: "Sample Federal CU".into(),
        books: Books::Owner,
        effective: day("2026-01-01"),
    };
    evolve(State::default(), &Event::CreditorRegistered(registered))
}

fn states(codes: &[&str]) -> Option<BTreeSet<UsState>> {
    Some(codes.iter().map(|code| code.parse().unwrap()).collect())
}

#[test]
fn settings_are_what_was_set_last() {
    let mut state = registered();
    let mut matrix = SettlementMatrix::default();
    matrix.set(Tier::LumpSum, Some("0.70".parse().unwrap()));
    let commands = [
        Command::SetSettlementMatrix(matrix),
        Command::SetLicensedStates(states(&["CA", "NY"])),
        Command::SetLicensedStates(states(&["NY"])),
        Command::SetApiAccess {
            closed: BTreeSet::from([Api::Contracts]),
        },
    ];
    for command in &commands {
        for event in decide(&state, command, day("2026-01-02")).unwrap() {
            let mut payload = Vec::new();
            event.write_payload(&mut payload).unwrap();
            let read = Event::read(event.name(), event.version(), &payload).unwrap();
            assert_eq!(read, event);
            state = evolve(state, &read);
        }
    }
    let settings = state.settings().unwrap();
    assert_eq!(settings.settlement_matrix, matrix);
    assert_eq!(settings.licensed_states, states(&["NY"]));
    assert_eq!(settings.closed_apis, BTreeSet::from([Api::Contracts]));
    for again in &commands[2..] {
        assert_eq!(decide(&state, again, day("2026-01-03")), Ok(vec![]));
    }
}

#[test]
fn nothing_is_set_before_the_creditor_is_registered() {
    let command = Command::SetLicensedStates(None);
    let refused = decide(&State::default(), &command, day("2026-01-02"));
    assert_eq!(refused, Err(Refusal::CreditorUnknown));
    let set = Event::LicensedStatesSet(LicensedStatesSet {
        states: None,
        effective: day("2026-01-02"),
    });
    let mut state = State::default();
    assert_eq!(apply(&mut state, &set), Err(Divergence::NoCreditor));
}

#[test]
fn a_floor_is_rounded_up_to_the_minor_unit() {
    let share = |text: &str| text.parse::<Share>();
    let floor = |text: &str, minor| share(text).unwrap().of(Money::from_minor(minor)).minor();
    assert_eq!(floor("0.70", 500_000), 350_000);
    assert_eq!(floor("0.70", 524_763), 367_335, "3673.341");
    assert_eq!(floor("1", 1), 1);
    assert_eq!(floor("0.0001", 1), 1);
    assert_eq!(floor("0.3333", Money::LIMIT.minor()), 333_300_000_000_000);
    for (text, error) in [
        ("0", ShareError::OutOfRange),
        ("-0.1", ShareError::OutOfRange),
        ("1.0001", ShareError::OutOfRange),
        ("0.00001", ShareError::TooManyDecimals),
        ("70%", ShareError::NotANumber),
    ] {
        assert_eq!(share(text), Err(error), "{text}");
    }
}

#[test]
fn a_zip_code_tells_the_state() {
    for (zip, state) in [
        ("00501", Some("NY")),
        ("00601", Some("PR")),
        ("02134", Some("MA")),
        ("20001", Some("DC")),
        ("20101", Some("VA")),
        ("33101", Some("FL")),
        ("60601", Some("IL")),
        ("73301", Some("TX")),
        ("88510", Some("TX")),
        ("90210", Some("CA")),
        ("96813", Some("HI")),
        ("97201", Some("OR")),
        ("99501", Some("AK")),
        // The military's, and none's.
        ("09001", None),
        ("34001", None),
        ("00000", None),
        ("9021", None),
        ("9021O", None),
    ] {
        let found = UsState::of_zip(zip).map(|state| state.to_string());
        assert_eq!(found.as_deref(), state, "{zip}");
    }
    assert_eq!("ca".parse::<UsState>().unwrap().to_string(), "CA");
    for bad in ["", "C", "XX", "CAL", "Ä"] {
        assert_eq!(bad.parse::<UsState>(), Err(UnknownState), "{bad}");
    }
}

fn webhook(id: u128, dialect: Dialect) -> Webhook {
    Webhook {
        id: Uuid::from_u128(id),
        dialect,
        url: "https://example.com/hooks".into(),
        topics: Vec::new(),
        sealed_secret: "sealed".into(),
        retiring: None,
        disabled: None,
        configured_at: Default::default(),
    }
}

/// The state after a command, and how many events it became; each event comes back as it was stored.
fn after(state: State, command: Command) -> (State, usize) {
    let events = decide(&state, &command, day("2026-01-02")).unwrap();
    let count = events.len();
    let stored = |event: Event| {
        let mut payload = Vec::new();
        event.write_payload(&mut payload).unwrap();
        Event::read(event.name(), event.version(), &payload).unwrap()
    };
    let state = events
        .into_iter()
        .fold(state, |state, event| evolve(state, &stored(event)));
    (state, count)
}

#[test]
fn endpoints_come_and_go_one_by_one_but_for_the_portals() {
    let ids = |state: &State| -> Vec<u128> {
        let webhooks = &state.settings().unwrap().webhooks;
        webhooks
            .iter()
            .map(|webhook| webhook.id.as_u128())
            .collect()
    };
    let mut state = registered();
    for (id, dialect, expected, events) in [
        (1, Dialect::Standard, vec![1], 1),
        (2, Dialect::Standard, vec![1, 2], 1),
        (3, Dialect::Creditor, vec![1, 2, 3], 1),
        (4, Dialect::Creditor, vec![1, 2, 4], 2),
        (4, Dialect::Creditor, vec![1, 2, 4], 0),
    ] {
        let (next, count) = after(state, Command::ConfigureWebhook(webhook(id, dialect)));
        assert_eq!((ids(&next), count), (expected, events), "{id}");
        state = next;
    }
    let (state, _) = after(state, Command::RemoveWebhook(Uuid::from_u128(2)));
    assert_eq!(ids(&state), [1, 4]);
    let gone = Command::RemoveWebhook(Uuid::from_u128(2));
    let refused = decide(&state, &gone, day("2026-01-02"));
    assert_eq!(refused, Err(Refusal::WebhookUnknown));
}

#[test]
fn a_replaced_secret_retires_and_a_disabled_endpoint_comes_back() {
    let id = Uuid::from_u128(1);
    let (state, _) = after(
        registered(),
        Command::ConfigureWebhook(webhook(1, Dialect::Plans)),
    );
    let until = "2026-01-03T00:00:00Z".parse().unwrap();
    let rotate = Command::RotateWebhookSecret {
        webhook: id,
        sealed_secret: "next".into(),
        retires_at: until,
    };
    let (state, _) = after(state, rotate);
    let known = |state: &State| state.settings().unwrap().webhook(id).unwrap().clone();
    let retiring = RetiringSecret {
        sealed: "sealed".into(),
        until,
    };
    assert_eq!(&*known(&state).sealed_secret, "next");
    assert_eq!(known(&state).retiring, Some(retiring));
    let disable = |reason| Command::DisableWebhook {
        webhook: id,
        reason,
    };
    // Another shape keeps the secrets that it has by then, and whatever it was disabled for.
    let change = |active| Command::ChangeWebhook {
        webhook: id,
        url: "https://example.com/other".into(),
        topics: vec!["payment.*".into()],
        active,
    };
    let (state, once) = after(state, change(None));
    let (state, again) = after(state, change(None));
    assert_eq!((once, again), (1, 0));
    assert_eq!(&*known(&state).url, "https://example.com/other");
    assert_eq!(&*known(&state).sealed_secret, "next");
    assert!(known(&state).retiring.is_some());
    let (off, _) = after(state.clone(), change(Some(false)));
    assert_eq!(known(&off).disabled, Some(Disabled::ByHand));
    let (on, _) = after(off, change(Some(true)));
    assert_eq!(known(&on).disabled, None);
    let (state, once) = after(state, disable(Disabled::Gone));
    let (state, again) = after(state, disable(Disabled::Failing));
    assert_eq!((once, again), (1, 0));
    assert_eq!(
        known(&state).disabled,
        Some(Disabled::Gone),
        "the first reason"
    );
    let (state, once) = after(state, Command::EnableWebhook(id));
    let (state, again) = after(state, Command::EnableWebhook(id));
    assert_eq!((once, again, known(&state).disabled), (1, 0, None));
}
