//! Offers made and accepted, and the ways in which they are refused.

use super::{ACCOUNTS, PLACE, nested};
use quittance_replay_tests::TestServer;
use serde_json::{Value, json};

async fn placed(server: &TestServer) -> String {
    let placed = server.admin.post(PLACE, &nested()).await.expect(201);
    format!(
        "{ACCOUNTS}/{}/settlements",
        placed["accountId"].as_str().unwrap()
    )
}

fn accept_path(id: &Value) -> String {
    let id = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
    format!("/api/v1/creditor/settlements/{id}/accept")
}

#[tokio::test]
async fn an_offer_is_accepted_once() {
    let server = TestServer::start().await;
    let path = placed(&server).await;
    let body = json!({ "amount": 3000.00, "tier": "12_month", "expires_on": "2199-12-31" });
    let offer = server.admin.post(&path, &body).await.expect(201);
    assert_eq!(
        (&offer["tier"], &offer["status"]),
        (&json!("12_month"), &json!("pending"))
    );
    assert_eq!(
        (offer["amount"].to_string(), &offer["expiresAt"]),
        ("3000.00".into(), &json!("2199-12-31"))
    );
    let client = server.admin.with("X-Request-Id", "accept");
    let first = client.post(&accept_path(&offer["id"]), &json!({})).await;
    let accepted = first.expect(200);
    assert_eq!(accepted["status"], "accepted");
    assert!(accepted["acceptedAt"].is_string());
    // The same request is answered again, a new one refused, by either id.
    let replayed = client.post(&accept_path(&offer["id"]), &json!({})).await;
    assert_eq!(
        (replayed.status, &replayed.body),
        (first.status, &first.body)
    );
    for id in [
        &offer["id"],
        &offer["sequence"],
        &json!(offer["id"].as_str().unwrap()[2..]),
    ] {
        let again = server
            .admin
            .post(&accept_path(id), &json!({}))
            .await
            .expect(409);
        assert_eq!(again["code"], "CONFLICT");
    }
    let listed = server.admin.get(&path).await.expect(200);
    assert_eq!(listed["settlements"][0], accepted);
    assert_eq!(server.count_events("settlement.accepted").await, 1);
    server.verify().await;
}

#[tokio::test]
async fn offers_that_break_a_rule_are_refused() {
    let server = TestServer::start().await;
    let path = placed(&server).await;
    let cases = [
        (json!({ "amount": 5247.63 }), 422, "UNPROCESSABLE"),
        (json!({ "amount": 0 }), 400, "VALIDATION_ERROR"),
        (json!({}), 400, "VALIDATION_ERROR"),
        (json!({ "amount": 1.001 }), 400, "VALIDATION_ERROR"),
        (
            json!({ "amount": 100, "tier": "48_month" }),
            400,
            "VALIDATION_ERROR",
        ),
        (
            json!({ "amount": 100, "expires_on": "2020-01-01" }),
            400,
            "VALIDATION_ERROR",
        ),
    ];
    for (body, status, code) in cases {
        let refused = server.admin.post(&path, &body).await.expect(status);
        assert_eq!(refused["code"], code, "{body}");
        assert_eq!(refused.get("details").is_some(), status == 400, "{body}");
    }
    assert_eq!(server.count_events("settlement.offered").await, 0);
}

#[tokio::test]
async fn an_offer_of_another_creditor_is_not_there() {
    let server = TestServer::start().await;
    let stranger = server.stranger().await;
    let path = placed(&server).await;
    let offer = server
        .admin
        .post(&path, &json!({ "amount": 100 }))
        .await
        .expect(201);
    let nobody = json!("s-550e8400-e29b-41d4-a716-446655440000");
    let same = stranger.with("X-Request-Id", "same");
    let unknown = same.post(&accept_path(&nobody), &json!({})).await;
    let theirs = same.post(&accept_path(&offer["id"]), &json!({})).await;
    theirs.expect(404);
    assert_eq!(theirs.body, unknown.body);
    same.post(&accept_path(&offer["sequence"]), &json!({}))
        .await
        .expect(404);
    same.get(&path).await.expect(404);
    same.post(&path, &json!({ "amount": 100 }))
        .await
        .expect(404);
    assert_eq!(server.count_events("settlement.accepted").await, 0);
}
