//! Rebuild makes the read tables again, while others read and write.

use crate::ledger::{Ledger, day};
use crate::replay::{replayed, tables};
use quittance_projections::rebuild::{RebuildError, rebuild};
use quittance_replay_tests::TestDatabase;
use quittance_store::Role;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Everything about the read schema that the catalog knows, apart from internal numbers.
async fn catalog(test: &TestDatabase) -> Vec<String> {
    let sql = "
        SELECT format('%s %s %s %s %s', relname, relkind, relrowsecurity, relforcerowsecurity,
            reloptions) || (SELECT coalesce(string_agg(a::text, ' ' ORDER BY a::text), '')
                FROM unnest(relacl) AS a)
        FROM pg_class WHERE relnamespace = 'views'::regnamespace
        UNION ALL SELECT pg_get_indexdef(indexrelid) FROM pg_index
            JOIN pg_class c ON c.oid = indrelid WHERE c.relnamespace = 'views'::regnamespace
        UNION ALL SELECT conrelid::regclass || conname || pg_get_constraintdef(oid)
            FROM pg_constraint WHERE connamespace = 'views'::regnamespace
        UNION ALL SELECT format('%s', p) FROM pg_policies AS p WHERE schemaname = 'views'
        UNION ALL SELECT format('%s.%s %s %s %s', table_name, column_name, data_type, collation_name,
            is_nullable) FROM information_schema.columns WHERE table_schema = 'views'
        ORDER BY 1";
    let admin = test.admin().await;
    admin
        .query(sql, &[])
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect()
}

#[tokio::test]
async fn a_rebuild_restores_every_table() {
    let ledger = Ledger::filled().await;
    let admin = ledger.test.admin().await;
    let before = catalog(&ledger.test).await;
    for table in tables(&admin).await {
        admin
            .batch_execute(&format!("DELETE FROM views.{table}"))
            .await
            .unwrap();
    }
    assert!(!replayed(&ledger).await.is_clean());
    let outcome = rebuild(&ledger.database(), &mut |_| {}).await.unwrap();
    assert!(outcome.differences.count > 0);
    assert_eq!(outcome.found, 0);
    assert!(replayed(&ledger).await.is_clean());
    assert_eq!(catalog(&ledger.test).await, before);
    let again = rebuild(&ledger.database(), &mut |_| {}).await.unwrap();
    assert!(again.is_clean(), "{again:#?}");
}

#[tokio::test]
async fn a_rebuild_says_what_was_wrong() {
    let ledger = Ledger::filled().await;
    let admin = ledger.test.admin().await;
    let sql = "UPDATE views.balances SET principal = principal + 1
        WHERE account_id = (SELECT min(account_id::text)::uuid FROM views.balances)";
    admin.batch_execute(sql).await.unwrap();
    let outcome = rebuild(&ledger.database(), &mut |_| {}).await.unwrap();
    assert_eq!(outcome.differences.count, 1);
    let only = &outcome.differences.shown[0];
    assert_eq!(
        (only.table.as_str(), only.column.as_deref()),
        ("balances", Some("principal"))
    );
}

#[tokio::test]
async fn what_a_killed_rebuild_left_behind_is_cleared() {
    let ledger = Ledger::filled().await;
    let owner = ledger.database().connect(Role::Owner).await.unwrap();
    owner
        .batch_execute("CREATE SCHEMA rebuilt; CREATE TABLE rebuilt.accounts (nonsense int)")
        .await
        .unwrap();
    rebuild(&ledger.database(), &mut |_| {}).await.unwrap();
    assert!(replayed(&ledger).await.is_clean());
}

#[tokio::test]
async fn two_rebuilds_do_not_run_at_once() {
    let ledger = Ledger::filled().await;
    let database = ledger.database();
    let mut quiet = |_| {};
    let mut still = |_| {};
    let (one, two) = tokio::join!(
        rebuild(&database, &mut quiet),
        rebuild(&database, &mut still)
    );
    let refused = [&one, &two]
        .iter()
        .filter(|r| matches!(r, Err(RebuildError::Running)))
        .count();
    assert_eq!(refused, 1, "{one:?} {two:?}");
    assert!(one.is_ok() || two.is_ok(), "{one:?} {two:?}");
    assert!(replayed(&ledger).await.is_clean());
}

