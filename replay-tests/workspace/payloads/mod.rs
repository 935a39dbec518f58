//! The committed schema of every version of every event.
//!
//! `schema/events/TYPE.vVERSION.json` says what a payload of that version is, with an example.
//! The schema of a current version is made from the code that reads it, and must be the committed
//! one; that of an older version stays, and its example must be read for ever.
//!
//! To add a version: raise it beside its payload, add the step from the one before, and run
//! `QUITTANCE_WRITE_SCHEMAS=1 cargo nextest run -p quittance-replay-tests --test workspace payloads`,
//! which writes the schemas that are missing and never changes one that is there.

mod schema;
mod trace;

use jsonschema::Validator;
use quittance_domain::{account, consumer, creditor};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use trace::{Reader, Refused, trace};

/// The folder of the committed schemas.
fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../schema/events")
}

/// Every type with its current version and the shape of its payload.
fn current() -> BTreeMap<(&'static str, i16), Value> {
    let mut current = BTreeMap::new();
    let mut add = |types: &'static [(&'static str, i16)], read: Read| {
        for (name, version) in types {
            let found = trace(|reader| read(name, reader));
            let mut schema = json!({
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "title": name,
                "version": version,
            });
            let shape = found.schema("");
            for (keyword, value) in shape.as_object().unwrap() {
                schema[keyword] = value.clone();
            }
            schema["examples"] = json!([found.example("")]);
            current.insert((*name, *version), schema);
        }
    };
    add(account::Event::TYPES, |name, reader| {
        account::Event::read_from(name, reader).unwrap().map(drop)
    });
    add(creditor::Event::TYPES, |name, reader| {
        creditor::Event::read_from(name, reader).unwrap().map(drop)
    });
    add(consumer::Event::TYPES, |name, reader| {
        consumer::Event::read_from(name, reader).unwrap().map(drop)
    });
    current
}

type Read = fn(&str, Reader<'_, '_>) -> Result<(), Refused>;

/// Every committed schema, by type and version.
fn committed() -> BTreeMap<(String, i16), Value> {
    let mut committed = BTreeMap::new();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_str().unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let schema: Value = serde_json::from_str(&text).unwrap();
        let (name, version) = file
            .strip_suffix(".json")
            .unwrap()
            .rsplit_once(".v")
            .unwrap();
        let version: i16 = version.parse().unwrap();
        assert_eq!(
            (&schema["title"], &schema["version"]),
            (&json!(name), &json!(version))
        );
        committed.insert((name.to_owned(), version), schema);
    }
    committed
}

/// Reads a payload as whatever kind of stream has such events.
fn read(name: &str, version: i16, payload: &[u8]) -> Result<(), String> {
    let told = |error: quittance_domain::stored::UnreadableEvent| error.to_string();
    let account = account::Event::read(name, version, payload).map(drop);
    let creditor = || creditor::Event::read(name, version, payload).map(drop);
    let consumer = || consumer::Event::read(name, version, payload).map(drop);
    account
        .or_else(|_| creditor())
        .or_else(|_| consumer())
        .map_err(told)
}

#[test]
fn no_payload_changes_without_a_new_version() {
    let current = current();
    assert!(current.len() > 60, "{}", current.len());
    let write = std::env::var_os("QUITTANCE_WRITE_SCHEMAS").is_some();
    for ((name, version), schema) in &current {
        let path = folder().join(format!("{name}.v{version}.json"));
        if write && !path.exists() {
            let text = serde_json::to_string_pretty(schema).unwrap() + "\n";
            std::fs::write(&path, text).unwrap();
        }
    }
    let committed = committed();
    for ((name, version), schema) in current {
        let known = committed.get(&(name.to_owned(), version));
        let Some(known) = known else {
            panic!(
                "{name} version {version} has no committed schema; see replay-tests/workspace/payloads"
            );
        };
        // Both schemas at length would hide what is said.
        assert!(
            *known == schema,
            "the payload of {name} is not what version {version} was: give it a new version and a \
             step from the one before"
        );
    }
}

#[test]
fn every_version_that_ever_was_is_read() {
    let committed = committed();
    let mut versions: BTreeMap<&str, BTreeSet<i16>> = BTreeMap::new();
    for ((name, version), schema) in &committed {
        versions.entry(name).or_default().insert(*version);
        for example in schema["examples"].as_array().unwrap() {
            let validator = Validator::new(schema).unwrap();
            assert!(
                validator.is_valid(example),
                "the example of {name} version {version}"
            );
            let payload = example.to_string();
            if let Err(error) = read(name, *version, payload.as_bytes()) {
                panic!("{name} version {version} can be read no longer: {error}");
            }
        }
    }
    for (name, versions) in versions {
        let all: BTreeSet<i16> = (1..=*versions.last().unwrap()).collect();
        assert_eq!(versions, all, "{name} lacks a version");
    }
}

/// The schema is what the code reads, not only something like it.
#[test]
fn what_a_schema_requires_the_code_requires() {
    let current: BTreeSet<(&str, i16)> = current().into_keys().collect();
    for ((name, version), schema) in committed() {
        if !current.contains(&(&name, version)) {
            continue;
        }
        let example = &schema["examples"][0];
        let required: Vec<&str> = schema["required"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
            .collect();
        for member in example.as_object().unwrap().keys() {
            let mut without = example.clone();
            without.as_object_mut().unwrap().remove(member);
            let readable = read(&name, version, without.to_string().as_bytes()).is_ok();
            assert_eq!(
                readable,
                !required.contains(&member.as_str()),
                "{name}: {member}"
            );
        }
    }
}
