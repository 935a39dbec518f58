//! What was booked and what the tables say are computed again: a creditor who writes the chain anew
//! around another split, or hands out another table, is found by the numbers.

use super::forge::{Effort, Forged, archive, first, key};
use crate::ledger::Ledger;
use quittance_evidence::bundle::Days;
use quittance_evidence::tables::{accounts, audit, journal, payments, settlements};
use quittance_evidence::verify::{Check, Known};
use quittance_store::signing::SigningKey;
use serde_json::{Value, json};

async fn real() -> (Forged, SigningKey) {
    let ledger = Ledger::filled().await;
    let key = key(&ledger).await;
    (
        Forged::of(&archive(&ledger, &key, Days::default()).await),
        key,
    )
}

/// The rows of a table, the names of its columns first.
fn rows(text: &str) -> Vec<Vec<String>> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes())
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

fn write(rows: &[Vec<String>]) -> String {
    let mut csv = csv::Writer::from_writer(Vec::new());
    for row in rows {
        csv.write_record(row).unwrap();
    }
    String::from_utf8(csv.into_inner().unwrap()).unwrap()
}

#[tokio::test]
async fn a_change_in_any_column_of_any_table_is_named() {
    let (real, key) = real().await;
    let tables = [
        &accounts::TABLE,
        &payments::TABLE,
        &settlements::TABLE,
        &journal::TABLE,
        &audit::TABLE,
    ];
    for table in tables {
        let original = rows(&real.text(table.name));
        assert_eq!(original[0], table.columns);
        assert!(original.len() > 3, "{} has rows", table.name);
        let middle = original.len() / 2;
        for (column, name) in table.columns.iter().enumerate() {
            let mut changed = original.clone();
            changed[middle][column].push('1');
            let forged = real.with_file(table.name, write(&changed), Effort::Signed, &key);
            let report = forged.verified(Known::default());
            assert_eq!(report.failed(), [Check::Tables], "{} {name}", table.name);
            let (place, what) = first(&report, Check::Tables);
            let row = format!("{} row {}", table.name, middle + 1);
            let missing = what.starts_with("the row is missing");
            assert!(place.starts_with(&row) || missing, "{name}: {place}");
            // Another key makes a row that is missing and one too many.
            let is_key = column < table.key;
            assert!(
                is_key || what.starts_with(&format!("{name}: expected ")),
                "{what}"
            );
        }
    }
}

#[tokio::test]
async fn rows_out_of_place_in_any_table_are_found() {
    let (real, key) = real().await;
    for name in [
        "accounts.csv",
        "payments.csv",
        "settlements.csv",
        "journal.csv",
        "audit.csv",
    ] {
        let original = rows(&real.text(name));
        let mut cases = Vec::new();
        let mut removed = original.clone();
        removed.remove(2);
        cases.push(("removed", removed));
        let mut swapped = original.clone();
        swapped.swap(1, 2);
        cases.push(("swapped", swapped));
        let mut repeated = original.clone();
        repeated.insert(2, original[1].clone());
        cases.push(("repeated", repeated));
        let mut truncated = original.clone();
        truncated.truncate(original.len() - 1);
        cases.push(("cut off", truncated));
        let mut renamed = original.clone();
        renamed[0][1].push('x');
        cases.push(("column renamed", renamed));
        cases.push(("emptied", vec![original[0].clone()]));
        for (what, rows) in cases {
            let forged = real.with_file(name, write(&rows), Effort::Signed, &key);
            assert_eq!(forged.failed(), [Check::Tables], "{name}: {what}");
        }
    }
}

#[tokio::test]
async fn a_file_more_or_less_is_found_by_the_sums() {
    let (real, _) = real().await;
    let mut more = real.clone();
    more.files.insert("extra.csv".to_owned(), b"x".to_vec());
    assert_eq!(more.failed(), [Check::Sums]);
    let mut less = real.clone();
    less.files.remove("README.txt");
    assert_eq!(less.failed(), [Check::Sums]);
    let mut unsigned = real.clone();
    unsigned.files.remove("manifest.sig");
    assert_eq!(unsigned.failed(), [Check::Signature]);
}

/// Changes the payload of the first event of a type that has what is changed.
fn booked(
    real: &Forged,
    kind: &str,
    change: impl Fn(&mut Value) -> bool,
    key: &SigningKey,
) -> (Forged, i64) {
    let mut events = real.events();
    for event in &mut events {
        let mut payload: Value = serde_json::from_str(&event.payload).unwrap();
        if event.event_type == kind && change(&mut payload) {
            event.payload = payload.to_string().into();
            let sequence = event.sequence;
            return (real.with_events(events, Effort::Rechained, key), sequence);
        }
    }
    panic!("no {kind} could be changed");
}

#[tokio::test]
async fn a_split_that_does_not_follow_is_found_in_the_facts() {
    let (real, key) = real().await;
    let move_a_cent = |payload: &mut Value| {
        let split = &mut payload["split"];
        let (Some(interest), Some(principal)) =
            (split["interest"].as_i64(), split["principal"].as_i64())
        else {
            return false;
        };
        split["interest"] = json!(interest - 1);
        split["principal"] = json!(principal + 1);
        true
    };
    let (forged, sequence) = booked(&real, "payment.received", move_a_cent, &key);
    let report = forged.verified(Known::default());
    assert!(report.failed().contains(&Check::Facts), "{report:#?}");
    assert!(!report.failed().contains(&Check::Chain));
    let (place, what) = first(&report, Check::Facts);
    assert_eq!(place, format!("event {sequence}"));
    assert!(what.starts_with("the split was booked as "), "{what}");
}

#[tokio::test]
async fn a_restatement_that_does_not_follow_is_found_in_the_facts() {
    let (real, key) = real().await;
    let leave_out = |payload: &mut Value| match payload["restatements"].as_array_mut() {
        Some(restatements) => restatements.pop().is_some(),
        None => false,
    };
    let (forged, sequence) = booked(&real, "payment.reversed", leave_out, &key);
    let (place, what) = first(&forged.verified(Known::default()), Check::Facts);
    assert_eq!(place, format!("event {sequence}"));
    assert!(
        what.starts_with("the restatements booked are not those"),
        "{what}"
    );
}

/// A payment of another amount, told consistently in its event, is not what the tables say.
#[tokio::test]
async fn a_fact_that_was_changed_shows_in_every_table_that_it_touches() {
    let (real, key) = real().await;
    let another_day = |payload: &mut Value| {
        payload["effective"] = json!("2025-02-27");
        true
    };
    let (forged, _) = booked(&real, "fee.assessed", another_day, &key);
    let report = forged.verified(Known::default());
    let tables: Vec<&str> = report
        .findings
        .iter()
        .filter(|it| it.check == Check::Tables)
        .filter_map(|it| it.place.split_whitespace().next())
        .collect();
    assert!(tables.contains(&"journal.csv"), "{report:#?}");
    assert!(tables.contains(&"audit.csv"), "{report:#?}");
}
