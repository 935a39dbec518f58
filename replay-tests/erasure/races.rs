//! Erasures that come between what a request has found and what the writer does.

use crate::erase::{Told, rosalind, told};
use quittance_replay_tests::TestServer;
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

/// Race: a placement has found whose it is and is sealed, and the erasure ahead of it takes the key
/// away. What was placed must not be lost with somebody else's key.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_placed_while_its_consumer_is_erased_can_be_read() {
    let Told {
        server, account, ..
    } = told().await;
    let book = server.database.admin().await;
    book.batch_execute("BEGIN; SELECT 1 FROM book.books FOR UPDATE")
        .await
        .unwrap();
    let erase = format!("{account}/erase-consumer");
    let behind_the_lock = |path: String, body: Value| {
        let client = server.admin.clone();
        tokio::spawn(async move { client.post(&path, &body).await })
    };
    let pause = || tokio::time::sleep(Duration::from_millis(300));
    let erased = behind_the_lock(erase, json!({}));
    pause().await;
    let place = "/api/v1/creditor/place-account".to_owned();
    let placed = behind_the_lock(place, rosalind("R-2"));
    let customer = json!({
        "invoice_number": "I-2", "amount": 10.00, "issue_date": "2026-01-31",
        "due_date": "2027-01-31", "customer_id": consumer_of(&server, "R-1").await,
    });
    let billed = behind_the_lock("/api/v1/external/accounts".to_owned(), customer);
    pause().await;
    book.batch_execute("COMMIT").await.unwrap();
    erased.await.unwrap().expect(200);
    let placed = placed.await.unwrap().expect(201);
    // Whoever named her by her id is told that she is not there any more.
    let billed = billed.await.unwrap();
    assert_eq!(billed.status, 409, "{}", billed.text());

    let path = format!(
        "/api/v1/creditor/accounts/{}",
        placed["accountId"].as_str().unwrap()
    );
    let shown = server.admin.get(&path).await.expect(200);
    assert!(shown.to_string().contains("Rosalind"), "{shown}");
    assert_ne!(
        consumer_of(&server, "R-1").await,
        consumer_of(&server, "R-2").await
    );
    server.verify().await;
}

async fn consumer_of(server: &TestServer, number: &str) -> Uuid {
    let sql = "SELECT consumer_id FROM views.accounts WHERE number = $1";
    let admin = server.database.admin().await;
    admin.query_one(sql, &[&number]).await.unwrap().get(0)
}

/// Race: what is said of a consumer is sealed before the writer has it, and the erasure ahead of it
/// takes the key away. It is refused, since nobody could ever read it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_said_while_a_consumer_is_erased_is_refused() {
    let Told {
        server,
        account,
        consumer,
    } = told().await;
    let loan = server.loan("10.00", "0", "2026-01-01").await;
    let dispute = json!({ "reason": "not mine either" });
    let path = format!("{account}/disputes");
    let dispute = server.admin.post(&path, &dispute).await.expect(201);
    let dispute = dispute["disputeId"].as_str().or(dispute["id"].as_str());
    let sql = "SELECT account_id FROM views.accounts WHERE number = 'I-1'";
    let book = server.database.admin().await;
    let invoice: Uuid = book.query_one(sql, &[]).await.unwrap().get(0);
    let before = said(&server).await;
    book.batch_execute("BEGIN; SELECT 1 FROM book.books FOR UPDATE")
        .await
        .unwrap();
    let behind_the_lock = |path: String, body: Value| {
        let client = server.admin.clone();
        tokio::spawn(async move { client.post(&path, &body).await })
    };
    let pause = || tokio::time::sleep(Duration::from_millis(300));
    let erased = behind_the_lock(format!("{account}/erase-consumer"), json!({}));
    pause().await;
    let sent = [
        (
            format!("{account}/notes"),
            json!({ "note": "never to be read" }),
        ),
        (
            format!("{account}/disputes"),
            json!({ "reason": "never to be read" }),
        ),
        (
            format!("/api/v1/creditor/disputes/{}/resolve", dispute.unwrap()),
            json!({ "outcome": "verified", "resolution": "never to be read" }),
        ),
        (
            format!("/api/v1/external/accounts/{invoice}/payment"),
            json!({ "amount": 1.00, "payment_method": "ach", "notes": "never to be read" }),
        ),
        (
            "/v1/payment_plans".to_owned(),
            json!({
                "administration_id": server.creditor.0.as_u128().to_string(),
                "invoice_numbers": ["I-1"],
                "reason": "never to be read",
                "terms": [{ "amount": 90, "due_date": "2030-01-01" }],
            }),
        ),
    ]
    .map(|(path, body)| (path.clone(), behind_the_lock(path, body)));
    // What says nothing of her goes on.
    let path = format!("/api/v1/loans/{}/payments", loan["id"].as_str().unwrap());
    let pay = json!({ "amount": "1.00", "payment_method": "ach", "effective_date": "2026-02-01" });
    let paid = behind_the_lock(path, pay);
    pause().await;
    book.batch_execute("COMMIT").await.unwrap();
    erased.await.unwrap().expect(200);
    paid.await.unwrap().expect(201);
    for (path, reply) in sent {
        let reply = reply.await.unwrap();
        let expected = if path.starts_with("/v1/") { 422 } else { 409 };
        assert_eq!(reply.status, expected, "{path}: {}", reply.text());
    }
    assert_eq!(said(&server).await, before, "something was written");
    let sql = "SELECT count(*) FROM book.consumer_keys WHERE consumer_id = $1";
    let keys: i64 = book.query_one(sql, &[&consumer]).await.unwrap().get(0);
    assert_eq!(keys, 0);
    server.verify().await;
}

/// How many events there are with something sealed under a consumer's key.
async fn said(server: &TestServer) -> Vec<i64> {
    let mut counts = Vec::new();
    for event in [
        "note.added",
        "dispute.filed",
        "dispute.resolved",
        "plan.created",
    ] {
        counts.push(server.count_events(event).await);
    }
    counts
}
