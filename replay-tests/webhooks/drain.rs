//! Many messages drain, with memory that does not depend on how many.
//!
//! `QUITTANCE_DRAIN=100000 cargo nextest run -p quittance-replay-tests --test webhooks drain` drains
//! as many.

use crate::office::{Office, quick};
use crate::receiver::Receiver;
use quittance_worker::webhooks::Options;
use serde_json::json;
use std::time::{Duration, Instant};

/// What this process holds, in kilobytes.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS"))
        .unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn many_messages_drain_in_bounded_memory() {
    let count: i64 = std::env::var("QUITTANCE_DRAIN").map_or(2_000, |count| count.parse().unwrap());
    let office = Office::with(Options {
        timeout: Some(Duration::from_secs(10)),
        ..quick()
    })
    .await;
    // A receiver that keeps nothing.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let router = axum::Router::new().fallback(|| async {});
    tokio::spawn(async move { axum::serve(listener, router).await });
    let body = json!({ "url": url, "format": "standard", "events": ["loan.created"] });
    let hook = office
        .admin()
        .post(crate::office::HOOKS, &body)
        .await
        .expect(201);
    let admin = office.server.database.admin().await;
    let sql = "INSERT INTO delivery.messages
        (creditor_id, message_id, webhook_id, topic, body, state, due_at, created_at)
        SELECT $1, gen_random_uuid(), $2::text::uuid, 'webhook.test', repeat('x', 1000), 'pending',
            now(), now()
        FROM generate_series(1, $3::bigint)";
    let (begun, before) = (Instant::now(), resident());
    let hook = hook["id"].as_str().unwrap();
    let creditor = office.server.creditor.0;
    admin
        .execute(sql, &[&creditor, &hook, &count])
        .await
        .unwrap();
    let mut most = before;
    let limit = Duration::from_secs(60 + count.unsigned_abs() / 100);
    loop {
        most = most.max(resident());
        let sql = "SELECT count(*) FROM delivery.messages WHERE state <> 'delivered'";
        let left: i64 = admin.query_one(sql, &[]).await.unwrap().get(0);
        if left == 0 {
            break;
        }
        assert!(begun.elapsed() < limit, "{left} are left");
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    let grown = most - before;
    println!("{count} in {:?}, {grown} kB more at most", begun.elapsed());
    assert!(grown < 64 << 10, "{grown} kB");
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
    let enable = format!(
        "{}/{}/re-enable",
        crate::office::HOOKS,
        hook["id"].as_str().unwrap()
    );
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
