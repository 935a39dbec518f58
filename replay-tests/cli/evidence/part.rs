//! A bundle of some days only: its chain can be verified, and it says that replay needs the whole.

use super::forge::{Forged, archive, key};
use crate::ledger::Ledger;
use chrono::{DateTime, NaiveDate, Utc};
use quittance_evidence::bundle::{Bundle, Days};
use quittance_evidence::error::ExportError;
use quittance_evidence::head::Head;
use quittance_evidence::verify::{Check, Known, Standing};
use quittance_store::chain::{Hash, Link};
use uuid::Uuid;

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2030, 5, day).unwrap()
}

/// A ledger whose book goes on with one event at noon of each of these days.
async fn with_events_on(days: &[u32]) -> Ledger {
    let ledger = Ledger::filled().await;
    key(&ledger).await;
    let intruder = ledger.intruder().await;
    let sql = "SELECT sequence, hash FROM book.books WHERE creditor_id = $1";
    let head = intruder
        .query_one(sql, &[&ledger.creditor.0])
        .await
        .unwrap();
    let (mut sequence, hash): (i64, Vec<u8>) = (head.get(0), head.get(1));
    let mut hash: Hash = hash.try_into().unwrap();
    for on in days {
        sequence += 1;
        let at: DateTime<Utc> = day(*on).and_hms_opt(12, 0, 0).unwrap().and_utc();
        let effective = format!("{}", day(*on));
        let payload = format!(
            "{{\"user\":\"{}\",\"role\":\"viewer\",\"effective\":\"{effective}\"}}",
            Uuid::from_u128(u128::from(*on))
        );
        let link = Link {
            creditor: ledger.creditor.0,
            sequence,
            stream: ledger.creditor.0,
            event_type: "user.added",
            version: 1,
            effective: day(*on),
            recorded_at: at,
            actor: "test",
            request_id: None,
            origin: None,
            payload: payload.as_bytes(),
        };
        hash = link.hash(&hash);
        let insert = "INSERT INTO book.events VALUES
            ($1, $2, $1, 1::smallint, $3, $4, 'user.added', 'test', NULL, NULL, $5::text::json, $6)";
        intruder
            .execute(
                insert,
                &[
                    &ledger.creditor.0,
                    &sequence,
                    &day(*on),
                    &at,
                    &payload,
                    &hash.as_slice(),
                ],
            )
            .await
            .unwrap();
    }
    let last = day(*days.last().unwrap()).and_hms_opt(12, 0, 0).unwrap();
    let update = "UPDATE book.books SET sequence = $2, hash = $3, recorded_at = $4
        WHERE creditor_id = $1";
    intruder
        .execute(
            update,
            &[
                &ledger.creditor.0,
                &sequence,
                &hash.as_slice(),
                &last.and_utc(),
            ],
        )
        .await
        .unwrap();
    ledger
}

#[tokio::test]
async fn a_part_verifies_from_the_hash_before_it() {
    let ledger = with_events_on(&[3, 4, 4, 6, 9]).await;
    let key = key(&ledger).await;
    let whole = Forged::of(&archive(&ledger, &key, Days::default()).await);
    let last = whole.head().sequence;
    for ((from, to), (first, until)) in [
        ((Some(4), Some(6)), (last - 3, last - 1)),
        ((Some(5), Some(5)), (0, 0)),
        ((Some(3), None), (last - 4, last)),
        ((Some(9), Some(30)), (last, last)),
        ((None, Some(4)), (1, last - 2)),
        ((Some(10), None), (0, 0)),
    ] {
        let days = Days {
            from: from.map(day),
            to: to.map(day),
        };
        if first == 0 {
            let empty = Bundle::of(&ledger.database(), ledger.creditor, days).await;
            assert!(matches!(empty, Err(ExportError::Empty)), "{days:?}");
            continue;
        }
        let part = Forged::of(&archive(&ledger, &key, days).await);
        let manifest = part.manifest().book;
        assert_eq!(
            (manifest.first_sequence, manifest.last_sequence),
            (first, until)
        );
        assert_eq!(manifest.head_sequence, last);
        assert_eq!(part.events().len() as i64, until - first + 1);
        let report = part.verified(Known::default());
        assert!(report.is_clean(), "{report:#?}");
        let replayed = report.standing(Check::Facts) == Standing::Fine;
        assert_eq!(replayed, first == 1, "a beginning can be replayed");
        assert!(
            matches!(report.standing(Check::Tables), Standing::Skipped(_)) || first > 1,
            "what stands now is not compared with a beginning"
        );
    }
}

/// The event ahead of a part is an anchor as good as one within it.
#[tokio::test]
async fn a_part_extends_the_head_before_it() {
    let ledger = with_events_on(&[3, 4]).await;
    let key = key(&ledger).await;
    let whole = Forged::of(&archive(&ledger, &key, Days::default()).await);
    let days = Days {
        from: Some(day(4)),
        to: None,
    };
    let part = Forged::of(&archive(&ledger, &key, days).await);
    let events = whole.events();
    for (back, found) in [(1, true), (2, true), (3, false)] {
        let event = &events[events.len() - back];
        let head: Head = format!("{}:{}", event.sequence, event.hash)
            .parse()
            .unwrap();
        let known = Known {
            extends: Some(head),
            ..Known::default()
        };
        assert_eq!(part.verified(known).is_clean(), found, "{head}");
    }
    let mut readme = String::from_utf8(part.files["README.txt"].clone()).unwrap();
    readme.retain(|c| c != '\n');
    assert!(
        readme.contains("to replay the facts, ask for the whole book"),
        "{readme}"
    );
}
