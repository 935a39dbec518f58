//! Verify names the first event that is not the one that was recorded.

use crate::ledger::Ledger;
use quittance_store::chain::Link;
use quittance_store::events::{Broken, verify_anchored, verify_book};
use quittance_store::{Database, Role};

/// The event that is tampered with; there are more on both sides.
const VICTIM: i64 = 7;

async fn broken(ledger: &Ledger, database: &Database) -> Option<Broken> {
    let client = database.connect(Role::Reader).await.unwrap();
    verify_book(&client, ledger.creditor, |_, _| {})
        .await
        .unwrap()
        .broken
}

/// Does something to the book that nobody may do, and says where verify finds it.
async fn after(tampering: &str) -> Option<i64> {
    let ledger = Ledger::filled().await;
    assert_eq!(broken(&ledger, &ledger.database()).await, None);
    let intruder = ledger.intruder().await;
    let sql = tampering
        .replace(
            "$victim",
            &format!(
                "creditor_id = '{}' AND sequence = {VICTIM}",
                ledger.creditor
            ),
        )
        .replace("$book", &format!("creditor_id = '{}'", ledger.creditor));
    intruder.batch_execute(&sql).await.unwrap();
    broken(&ledger, &ledger.database())
        .await
        .map(|broken| broken.sequence)
}

#[tokio::test]
async fn a_change_in_any_column_is_found() {
    let other = "'00000000-0000-0000-0000-000000000001'";
    let changes = [
        format!("creditor_id = {other}"),
        "sequence = 1000000".to_owned(),
        format!("stream_id = {other}"),
        "version = version + 1".to_owned(),
        "effective_date = effective_date + 1".to_owned(),
        "effective_date = 'infinity'".to_owned(),
        "recorded_at = recorded_at + interval '1 microsecond'".to_owned(),
        "recorded_at = 'infinity'".to_owned(),
        "type = type || ' '".to_owned(),
        "actor = 'somebody'".to_owned(),
        "actor = actor || ''  || 'x'".to_owned(),
        "request_id = NULL".to_owned(),
        "request_id = request_id || 'x'".to_owned(),
        format!("origin = {other}"),
        // The same value in other bytes.
        "payload = (payload::text || ' ')::json".to_owned(),
        "payload = overlay(payload::text placing '9' from 12 for 1)::json".to_owned(),
        "hash = set_byte(hash, 31, get_byte(hash, 31) # 1)".to_owned(),
        "hash = substr(hash, 1, 31)".to_owned(),
    ];
    for change in changes {
        let tampering = format!("UPDATE book.events SET {change} WHERE $victim");
        assert_eq!(after(&tampering).await, Some(VICTIM), "{change}");
    }
}

#[tokio::test]
async fn a_removed_event_is_found() {
    let found = after("DELETE FROM book.events WHERE $victim").await;
    assert_eq!(found, Some(VICTIM));
}

#[tokio::test]
async fn a_removed_event_is_found_when_the_rest_move_up() {
    let tampering = "DELETE FROM book.events WHERE $victim;
        UPDATE book.events SET sequence = -sequence WHERE $book AND sequence > 7;
        UPDATE book.events SET sequence = -sequence - 1 WHERE $book AND sequence < 0";
    assert_eq!(after(tampering).await, Some(VICTIM));
}

#[tokio::test]
async fn a_missing_end_is_found() {
    let tampering = "DELETE FROM book.events WHERE $book AND sequence =
        (SELECT sequence FROM book.books WHERE $book)";
    assert!(after(tampering).await.is_some());
}

#[tokio::test]
async fn swapped_events_are_found() {
    let tampering = "UPDATE book.events SET sequence = -8 WHERE $book AND sequence = 7;
        UPDATE book.events SET sequence = 7 WHERE $book AND sequence = 8;
        UPDATE book.events SET sequence = 8 WHERE $book AND sequence = -8";
    assert_eq!(after(tampering).await, Some(VICTIM));
}

