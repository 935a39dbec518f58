//! The audit log of a large book as CSV: as fast as Postgres writes it, in memory that does not
//! depend on how long the book is.
//!
//! `QUITTANCE_AUDIT_ROWS=1000000 cargo nextest run --release -p quittance-replay-tests --test cli large
//! --no-capture` measures it against `COPY` of the same rows.

use crate::ledger::Ledger;
use futures_util::TryStreamExt;
use quittance_replay_tests::program::quittance;
use quittance_replay_tests::server::MASTER_KEY;
use std::pin::pin;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// The events of a small book with everything in it, over and over: as many accounts as there are
/// copies, each event from an origin.
const MULTIPLY: &str = "
    INSERT INTO book.events (creditor_id, sequence, stream_id, version, effective_date, recorded_at,
        type, actor, request_id, origin, payload, hash)
    SELECT creditor_id, sequence + top * n,
        CASE WHEN stream_id = creditor_id THEN stream_id ELSE md5(stream_id::text || n)::uuid END,
        version, effective_date, recorded_at, type, actor, request_id,
        '00000000-0000-8000-8000-000000000001', payload, hash
    FROM book.events, (SELECT max(sequence) AS top FROM book.events) AS m,
        generate_series(1, $1::bigint / top) AS n
    WHERE creditor_id = $2";
const ORIGIN: &str = "
    INSERT INTO book.origins (creditor_id, origin_id, address, user_agent, salt, first_seen_at)
    VALUES ($1, '00000000-0000-8000-8000-000000000001', '203.0.113.7', 'python-requests/2.32', 
        decode(repeat('00', 16), 'hex'), now())";

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_log_of_a_large_book_is_written_as_fast_as_postgres_copies_it() {
    let rows = std::env::var("QUITTANCE_AUDIT_ROWS");
    let rows: i64 = rows.map_or(20_000, |rows| rows.parse().unwrap());
    let ledger = Ledger::filled().await;
    let admin = ledger.intruder().await;
    let creditor = ledger.creditor.0;
    admin.execute(ORIGIN, &[&creditor]).await.unwrap();
    admin.execute(MULTIPLY, &[&rows, &creditor]).await.unwrap();
    let analyze = "VACUUM ANALYZE book.events";
    admin.batch_execute(analyze).await.unwrap();
    let count = "SELECT count(*) FROM book.events";
    let count: i64 = admin.query_one(count, &[]).await.unwrap().get(0);
    assert!(count >= rows);
    let (mut ratios, mut most) = (Vec::new(), 0);
    for _ in 0..3 {
        let copied = copied(&admin).await;
        let (exported, memory) = exported(&ledger, count).await;
        most = most.max(memory);
        let ratio = copied.as_secs_f64() / exported.as_secs_f64();
        println!(
            "{count} rows: exported in {:.1} s, copied in {:.1} s: {ratio:.2} of its speed",
            exported.as_secs_f64(),
            copied.as_secs_f64()
        );
        ratios.push(ratio);
    }
    println!("{} MB at most", most >> 10);
    assert!(most < 96 << 10, "{most} kB");
    ratios.sort_by(f64::total_cmp);
    // A short book is over before the program is up.
    assert!(rows < 1_000_000 || ratios[1] >= 1.0 / 3.0, "{ratios:?}");
}

/// How long Postgres takes to send the rows as CSV to somebody who throws them away.
async fn copied(admin: &tokio_postgres::Client) -> Duration {
    let begun = Instant::now();
    let sql = "COPY (SELECT * FROM book.events ORDER BY creditor_id, sequence)
        TO STDOUT (FORMAT csv)";
    let mut rows = pin!(admin.copy_out(sql).await.unwrap());
    while rows.try_next().await.unwrap().is_some() {}
    begun.elapsed()
}

/// How long the program takes, and how much memory it has at most, in kilobytes.
async fn exported(ledger: &Ledger, count: i64) -> (Duration, u64) {
    let file = std::env::temp_dir().join(format!("quittance-audit-{}.csv", ledger.creditor));
    let begun = Instant::now();
    let mut child = quittance(&["export", "audit", "--csv", "--out"])
        .arg(&file)
        .env("DATABASE_URL", &ledger.test.url)
        .env("QUITTANCE_MASTER_KEY", MASTER_KEY)
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut most = 0;
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        let told = std::fs::read_to_string(format!("/proc/{}/status", child.id()));
        let told = told.unwrap_or_default();
        let line = told.lines().find(|line| line.starts_with("VmHWM"));
        let memory = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
        most = most.max(memory.unwrap_or(0));
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    let took = begun.elapsed();
    assert!(status.success());
    let mut reader = csv::Reader::from_path(&file).unwrap();
    let (mut record, mut rows) = (csv::ByteRecord::new(), 0);
    while reader.read_byte_record(&mut record).unwrap() {
        rows += 1;
    }
    assert_eq!(rows, count);
    std::fs::remove_file(file).unwrap();
    (took, most)
}
