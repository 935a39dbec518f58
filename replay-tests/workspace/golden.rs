//! Histories that have been committed come to the same for ever, and are as the schemas of their
//! events say.

use chrono::{DateTime, NaiveDate, Utc};
use jsonschema::Validator;
use quittance_domain::CreditorId;
use quittance_domain::account::Change;
use quittance_domain::stream::{Event, State, StreamId, apply};
use quittance_store::chain::{GENESIS, Link};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use uuid::Uuid;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden")
}

/// The books that have been committed.
fn books() -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder()).unwrap();
    let files = files.map(|entry| entry.unwrap().path());
    let mut books: Vec<PathBuf> = files
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "jsonl")
        })
        .collect();
    books.sort();
    books
}

fn text<'a>(line: &'a Value, member: &str) -> &'a str {
    line[member].as_str().unwrap()
}

/// Replays a book and says what it comes to, stream by stream.
fn replay(book: &Path) -> Value {
    let lines = std::fs::read_to_string(book).unwrap();
    let lines: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    // The first event is the creditor's own.
    let creditor: Uuid = text(&lines[0], "stream").parse().unwrap();
    let mut previous = GENESIS;
    let mut schemas = BTreeMap::new();
    let mut states: BTreeMap<Uuid, State> = BTreeMap::new();
    let mut made: BTreeMap<Uuid, Made> = BTreeMap::new();
    for line in &lines {
        let stream: Uuid = text(line, "stream").parse().unwrap();
        let (name, payload) = (text(line, "type"), text(line, "payload").as_bytes());
        let version = i16::try_from(line["version"].as_i64().unwrap()).unwrap();
        let sequence = line["sequence"].as_i64().unwrap();
        let link = Link {
            creditor,
            sequence,
            stream,
            event_type: name,
            version,
            effective: text(line, "effective_date").parse::<NaiveDate>().unwrap(),
            recorded_at: text(line, "recorded_at").parse::<DateTime<Utc>>().unwrap(),
            actor: text(line, "actor"),
            request_id: line["request_id"].as_str(),
            origin: line["origin"].as_str().map(|id| id.parse().unwrap()),
            payload,
        };
        previous = link.hash(&previous);
        assert_eq!(hex::encode(previous), text(line, "hash"), "{sequence}");
        let written = serde_json::from_slice(payload).unwrap();
        let schema = schemas
            .entry((name.to_owned(), version))
            .or_insert_with(|| schema(name, version));
        assert!(
            schema.is_valid(&written),
            "{sequence}: {name} is not as its schema says: {written}"
        );
        let kind = kind(creditor, stream, name);
        let event = Event::read(kind, name, version, payload)
            .unwrap_or_else(|error| panic!("{sequence}: {error}"));
        let state = states.entry(stream).or_insert_with(|| State::new(kind));
        let change = apply(state, sequence.unsigned_abs(), &event)
            .unwrap_or_else(|divergence| panic!("{sequence}, {name}: {divergence}"));
        made.entry(stream).or_default().add(&change);
    }
    let streams = states.iter().map(|(stream, state)| {
        let mut told = made.remove(stream).unwrap_or_default().told();
        told["status"] = json!(state.account().map(|account| account.status().name()));
        (stream.to_string(), told)
    });
    Value::Object(streams.collect())
}

/// The committed schema of a version of a type.
fn schema(name: &str, version: i16) -> Validator {
    let file = format!("../schema/events/{name}.v{version}.json");
    let text = std::fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(file));
    Validator::new(&serde_json::from_str(&text.unwrap()).unwrap()).unwrap()
}

fn kind(creditor: Uuid, stream: Uuid, name: &str) -> StreamId {
    StreamId::of(CreditorId(creditor), stream, name)
}

/// What the events of a stream have made.
#[derive(Default)]
struct Made {
    /// Amounts by the accounts that they were booked to, from and to.
    journal: BTreeMap<String, i64>,
    payments: BTreeMap<String, Value>,
}

impl Made {
    fn add(&mut self, change: &Change) {
        for line in &change.lines {
            let posting = line.posting;
            let accounts = format!("{} {}", posting.debit.slug(), posting.credit.slug());
            *self.journal.entry(accounts).or_default() += posting.amount.minor();
        }
        for payment in &change.payments {
            let split = payment.split;
            let parts = [
                split.fees,
                split.interest,
                split.principal,
                split.overpayment,
            ];
            let parts = parts.map(|part| part.minor());
            let now = json!([payment.status.name(), parts, split.refunded.minor()]);
            self.payments.insert(payment.payment.to_string(), now);
        }
    }

    fn told(self) -> Value {
        json!({ "journal": self.journal, "payments": self.payments })
    }
}

#[test]
fn every_committed_history_comes_to_what_it_came_to() {
    let books = books();
    assert!(!books.is_empty());
    for book in books {
        let made = replay(&book);
        let file = book.with_extension("expected.json");
        if !file.exists() && std::env::var_os("QUITTANCE_WRITE_GOLDEN").is_some() {
            let text = serde_json::to_string_pretty(&made).unwrap() + "\n";
            std::fs::write(&file, text).unwrap();
        }
        let expected = std::fs::read_to_string(&file).unwrap();
        let expected: Map<String, Value> = serde_json::from_str(&expected).unwrap();
        let made = made.as_object().unwrap();
        assert_eq!(made.len(), expected.len(), "{}", book.display());
        for (stream, expected) in expected {
            assert_eq!(made[&stream], expected, "{}: {stream}", book.display());
        }
    }
}

/// Every version of every event that was ever committed is in a history, so that reading it and
/// folding it come to the same for ever.
#[test]
fn every_version_of_every_event_is_in_a_history() {
    let mut told = BTreeSet::new();
    for book in books() {
        for line in std::fs::read_to_string(book).unwrap().lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            told.insert(format!("{}.v{}", text(&line, "type"), line["version"]));
        }
    }
    let schemas = folder().join("../../schema/events");
    let files = std::fs::read_dir(schemas).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let known: BTreeSet<String> = names
        .filter_map(|name| name.strip_suffix(".json").map(str::to_owned))
        .collect();
    let missing: Vec<&String> = known.difference(&told).collect();
    assert!(
        missing.is_empty(),
        "in no history: {missing:?}; golden/README.md says how one is added"
    );
}
