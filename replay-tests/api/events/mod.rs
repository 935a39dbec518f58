//! The event feed: pages, waiting, and the stream.

mod feed;
mod load;
mod stream;

use quittance_replay_tests::TestServer;
use serde_json::{Value, json};

const EVENTS: &str = "/api/v1/events";

/// Pays a loan this much on a day after it began.
async fn pay(client: &quittance_replay_tests::Client, loan: &Value, amount: &str) {
    let path = format!("/api/v1/loans/{}/payments", loan["id"].as_str().unwrap());
    let body = json!({
        "amount": amount, "payment_method": "ach", "effective_date": "2026-02-01",
    });
    client.post(&path, &body).await.expect(201);
}

/// A loan without interest, disbursed.
async fn loan(server: &TestServer) -> Value {
    server.loan("100000.00", "0", "2026-01-01").await
}

/// The sequences of a list of events.
fn sequences(events: &[Value]) -> Vec<u64> {
    let sequence = |event: &Value| event["sequence"].as_u64().unwrap();
    events.iter().map(sequence).collect()
}