#[tokio::test]
async fn an_event_beyond_the_head_is_found() {
    let tampering = "UPDATE book.books SET sequence = sequence - 1 WHERE $book";
    assert!(after(tampering).await.is_some());
}

#[tokio::test]
async fn a_head_with_another_hash_is_found() {
    let tampering = "UPDATE book.books SET hash = set_byte(hash, 0, get_byte(hash, 0) # 1)
        WHERE $book";
    assert!(after(tampering).await.is_some());
}

#[tokio::test]
async fn an_event_of_another_book_is_not_taken() {
    let ledger = Ledger::filled().await;
    let intruder = ledger.intruder().await;
    let sql = "INSERT INTO book.events SELECT '00000000-0000-0000-0000-000000000001', sequence,
            stream_id, version, effective_date, recorded_at, type, actor, request_id, origin, payload,
            hash
        FROM book.events";
    intruder.batch_execute(sql).await.unwrap();
    assert_eq!(broken(&ledger, &ledger.database()).await, None);
}

/// Whoever may write to the database can write the end of the book anew or cut it off, hashes and
/// all: nothing in it shows that, and a head that was published before does.
#[tokio::test]
async fn an_end_written_anew_is_found_by_the_anchor_alone() {
    let ledger = Ledger::filled().await;
    let reader = ledger.database().connect(Role::Reader).await.unwrap();
    let verified = async |anchor| {
        let verified = verify_anchored(&reader, ledger.creditor, anchor, |_, _| {}).await;
        verified.unwrap()
    };
    let published = verified(None).await;
    let anchor = Some((published.events, published.head));
    assert_eq!(verified(anchor).await.broken, None);
    let intruder = ledger.intruder().await;
    let sql =
        "SELECT e.stream_id, e.type, e.version, e.effective_date, e.recorded_at, e.request_id,
            e.origin, e.payload::text, before.hash
        FROM book.events AS e
        JOIN book.events AS before USING (creditor_id)
        WHERE creditor_id = $1 AND e.sequence = $2 AND before.sequence = $2 - 1";
    let (creditor, last) = (ledger.creditor.0, published.events);
    let row = intruder.query_one(sql, &[&creditor, &last]).await.unwrap();
    let link = Link {
        creditor,
        sequence: last,
        stream: row.get(0),
        event_type: row.get(1),
        version: row.get(2),
        effective: row.get(3),
        recorded_at: row.get(4),
        actor: "somebody",
        request_id: row.get(5),
        origin: row.get(6),
        payload: row.get::<_, &str>(7).as_bytes(),
    };
    let before: Vec<u8> = row.get(8);
    let hash = link.hash(&before.clone().try_into().unwrap());
    let sql = "UPDATE book.events SET actor = 'somebody', hash = $3
        WHERE creditor_id = $1 AND sequence = $2";
    let columns: [&(dyn tokio_postgres::types::ToSql + Sync); 3] =
        [&creditor, &last, &hash.as_slice()];
    assert_eq!(intruder.execute(sql, &columns).await.unwrap(), 1);
    let head = "UPDATE book.books SET sequence = $2, hash = $3 WHERE creditor_id = $1";
    intruder.execute(head, &columns).await.unwrap();
    assert_eq!(verified(None).await.broken, None, "nothing can show it");
    let broken = verified(anchor).await.broken.unwrap();
    let what = "the event was published with another hash";
    assert_eq!((broken.sequence, broken.what), (last, what));

    let sql = "DELETE FROM book.events WHERE creditor_id = $1 AND sequence = $2";
    intruder.execute(sql, &columns[..2]).await.unwrap();
    let columns: [&(dyn tokio_postgres::types::ToSql + Sync); 3] =
        [&creditor, &(last - 1), &before];
    intruder.execute(head, &columns).await.unwrap();
    assert_eq!(verified(None).await.broken, None, "nothing can show it");
    let broken = verified(anchor).await.broken.unwrap();
    let what = "the event was published, and the book ends before it";
    assert_eq!((broken.sequence, broken.what), (last, what));
}
