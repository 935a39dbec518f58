//! What becomes of an offer over HTTP: countered, rejected, expired, broken, replaced.

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

fn path(offer: &Value, what: &str) -> String {
    let id = offer["id"].as_str().unwrap();
    format!("/api/v1/creditor/settlements/{id}/{what}")
}

#[tokio::test]
async fn an_offer_is_countered_accepted_broken_and_replaced() {
    let server = TestServer::start().await;
    let offers = placed(&server).await;
    let body = json!({ "amount": 4000.00, "tier": "12_month" });
    let offer = server.admin.post(&offers, &body).await.expect(201);
    assert_eq!(offer["savings"].to_string(), "1247.63");
    assert_eq!(offer["schedule"], json!(null));
    let counter = json!({ "amount": 3000.00 });
    let countered = server.admin.post(&path(&offer, "counter"), &counter).await;
    let countered = countered.expect(200);
    assert_eq!(countered["status"], "countered");
    assert_eq!(countered["amount"].to_string(), "4000.00");
    assert_eq!(countered["counterAmount"].to_string(), "3000.00");

    let accepted = server.admin.post(&path(&offer, "accept"), &json!({})).await;
    let accepted = accepted.expect(200);
    assert_eq!(accepted["status"], "accepted");
    assert_eq!(accepted["amount"].to_string(), "3000.00");
    let schedule = accepted["schedule"].as_array().unwrap();
    assert_eq!(schedule.len(), 12);
    assert_eq!(schedule[0]["amount"].to_string(), "250.00");
    for what in ["counter", "reject", "expire"] {
        let body = json!({ "amount": 1 });
        server
            .admin
            .post(&path(&offer, what), &body)
            .await
            .expect(409);
    }
    server.admin.post(&offers, &body).await.expect(409);

    let body = json!({ "reason": "two payments missed" });
    let broken = server.admin.post(&path(&offer, "break"), &body).await;
    assert_eq!(broken.expect(200)["status"], "expired");
    server
        .admin
        .post(&path(&offer, "break"), &body)
        .await
        .expect(409);
    let body = json!({ "amount": 2000.00 });
    let next = server.admin.post(&offers, &body).await.expect(201);
    server
        .admin
        .post(&path(&next, "accept"), &json!({}))
        .await
        .expect(200);
    let listed = server.admin.get(&offers).await.expect(200);
    let statuses: Vec<&Value> = listed["settlements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|offer| &offer["status"])
        .collect();
    assert_eq!(statuses, ["expired", "accepted"]);
    server.verify().await;
}

#[tokio::test]
async fn a_rejected_offer_is_over() {
    let server = TestServer::start().await;
    let offers = placed(&server).await;
    let body = json!({ "amount": 4000.00 });
    let offer = server.admin.post(&offers, &body).await.expect(201);
    let rejected = server.admin.post(&path(&offer, "reject"), &json!({})).await;
    assert_eq!(rejected.expect(200)["status"], "rejected");
    for what in ["accept", "reject"] {
        server
            .admin
            .post(&path(&offer, what), &json!({}))
            .await
            .expect(409);
    }
    // One that the creditor lets lapse is over too.
    let next = server.admin.post(&offers, &body).await.expect(201);
    let lapsed = server.admin.post(&path(&next, "expire"), &json!({})).await;
    assert_eq!(lapsed.expect(200)["status"], "expired");
    server
        .admin
        .post(&path(&next, "accept"), &json!({}))
        .await
        .expect(409);
    server.verify().await;
}

/// The matrix binds offers and counter-offers, each by the floor of its tier.
#[tokio::test]
async fn the_matrix_binds_both_sides() {
    let server = TestServer::start().await;
    let offers = placed(&server).await;
    let matrix = json!({ "lump_sum": 0.5, "24_month": 0.8 });
    server
        .admin
        .put("/api/v1/creditor/settlement-matrix", &matrix)
        .await
        .expect(200);
    for (amount, tier, status) in [
        (2623.81, "lump_sum", 422),
        (2623.82, "lump_sum", 201),
        (4198.10, "24_month", 422),
        (4198.11, "24_month", 201),
        (1.00, "36_month", 201),
    ] {
        let body = json!({ "amount": amount, "tier": tier });
        server.admin.post(&offers, &body).await.expect(status);
    }
    let listed = server.admin.get(&offers).await.expect(200);
    let offer = &listed["settlements"][0];
    let low = json!({ "amount": 2623.81 });
    let refused = server.admin.post(&path(offer, "counter"), &low).await;
    assert_eq!(refused.expect(422)["code"], "UNPROCESSABLE");
}

#[tokio::test]
async fn offers_of_another_creditor_are_not_there() {
    let server = TestServer::start().await;
    let offers = placed(&server).await;
    let body = json!({ "amount": 4000.00 });
    let offer = server.admin.post(&offers, &body).await.expect(201);
    let stranger = server.stranger().await;
    for what in ["counter", "accept", "reject", "expire", "break"] {
        let body = json!({ "amount": 1, "reason": "x" });
        stranger.post(&path(&offer, what), &body).await.expect(404);
    }
}
