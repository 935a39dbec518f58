//! Payments from many clients at once, each with a request id, and what became of them.

use hyper::Method;
use quittance_replay_tests::Client;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Clients paying until they are told to stop.
pub struct Load {
    stop: Arc<AtomicBool>,
    clients: JoinSet<Outcome>,
}

/// What the clients saw.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Request id and account of payments answered with 201, with the payment's id.
    pub acknowledged: HashMap<String, (String, String)>,
    /// Request id and account of those answered otherwise, or not at all.
    pub unknown: HashMap<String, String>,
    pub statuses: Vec<u16>,
}

/// Loans to pay, each large enough never to be paid off.
pub async fn accounts(client: &Client, count: usize) -> Vec<String> {
    let mut accounts = Vec::new();
    for _ in 0..count {
        let body = json!({ "principal_amount": "9000000.00", "start_date": "2026-01-01" });
        let loan = client.post("/api/v1/loans", &body).await.expect(201);
        let id = loan["id"].as_str().unwrap().to_owned();
        client
            .post(&format!("/api/v1/loans/{id}/disburse"), &json!({}))
            .await
            .expect(200);
        accounts.push(id);
    }
    accounts
}

impl Load {
    pub fn start(client: Client, accounts: Vec<String>, clients: usize) -> Load {
        let stop = Arc::new(AtomicBool::new(false));
        let mut running = JoinSet::new();
        for number in 0..clients {
            let accounts = accounts.clone();
            running.spawn(pay(client.clone(), accounts, number, Arc::clone(&stop)));
        }
        Load {
            stop,
            clients: running,
        }
    }

    pub async fn stop(self) -> Outcome {
        self.stop.store(true, Ordering::Relaxed);
        let mut all = Outcome::default();
        for outcome in self.clients.join_all().await {
            all.acknowledged.extend(outcome.acknowledged);
            all.unknown.extend(outcome.unknown);
            all.statuses.extend(outcome.statuses);
        }
        all
    }
}

async fn pay(
    client: Client,
    accounts: Vec<String>,
    number: usize,
    stop: Arc<AtomicBool>,
) -> Outcome {
    let mut outcome = Outcome::default();
    let mut count = number;
    while !stop.load(Ordering::Relaxed) {
        let account = &accounts[count % accounts.len()];
        count += 1;
        let id = quittance_store::ids::new_id(quittance_store::ids::now()).to_string();
        match send(&client, account, &id).await {
            Some((201, body)) => {
                outcome.statuses.push(201);
                let payment = body["id"].as_str().unwrap().to_owned();
                outcome.acknowledged.insert(id, (account.clone(), payment));
            }
            Some((status, _)) => {
                outcome.statuses.push(status);
                outcome.unknown.insert(id, account.clone());
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            None => {
                outcome.unknown.insert(id, account.clone());
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
    }
    outcome
}

async fn send(client: &Client, account: &str, request_id: &str) -> Option<(u16, Value)> {
    let body = json!({ "amount": "1.00", "payment_method": "ach" }).to_string();
    let client = client.with("Idempotency-Key", request_id);
    let path = format!("/api/v1/loans/{account}/payments");
    let sent = client.send(Method::POST, &path, body.into());
    let response = tokio::time::timeout(Duration::from_secs(20), sent)
        .await
        .ok()?
        .ok()?;
    let status = response.status.as_u16();
    Some((
        status,
        serde_json::from_slice(&response.body).unwrap_or_default(),
    ))
}

/// Waits until the server answers from its database again.
pub async fn becomes_ready(client: &Client) {
    let begun = Instant::now();
    while client.get("/readyz").await.status.as_u16() != 200 {
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "the server does not recover"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Whoever got no answer asks again with the same request id, and an acknowledged payment asked for
/// again is the same payment.
pub async fn unacknowledged_are_settled(client: &Client, outcome: &Outcome) {
    for (id, account) in outcome.unknown.iter().take(50) {
        let begun = Instant::now();
        loop {
            match send(client, account, id).await {
                Some((201, _)) => break,
                other => assert!(begun.elapsed() < Duration::from_secs(20), "{other:?}"),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    for (id, (account, payment)) in outcome.acknowledged.iter().take(50) {
        let (status, body) = send(client, account, id).await.unwrap();
        assert_eq!((status, body["id"].as_str()), (201, Some(payment.as_str())));
    }
}

/// Every acknowledged payment is in the book, and no request id twice.
pub async fn all_are_there_once(client: &Client, accounts: &[String], outcome: &Outcome) {
    let mut found: HashMap<String, usize> = HashMap::new();
    let mut payments = HashMap::new();
    for account in accounts {
        let history = client
            .get(&format!("/api/v1/loans/{account}/history"))
            .await
            .expect(200);
        let mut count = 0;
        for event in history.as_array().unwrap() {
            if event["type"] == "payment.received" {
                count += 1;
                let id = event["request_id"].as_str().unwrap().to_owned();
                *found.entry(id.clone()).or_default() += 1;
                payments.insert(id, event["data"]["payment"].as_str().unwrap().to_owned());
            }
        }
        // A dollar each: what is owed says how many were applied.
        let balance = client
            .get(&format!("/api/v1/loans/{account}/balance"))
            .await
            .expect(200);
        let owed = format!("{}.00", 9_000_000 - count);
        assert_eq!(balance["principal"], owed, "account {account}");
    }
    for (id, (_, payment)) in &outcome.acknowledged {
        assert_eq!(found.get(id), Some(&1), "request {id} was acknowledged");
        assert_eq!(
            payments.get(id),
            Some(payment),
            "request {id} was acknowledged"
        );
    }
    let twice: Vec<_> = found.iter().filter(|(_, count)| **count > 1).collect();
    assert!(twice.is_empty(), "applied twice: {twice:?}");
}
