//! Every column of every kind of event changed, and rows removed, swapped, inserted and cut off:
//! which check finds it, depending on how far the forger goes.

use super::bundle::python;
use super::forge::{Effort, Forged, archive, first, folder, key};
use crate::ledger::Ledger;
use chrono::Days as Count;
use quittance_domain::{account, consumer, creditor};
use quittance_evidence::bundle::Days;
use quittance_evidence::event_line::EventLine;
use quittance_evidence::verify::{Check, Known};
use quittance_store::signing::SigningKey;
use uuid::Uuid;

/// A change of one column.
type Change = fn(&mut EventLine<'static>);

/// Every column that the hash covers, and the hash.
const CHANGES: [(&str, Change); 14] = [
    ("sequence", |event| event.sequence += 1_000),
    ("stream", |event| event.stream = Uuid::from_u128(7)),
    ("type", |event| {
        event.event_type = format!("{}x", event.event_type).into()
    }),
    ("version", |event| event.version += 1),
    ("effective_date", |event| {
        event.effective_date = event.effective_date + Count::new(1)
    }),
    ("recorded_at", |event| {
        let at = event.at().unwrap() + chrono::TimeDelta::microseconds(1);
        event.recorded_at = quittance_evidence::table::moment(at).into();
    }),
    ("actor", |event| {
        event.actor = format!("{}x", event.actor).into()
    }),
    ("request_id", |event| {
        event.request_id = Some("another".into())
    }),
    ("request_id left out", |event| {
        event.request_id = match event.request_id {
            Some(_) => None,
            None => Some("".into()),
        };
    }),
    ("origin", |event| event.origin = Some(Uuid::from_u128(7))),
    ("origin left out", |event| {
        event.origin = match event.origin {
            Some(_) => None,
            None => Some(Uuid::nil()),
        };
    }),
    ("payload", |event| {
        event.payload = format!("{} ", event.payload).into()
    }),
    ("payload's first digit", |event| {
        event.payload = match event.payload.find(|c: char| c.is_ascii_digit()) {
            Some(_) => event.payload.replacen(char::is_numeric, "x", 1).into(),
            None => "[]".into(),
        };
    }),
    ("hash", |event| event.hash = "0".repeat(64).into()),
];

/// A book with one event of each kind after the other; what they say is nothing that could be
/// replayed, and the chain covers it all the same.
fn one_of_each_kind(real: &Forged, key: &SigningKey) -> Forged {
    let pattern = real.events().remove(3);
    let kinds = account::Event::TYPES.iter();
    let kinds = kinds
        .chain(consumer::Event::TYPES)
        .chain(creditor::Event::TYPES);
    let events = kinds.zip(1..).map(|((name, version), sequence)| EventLine {
        sequence,
        event_type: (*name).into(),
        version: *version,
        payload: "{\"amount\":100}".into(),
        ..pattern.clone()
    });
    real.with_events(events.collect(), Effort::Rechained, key)
}

async fn real() -> (Forged, SigningKey) {
    let ledger = Ledger::filled().await;
    let key = key(&ledger).await;
    let forged = Forged::of(&archive(&ledger, &key, Days::default()).await);
    assert_eq!(forged.failed(), []);
    (forged, key)
}

#[tokio::test]
async fn any_column_of_any_kind_of_event_is_found_by_the_chain_even_if_the_forger_can_sign() {
    let (real, key) = real().await;
    let book = one_of_each_kind(&real, &key);
    assert!(!book.failed().contains(&Check::Chain));
    let events = book.events();
    assert!(events.len() > 50, "every kind of event is there");
    for place in 0..events.len() {
        for (column, change) in CHANGES {
            let mut changed = events.clone();
            change(&mut changed[place]);
            let name = format!("{column} of {}", events[place].event_type);
            assert_ne!(changed, events, "{name}");
            let report = book.with_events(changed, Effort::Signed, &key);
            let report = report.verified(Known::default());
            let (found, _) = first(&report, Check::Chain);
            let (here, after) = (place as i64 + 1, place as i64 + 2);
            let moved = format!("event {}", here + 1_000);
            let expected = match column {
                "sequence" => [moved.clone(), moved],
                // A time that is later than the next event's shows in either.
                _ => [format!("event {here}"), format!("event {after}")],
            };
            assert!(expected.contains(&found), "{name}: found at {found}");
        }
    }
}

/// The same by Python, for one kind: the hash is over the same bytes for all.
#[tokio::test]
async fn python_finds_what_the_program_finds() {
    let (real, key) = real().await;
    let folder = folder();
    let path = folder.to_str().unwrap().to_owned();
    let events = real.events();
    for (column, change) in CHANGES {
        let mut changed = events.clone();
        change(&mut changed[6]);
        real.with_events(changed, Effort::Signed, &key)
            .write(&folder);
        let output = python(&[&path]);
        let told = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(1), "{column}");
        assert!(told.starts_with("chain: "), "{column}: {told}");
    }
    let mut changed = events.clone();
    changed[6].actor = "somebody".into();
    for (effort, check) in [
        (Effort::None, "sums: events.jsonl"),
        (Effort::Sums, "signature: manifest.json"),
        (Effort::Signed, "chain: event 7 is not what was hashed"),
    ] {
        let forged = real.with_events(changed.clone(), effort, &key);
        forged.write(&folder);
        let told = String::from_utf8(python(&[&path]).stdout).unwrap();
        assert!(told.starts_with(check), "{told}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn the_farther_a_forger_goes_the_later_the_check_that_finds_it() {
    let (real, key) = real().await;
    let mut events = real.events();
    events[6].actor = "somebody".into();
    let found = |effort| real.with_events(events.clone(), effort, &key).failed();
    assert_eq!(found(Effort::None)[0], Check::Sums);
    assert_eq!(found(Effort::Sums)[0], Check::Signature);
    assert_eq!(found(Effort::Signed)[0], Check::Chain);
    // The log of the same events still names the actor that there was.
    assert_eq!(found(Effort::Rechained), [Check::Tables]);
}

#[tokio::test]
async fn a_bundle_signed_with_another_key_is_found() {
    let (real, own) = real().await;
    let other = key(&Ledger::empty().await).await;
    let pem = other.public().to_pem();
    let forged = real.with_file("signing-key.pem", pem, Effort::Signed, &other);
    let report = forged.verified(Known::default());
    assert_eq!(report.failed(), [Check::Signature]);
    let (_, what) = first(&report, Check::Signature);
    assert_eq!(
        what,
        "the book does not say that this key is the creditor's"
    );
    let known = Known {
        key: Some(own.public()),
        ..Known::default()
    };
    let (_, what) = first(&forged.verified(known), Check::Signature);
    assert!(what.starts_with("is signed by "), "{what}");
}

/// Rows removed, swapped, inserted, repeated and cut off.
#[tokio::test]
async fn rows_out_of_place_are_found_by_the_chain() {
    let (real, key) = real().await;
    let events = real.events();
    let last = events.len() - 1;
    type Tampering = fn(&mut Vec<EventLine<'static>>);
    let cases: [(&str, Tampering, String); 6] = [
        ("removed", |it| drop(it.remove(6)), "event 8".to_owned()),
        ("swapped", |it| it.swap(6, 7), "event 8".to_owned()),
        (
            "repeated",
            |it| it.insert(7, it[6].clone()),
            "event 7".to_owned(),
        ),
        (
            "inserted",
            |it| {
                let mut other = it[20].clone();
                other.sequence = 8;
                it.insert(7, other);
            },
            "event 8".to_owned(),
        ),
        (
            "first removed",
            |it| drop(it.remove(0)),
            "event 2".to_owned(),
        ),
        (
            "cut off",
            |it| it.truncate(it.len() - 1),
            format!("event {last}"),
        ),
    ];
    for (name, tamper, place) in cases {
        let mut changed = events.clone();
        tamper(&mut changed);
        let forged = real.with_events(changed, Effort::Signed, &key);
        let report = forged.verified(Known::default());
        let (found, what) = first(&report, Check::Chain);
        assert_eq!(found, place, "{name}: {what}");
    }
}

/// A creditor who writes the book anew from some event on, tables and all, is found by nothing but
/// a head that was published before.
#[tokio::test]
async fn a_rewritten_tail_is_found_by_the_anchor_alone() {
    let (real, key) = real().await;
    let (published, place) = (real.head(), 30);
    let mut events = real.events();
    let actor = format!("{}", events[place].actor);
    events[place].actor = "somebody".into();
    let sequence = events[place].sequence;
    let forged = real.with_events(events, Effort::Rechained, &key);
    let rows = forged.text("audit.csv");
    let row = rows
        .lines()
        .find(|row| row.starts_with(&format!("{sequence},")))
        .unwrap();
    let other = row.replacen(&format!(",{actor},"), ",somebody,", 1);
    let forged = forged.with_file("audit.csv", rows.replace(row, &other), Effort::Signed, &key);
    assert_eq!(forged.failed(), [], "nothing in the bundle can show it");
    for known in [
        Known {
            extends: Some(published),
            ..Known::default()
        },
        Known {
            head: Some(published),
            ..Known::default()
        },
    ] {
        assert_eq!(forged.verified(known).failed(), [Check::Anchor]);
    }
    // A head from before the change still stands, as it must.
    let early = real.events()[place - 1].clone();
    let early = format!("{}:{}", early.sequence, early.hash)
        .parse()
        .unwrap();
    let known = Known {
        extends: Some(early),
        ..Known::default()
    };
    assert_eq!(forged.verified(known).failed(), []);
    let folder = folder();
    forged.write(&folder);
    let output = python(&[
        folder.to_str().unwrap(),
        "--extends",
        &published.to_string(),
    ]);
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.starts_with("anchor: "), "{told}");
    std::fs::remove_dir_all(folder).unwrap();
}

/// A book that ends before an event that was published has lost it.
#[tokio::test]
async fn a_book_cut_off_before_a_published_head_is_found_by_the_anchor() {
    let (real, key) = real().await;
    let known = Known {
        extends: Some(real.head()),
        ..Known::default()
    };
    let mut events = real.events();
    events.pop();
    let report = real
        .with_events(events, Effort::Rechained, &key)
        .verified(known);
    let (_, what) = first(&report, Check::Anchor);
    assert_eq!(what, "was published, and is not in this bundle");
}
