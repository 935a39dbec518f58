//! Notes, statuses and disputes: what is said of a debt beside what is owed.

use super::{ACCOUNTS, PLACE, nested};
use quittance_replay_tests::TestServer;
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};

async fn placed(server: &TestServer) -> String {
    let placed = server.admin.post(PLACE, &nested()).await.expect(201);
    format!("{ACCOUNTS}/{}", placed["accountId"].as_str().unwrap())
}

fn resolve_path(dispute: &Value) -> String {
    let id = dispute["id"].as_str().unwrap();
    format!("/api/v1/creditor/disputes/{id}/resolve")
}

#[tokio::test]
async fn a_dispute_pauses_collecting_until_it_is_resolved() {
    let server = TestServer::start().await;
    let path = placed(&server).await;
    let client = server.admin.with("X-Request-Id", "dispute");
    let body = json!({ "reason": "Not my account.", "disputedAmount": 5000.00 });
    let first = client.post(&format!("{path}/disputes"), &body).await;
    let dispute = first.expect(201);
    assert_eq!(
        (&dispute["status"], &dispute["outcome"]),
        (&json!("open"), &json!(null))
    );
    assert_eq!(dispute["disputedAmount"].to_string(), "5000.00");
    let again = client.post(&format!("{path}/disputes"), &body).await;
    assert_eq!(again.body, first.body);
    // The kept answer says nothing of what the consumer said.
    assert!(!first.text().contains("Not my account"));

    let shown = server.admin.get(&path).await.expect(200);
    assert_eq!(shown["status"], "disputed");
    assert_eq!(shown["disputes"][0]["reason"], "Not my account.");
    for (path, body) in [
        (format!("{path}/status"), json!({ "status": "legal" })),
        (format!("{path}/settlements"), json!({ "amount": 100 })),
        (format!("{path}/disputes"), json!({ "reason": "again" })),
    ] {
        let refused = server.admin.post(&path, &body).await.expect(409);
        assert_eq!(refused["code"], "CONFLICT", "{path}");
    }
    let body = json!({ "outcome": "verified", "resolution": "Statement sent." });
    let resolved = server.admin.post(&resolve_path(&dispute), &body).await;
    let resolved = resolved.expect(200);
    assert_eq!(
        (&resolved["status"], &resolved["outcome"]),
        (&json!("resolved"), &json!("verified"))
    );
    server
        .admin
        .post(&resolve_path(&dispute), &body)
        .await
        .expect(409);
    let list = server
        .admin
        .get(&format!("{path}/disputes"))
        .await
        .expect(200);
    assert_eq!(list["disputes"][0]["resolution"], "Statement sent.");
    let body = json!({ "status": "legal" });
    let set = server.admin.post(&format!("{path}/status"), &body).await;
    assert_eq!(set.expect(200)["status"], "legal");
    server.verify().await;
}

#[tokio::test]
async fn disputes_are_checked_and_each_creditors_own() {
    let server = TestServer::start().await;
    let path = format!("{}/disputes", placed(&server).await);
    let cases = [
        (json!({}), 400),
        (json!({ "reason": "x", "disputedAmount": 0 }), 400),
        (json!({ "reason": "x", "disputedAmount": 5247.64 }), 422),
        (json!({ "reason": "x", "filedOn": "2199-01-01" }), 400),
        (json!({ "reason": "n".repeat(5_001) }), 400),
    ];
    for (body, status) in cases {
        server.admin.post(&path, &body).await.expect(status);
    }
    let body = json!({ "reason": "x" });
    server
        .client(KeyRole::Viewer)
        .await
        .post(&path, &body)
        .await
        .expect(403);
    let stranger = server.stranger().await;
    stranger.post(&path, &body).await.expect(404);
    stranger.get(&path).await.expect(404);
    let dispute = server.admin.post(&path, &body).await.expect(201);
    let resolve = json!({ "outcome": "upheld" });
    stranger
        .post(&resolve_path(&dispute), &resolve)
        .await
        .expect(404);
    server
        .admin
        .post(&resolve_path(&dispute), &json!({}))
        .await
        .expect(400);
    assert_eq!(server.count_events("dispute.resolved").await, 0);
}

#[tokio::test]
async fn what_is_paid_has_the_status_of_its_payments() {
    let server = TestServer::start().await;
    let path = placed(&server).await;
    let id = path.rsplit('/').next().unwrap();
    let pay = json!({ "amount": "5247.63", "payment_method": "ach" });
    let payments = format!("/api/v1/loans/{}/payments", &id[2..]);
    server.admin.post(&payments, &pay).await.expect(201);
    let body = json!({ "status": "contacted" });
    let refused = server.admin.post(&format!("{path}/status"), &body).await;
    assert_eq!(refused.expect(409)["code"], "CONFLICT");
    assert_eq!(
        server.admin.get(&path).await.expect(200)["status"],
        "paid_in_full"
    );
}

/// Once the consumer's key is gone, what was said is too, and nothing more can be kept.
#[tokio::test]
async fn notes_go_with_the_consumer() {
    let server = TestServer::start().await;
    let path = placed(&server).await;
    let notes = format!("{path}/notes");
    let client = server.admin.with("X-Request-Id", "note");
    let note = json!({ "text": "Called Jane." });
    let first = client.post(&notes, &note).await;
    assert_eq!(first.expect(201)["note"], "Called Jane.");
    assert_eq!(client.post(&notes, &note).await.body, first.body);
    let admin = server.database.admin().await;
    let sql = "SELECT count(*) FROM book.requests WHERE convert_from(body, 'UTF8') LIKE '%Jane%'";
    let kept: i64 = admin.query_one(sql, &[]).await.unwrap().get(0);
    assert_eq!(kept, 0, "the kept answer names nobody");
    let shown = server.admin.get(&path).await.expect(200);
    assert_eq!(shown["notes"][0]["note"], "Called Jane.");
    admin
        .execute("DELETE FROM book.consumer_keys", &[])
        .await
        .unwrap();
    let shown = server.admin.get(&path).await.expect(200);
    assert_eq!(shown["notes"][0]["note"], json!(null));
    let refused = server.admin.post(&notes, &json!({ "note": "again" })).await;
    refused.expect(409);
}
