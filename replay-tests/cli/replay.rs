//! Replay names every read row that is not what the events make.

use crate::ledger::Ledger;
use quittance_projections::rebuild::{Difference, Outcome};
use quittance_projections::replay::{fold_all, replay};
use tokio_postgres::Client;

pub async fn replayed(ledger: &Ledger) -> Outcome {
    replay(&ledger.database(), &[ledger.creditor], &mut |_| {})
        .await
        .unwrap()
}

/// One change of a value in each column of a table that can be changed by itself.
pub async fn columns(client: &Client, table: &str) -> Vec<(String, String)> {
    let sql = "SELECT attname::text, format_type(atttypid, NULL) FROM pg_attribute
        WHERE attrelid = ('views.' || $1)::regclass AND attnum > 0 AND attname <> 'creditor_id'";
    let rows = client.query(&sql.to_owned(), &[&table]).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

pub async fn tables(client: &Client) -> Vec<String> {
    let sql = "SELECT relname::text FROM pg_class
        WHERE relnamespace = 'views'::regnamespace AND relkind = 'r'";
    client
        .query(sql, &[])
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect()
}

/// Another value of the same type.
fn other(column: &str, kind: &str) -> String {
    match kind {
        "uuid" => "'00000000-0000-0000-0000-000000000001'".to_owned(),
        "bigint" | "integer" | "numeric" => format!("coalesce({column}, 0) + 1000"),
        "smallint" => format!("{column} + 1::smallint"),
        "date" => format!("coalesce({column}, '2020-01-01') + 1"),
        "timestamp with time zone" => {
            format!("coalesce({column}, '2020-01-01') + interval '1 microsecond'")
        }
        "json" => format!("(coalesce({column}::text, 'null') || ' ')::json"),
        "bytea" => format!("coalesce({column}, '') || 'x'"),
        "text" => format!("coalesce({column}, '') || 'x'"),
        other => panic!("a test is missing for columns of type {other}"),
    }
}

#[tokio::test]
async fn an_untouched_ledger_equals_its_history() {
    let ledger = Ledger::filled().await;
    let outcome = replayed(&ledger).await;
    assert!(outcome.is_clean(), "{outcome:#?}");
    assert_eq!((outcome.creditors, outcome.accounts), (1, 9));
    let folded = fold_all(&ledger.database(), &[ledger.creditor], &mut |_| {})
        .await
        .unwrap();
    assert_eq!(folded, outcome);
}

#[tokio::test]
async fn a_change_in_any_column_of_any_read_table_is_named() {
    let ledger = Ledger::filled().await;
    let admin = ledger.test.admin().await;
    for table in tables(&admin).await {
        for (column, kind) in columns(&admin, &table).await {
            let other = other(&column, &kind);
            admin.batch_execute("BEGIN").await.unwrap();
            admin
                .batch_execute(&format!("CREATE TABLE kept AS TABLE views.{table}"))
                .await
                .unwrap();
            let row = format!("ctid = (SELECT min(ctid) FROM views.{table})");
            let sql = format!("UPDATE views.{table} SET {column} = {other} WHERE {row}");
            assert_eq!(admin.execute(&sql, &[]).await.unwrap(), 1);
            admin.batch_execute("COMMIT").await.unwrap();
            let differences = replayed(&ledger).await.differences;
            // A changed key is a row too many and one that is missing.
            assert!(
                (1..=2).contains(&differences.count),
                "{table}.{column}: {differences:#?}"
            );
            let first = &differences.shown[0];
            assert_eq!(first.table, table);
            assert!(first.column.is_none() || first.column.as_ref() == Some(&column));
            let restore = format!(
                "TRUNCATE views.{table}; INSERT INTO views.{table} TABLE kept; DROP TABLE kept"
            );
            admin.batch_execute(&restore).await.unwrap();
        }
    }
    assert!(replayed(&ledger).await.is_clean());
}

#[tokio::test]
async fn rows_that_are_missing_or_too_many_are_named() {
    let ledger = Ledger::filled().await;
    let admin = ledger.test.admin().await;
    let sql =
        "DELETE FROM views.journal WHERE sequence = (SELECT min(sequence) FROM views.journal);
        INSERT INTO views.counters SELECT creditor_id, 'invented', 1 FROM book.books";
    admin.batch_execute(sql).await.unwrap();
    let differences = replayed(&ledger).await.differences;
    let missing = |d: &&Difference| d.table == "journal" && d.expected.is_some();
    let invented = |d: &&Difference| d.table == "counters" && d.found.is_some();
    assert!(
        differences.shown.iter().any(|d| missing(&d)),
        "{differences:#?}"
    );
    assert!(
        differences.shown.iter().any(|d| invented(&d)),
        "{differences:#?}"
    );
    assert!(differences.shown.iter().all(|d| d.column.is_none()));
}

#[tokio::test]
async fn many_differences_are_counted_and_the_first_shown() {
    let ledger = Ledger::filled().await;
    let admin = ledger.test.admin().await;
    let changed = admin
        .execute("UPDATE views.journal SET amount = amount + 1", &[])
        .await
        .unwrap();
    let differences = replayed(&ledger).await.differences;
    assert_eq!(differences.count, changed);
    assert_eq!(differences.shown.len(), 20);
    let first = &differences.shown[0];
    assert_eq!(first.column.as_deref(), Some("amount"));
    let number = |text: &Option<String>| text.as_ref().unwrap().parse::<i64>().unwrap();
    assert_eq!(number(&first.found), number(&first.expected) + 1);
}

#[tokio::test]
async fn an_event_that_does_not_follow_is_named() {
    let ledger = Ledger::filled().await;
    let intruder = ledger.intruder().await;
    // A payment whose booked split is not the one that follows from the facts.
    let sql = "UPDATE book.events
        SET payload = replace(payload::text, '\"principal\":', '\"principal\":1')::json
        WHERE sequence = (SELECT min(sequence) FROM book.events WHERE type = 'payment.received')
        RETURNING sequence";
    let sequence: i64 = intruder.query_one(sql, &[]).await.unwrap().get(0);
    let outcome = replayed(&ledger).await;
    assert!(outcome.found >= 1);
    assert_eq!(outcome.findings[0].1.sequence, sequence);
    assert!(!outcome.is_clean());
}

#[tokio::test]
async fn an_unreadable_event_is_named() {
    let ledger = Ledger::filled().await;
    let intruder = ledger.intruder().await;
    let sql = "UPDATE book.events SET version = 99 WHERE type = 'account.charged_off'";
    assert_eq!(intruder.execute(sql, &[]).await.unwrap(), 3);
    let outcome = replayed(&ledger).await;
    assert_eq!(outcome.found, 3);
    assert!(
        outcome.findings[0].1.what.contains("version 99"),
        "{outcome:#?}"
    );
}