/// The race: an append between the last event that was folded and the swap would be lost with the
/// old tables. Fails when the books are not locked.
#[tokio::test(flavor = "multi_thread")]
async fn a_rebuild_under_concurrent_writes_loses_nothing() {
    let ledger = Ledger::filled().await;
    let stop = Arc::new(AtomicBool::new(false));
    let mut working = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let (ledger, stop) = (ledger.clone(), Arc::clone(&stop));
        working.spawn(async move {
            let account = ledger.loan().await;
            let mut paid = 0_u64;
            while !stop.load(Ordering::Relaxed) {
                ledger.pay(account, 1, day(6, 1)).await;
                paid += 1;
            }
            paid
        });
    }
    let reading = tokio::spawn(read(ledger.clone(), Arc::clone(&stop)));
    for _ in 0..3 {
        rebuild(&ledger.database(), &mut |_| {}).await.unwrap();
        let outcome = replayed(&ledger).await;
        assert!(outcome.is_clean(), "{outcome:#?}");
    }
    // The same prepared statements go on after the swap.
    tokio::time::sleep(Duration::from_millis(200)).await;
    stop.store(true, Ordering::Relaxed);
    let paid: u64 = working.join_all().await.into_iter().sum();
    assert!(reading.await.unwrap() > 0);
    let outcome = replayed(&ledger).await;
    assert!(outcome.is_clean(), "{outcome:#?}");
    let admin = ledger.test.admin().await;
    let sql = "SELECT count(*) FROM views.payments WHERE amount = 1";
    let rows: i64 = admin.query_one(sql, &[]).await.unwrap().get(0);
    assert_eq!(u64::try_from(rows).unwrap(), paid);
}

/// Makes the loading of new tables so slow that more is written meanwhile than may be left.
const SLOW: &str = "
    CREATE OR REPLACE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_sleep(3);
        RETURN NULL;
    END $$;
    CREATE TRIGGER slow AFTER INSERT ON rebuilt.payments
        FOR EACH STATEMENT EXECUTE FUNCTION slow()";

/// What is written while it catches up never becomes less, and it ends all the same.
#[tokio::test(flavor = "multi_thread")]
async fn a_rebuild_that_is_slower_than_the_writing_ends() {
    let ledger = Ledger::filled().await;
    let stop = Arc::new(AtomicBool::new(false));
    let mut working = tokio::task::JoinSet::new();
    for _ in 0..64 {
        let (ledger, stop) = (ledger.clone(), Arc::clone(&stop));
        working.spawn(async move {
            let account = ledger.loan().await;
            while !stop.load(Ordering::Relaxed) {
                ledger.pay(account, 1, day(6, 1)).await;
            }
        });
    }
    let (database, admin) = (ledger.database(), ledger.test.admin().await);
    let slowing = tokio::spawn(async move {
        while admin.batch_execute(SLOW).await.is_err() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        admin
    });
    let mut quiet = |_| {};
    let rebuilt = tokio::time::timeout(Duration::from_secs(90), rebuild(&database, &mut quiet));
    let rebuilt = rebuilt.await;
    stop.store(true, Ordering::Relaxed);
    rebuilt.expect("no end").unwrap();
    let admin = slowing.await.unwrap();
    let drop = "DROP FUNCTION slow CASCADE";
    admin.batch_execute(drop).await.unwrap();
    working.join_all().await;
    let outcome = replayed(&ledger).await;
    assert!(outcome.is_clean(), "{outcome:#?}");
}

/// Reads without end by statements prepared once; what has been seen never disappears.
async fn read(ledger: Ledger, stop: Arc<AtomicBool>) -> u64 {
    let readers = ledger.database().readers(1).unwrap();
    let (mut reads, mut most) = (0, 0_i64);
    while !stop.load(Ordering::Relaxed) {
        let mut reader = readers.of(ledger.creditor).await.unwrap();
        let rows = reader
            .query("SELECT count(*) FROM views.payments", &[])
            .await
            .unwrap();
        let seen: i64 = rows[0].get(0);
        assert!(seen >= most, "{most} payments were seen, and then {seen}");
        most = seen;
        let audit = reader
            .query("SELECT count(*) FROM views.audit", &[])
            .await
            .unwrap();
        assert!(audit[0].get::<_, i64>(0) > 0);
        reads += 1;
    }
    reads
}
