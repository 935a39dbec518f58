//! Every status of the error table, each in its shape.

use super::{ACCOUNTS, check, create, invoice};
use crate::documented;
use bytes::Bytes;
use hyper::Method;
use quittance_domain::CreditorId;
use quittance_replay_tests::{Client, TestServer, server};
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};

async fn scoped(server: &TestServer, creditor: CreditorId, scopes: &[&str]) -> Client {
    let scopes: Vec<String> = scopes.iter().map(|scope| (*scope).to_owned()).collect();
    let key = server::key(&server.database, creditor, KeyRole::Admin, &scopes).await;
    server.admin.anonymous().with("X-Api-Key", &key)
}

/// Checks the envelope of a failure and gives what is in it.
fn failed(body: &Value, status: u16) -> &Value {
    assert_eq!(body["success"], false);
    assert_eq!(body["status_code"], status);
    assert!(body["message"].is_string());
    assert_eq!(body["meta"], json!({}));
    &body["errors"]
}

#[tokio::test]
async fn what_is_wrong_with_a_key_stands_outside_the_envelope() {
    let server = TestServer::start().await;
    let path = create(&server, &invoice("INV-1")).await;
    let pay = format!("{path}/payment");
    let anonymous = server.admin.anonymous();
    for client in [
        anonymous.clone(),
        anonymous.with("X-Api-Key", "sk_live_xxxxxxxxxxxxxxxxxxxx"),
    ] {
        let refused = client.post(&pay, &check(json!(5), "C")).await.expect(401);
        assert_eq!(refused, json!({ "detail": "Invalid or expired API key" }));
    }
    let reader = scoped(&server, server.creditor, &["accounts:read"]).await;
    reader.get(&format!("{path}/status")).await.expect(200);
    let refused = reader.post(&pay, &check(json!(5), "C")).await.expect(403);
    let text = "API key lacks required scope: accounts:write";
    assert_eq!(refused, json!({ "detail": text }));
    let writer = scoped(&server, server.creditor, &["accounts:write"]).await;
    writer.post(&pay, &check(json!(5), "C")).await.expect(200);
    for part in ["payment-status", "status"] {
        let refused = writer.get(&format!("{path}/{part}")).await.expect(403);
        let text = "API key lacks required scope: accounts:read";
        assert_eq!(refused, json!({ "detail": text }));
    }
    // No scopes at all are every scope.
    let every = scoped(&server, server.creditor, &[]).await;
    every.get(&format!("{path}/status")).await.expect(200);
    every.post(&pay, &check(json!(5), "D")).await.expect(200);
}

#[tokio::test]
async fn more_than_is_outstanding_is_refused() {
    let server = TestServer::start().await;
    let path = create(&server, &invoice("INV-1")).await;
    let pay = format!("{path}/payment");
    let refused = server
        .admin
        .post(&pay, &check(json!(1500.01), "C"))
        .await
        .expect(400);
    let expected = json!([{
        "field": "amount",
        "error": "Payment amount cannot exceed outstanding amount",
    }]);
    assert_eq!(failed(&refused, 400), &expected);
    assert_eq!(server.count_events("payment.received").await, 0);
    server
        .admin
        .post(&pay, &check(json!(1500), "C"))
        .await
        .expect(200);
}

#[tokio::test]
async fn an_unknown_account_and_a_strangers_are_one() {
    let server = TestServer::start().await;
    let path = create(&server, &invoice("INV-1")).await;
    let stranger = server.stranger().await.with("X-Request-Id", "same");
    let nobody = format!("{ACCOUNTS}/019a0000-0000-7000-8000-000000000000");
    let malformed = format!("{ACCOUNTS}/uuid");
    let body = check(json!(5), "C");
    for part in ["/payment-status", "/status", ""] {
        let theirs = stranger.get(&format!("{path}{part}")).await;
        assert_eq!(failed(&theirs.expect(404), 404), &json!([]));
        for other in [&nobody, &malformed] {
            let absent = stranger.get(&format!("{other}{part}")).await;
            assert_eq!((absent.status, &absent.body), (theirs.status, &theirs.body));
        }
    }
    let theirs = stranger.post(&format!("{path}/payment"), &body).await;
    assert_eq!(theirs.expect(404)["message"], "Account not found");
    let absent = stranger.post(&format!("{nobody}/payment"), &body).await;
    assert_eq!((absent.status, &absent.body), (theirs.status, &theirs.body));
}

#[tokio::test]
async fn a_malformed_body_names_its_fields() {
    let server = TestServer::start().await;
    let path = create(&server, &invoice("INV-1")).await;
    let pay = format!("{path}/payment");
    let fields = |body: &Value| -> Vec<String> {
        let errors = failed(body, 422).as_array().unwrap();
        let field = |error: &Value| error["field"].as_str().unwrap().to_owned();
        errors.iter().map(field).collect()
    };
    let post = async |body: Value| server.admin.post(&pay, &body).await.expect(422);
    assert_eq!(fields(&post(json!({})).await), ["amount", "payment_method"]);
    let wrong =
        json!({ "amount": "x", "payment_method": 5, "payment_reference": [], "status": "LOST" });
    let expected = ["amount", "payment_method", "payment_reference", "status"];
    assert_eq!(fields(&post(wrong).await), expected);
    for amount in [json!(0), json!(-5), json!(1.001)] {
        let body = json!({ "amount": amount, "payment_method": "ach" });
        assert_eq!(fields(&post(body).await), ["amount"]);
    }
    for method in [json!(""), json!(null), json!(true), json!("x".repeat(101))] {
        let body = json!({ "amount": 5, "payment_method": method });
        assert_eq!(fields(&post(body).await), ["payment_method"]);
    }
    for text in ["{", "[]", "5", ""] {
        let refused = server.admin.post_raw(&pay, text).await;
        assert_eq!(refused.status.as_u16(), 422, "{text}");
    }
    assert_eq!(server.count_events("payment.received").await, 0);
}

#[tokio::test]
async fn other_methods_and_paths_are_answered_in_the_envelope() {
    let server = TestServer::start().await;
    let path = create(&server, &invoice("INV-1")).await;
    let pay = format!("{path}/payment");
    let refused = server
        .admin
        .send(Method::DELETE, &pay, Bytes::new())
        .await
        .unwrap();
    failed(&refused.expect(405), 405);
    assert_eq!(refused.header("allow"), Some("POST"));
    let unknown = server
        .admin
        .get("/api/v1/external/nothing")
        .await
        .expect(404);
    failed(&unknown, 404);
}

#[tokio::test]
async fn a_key_has_a_hundred_requests_a_minute() {
    let server = documented().await;
    let first = server.admin.get(ACCOUNTS).await;
    first.expect(200);
    let policy = first.header("ratelimit-policy");
    assert_eq!(policy, Some("\"receivables\";q=100;w=60"));
    let mut last = first;
    // The quota fills a little while it is used.
    for _ in 0..150 {
        last = server.admin.get(ACCOUNTS).await;
        if last.status.as_u16() == 429 {
            break;
        }
    }
    assert_eq!(failed(&last.expect(429), 429), &json!([]));
    assert_eq!(last.header("retry-after"), Some("60"));
    // Another key has its own.
    let other = server.client(KeyRole::Viewer).await;
    other.get(ACCOUNTS).await.expect(200);
}
