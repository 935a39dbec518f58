//! Many messages drain from the program itself, in memory that does not depend on how many.
//!
//! `QUITTANCE_DRAIN=100000 cargo nextest run -p quittance-replay-tests --test webhooks drain` drains
//! as many.

use crate::office::{HOOKS, Office, ledger, serve};
use crate::receiver::Receiver;
use quittance_replay_tests::program::signal;
use rustix::process::Signal;
use serde_json::json;
use std::time::{Duration, Instant};

/// What a process holds in memory by one of the kernel's figures, in kilobytes.
fn memory(pid: u32, figure: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with(figure));
    let amount = line.and_then(|line| line.split_whitespace().nth(1));
    amount.unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn many_messages_drain_in_bounded_memory() {
    let count: i64 = std::env::var("QUITTANCE_DRAIN").map_or(2_000, |count| count.parse().unwrap());
    let server = ledger().await;
    // A receiver that keeps nothing.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let router = axum::Router::new().fallback(|| async {});
    tokio::spawn(async move { axum::serve(listener, router).await });
    let body = json!({ "url": url, "format": "standard", "events": ["loan.created"] });
    let hook = server.admin.post(HOOKS, &body).await.expect(201);
    let mut program = serve(&server, "10s").await;
    let admin = server.database.admin().await;
    let sql = "INSERT INTO delivery.messages
        (creditor_id, message_id, webhook_id, topic, body, state, due_at, created_at)
        SELECT $1, gen_random_uuid(), $2::text::uuid, 'webhook.test', repeat('x', 1000), 'pending',
            now(), now()
        FROM generate_series(1, $3::bigint)";
    let hook = hook["id"].as_str().unwrap();
    let creditor = server.creditor.0;
    let before = memory(program.id(), "VmRSS");
    admin
        .execute(sql, &[&creditor, &hook, &count])
        .await
        .unwrap();
    let begun = Instant::now();
    let limit = Duration::from_secs(60 + count.unsigned_abs() / 100);
    loop {
        let sql = "SELECT count(*) FROM delivery.messages WHERE state <> 'delivered'";
        let left: i64 = admin.query_one(sql, &[]).await.unwrap().get(0);
        if left == 0 {
            break;
        }
        assert!(begun.elapsed() < limit, "{left} are left");
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    let took = begun.elapsed();
    let most = memory(program.id(), "VmHWM");
    println!(
        "{count} in {:.1} s, {:.0} a second; {} MB at most, {} MB before",
        took.as_secs_f64(),
        count as f64 / took.as_secs_f64(),
        most >> 10,
        before >> 10
    );
    let grown = most.saturating_sub(before);
    assert!(grown < 64 << 10, "{grown} kB");
    signal(program.id(), Signal::TERM);
    assert!(program.wait().unwrap().success());
}

/// Nothing is lost between the tail and the outbox when there is more than a page of events.
#[tokio::test(flavor = "multi_thread")]
async fn a_long_book_is_told_of_in_pages() {
    let office = Office::open().await;
    let loan = office.loan().await;
    let receiver = Receiver::start().await;
    let wish = json!({ "format": "standard", "events": ["payment.received"], "is_active": false });
    let hook = office.hook(&receiver, wish).await;
    let rows: Vec<_> = (0..700)
        .map(|row| {
            json!({
                "loan_id": loan["id"], "amount": "1.00", "payment_method": "ach",
                "effective_date": "2026-02-01", "request_id": format!("row-{row}"),
            })
        })
        .collect();
    let bulk = office
        .admin()
        .post("/api/v1/payments/bulk", &json!({ "payments": rows }))
        .await;
    assert!(bulk.status.is_success(), "{}", bulk.text());
    let enable = format!("{}/{}/re-enable", HOOKS, hook["id"].as_str().unwrap());
    office.admin().post(&enable, &json!({})).await.expect(200);
    let received = receiver.wait(700).await;
    let mut sequences: Vec<u64> = received
        .iter()
        .map(|one| one.json()["sequence"].as_u64().unwrap())
        .collect();
    sequences.sort_unstable();
    sequences.dedup();
    assert_eq!(sequences.len(), 700);
}
