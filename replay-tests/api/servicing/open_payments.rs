//! Payments on their way, and payments that banks take back.

use quittance_replay_tests::TestServer;
use serde_json::{Value, json};

async fn announce(server: &TestServer, loan: &Value, amount: &str, status: &str) -> Value {
    let path = format!("/api/v1/loans/{}/payments", loan["id"].as_str().unwrap());
    let body = json!({
        "amount": amount, "payment_method": "ach", "effective_date": "2026-01-11", "status": status,
    });
    server.admin.post(&path, &body).await.expect(201)
}

async fn balance(server: &TestServer, loan: &Value) -> Value {
    let loan = loan["id"].as_str().unwrap();
    let path = format!("/api/v1/loans/{loan}/balance?on=2026-01-31");
    server.admin.get(&path).await.expect(200)
}

fn act(payment: &Value, what: &str) -> String {
    format!(
        "/api/v1/payments/{}/{what}",
        payment["id"].as_str().unwrap()
    )
}

/// Shown at once with nothing applied, counted from its own day once it is completed.
#[tokio::test]
async fn a_pending_payment_is_listed_and_counts_once_completed() {
    let server = TestServer::start().await;
    let loan = server.loan("3650.00", "0.10", "2026-01-01").await;
    let before = balance(&server, &loan).await;
    let payment = announce(&server, &loan, "110.00", "pending").await;
    assert_eq!(payment["status"], "pending");
    assert_eq!(payment["principal_applied"], "0.00");
    assert_eq!(balance(&server, &loan).await["total"], before["total"]);
    let pending = r#"/api/v1/payments?filter={"status":"pending"}"#;
    let listed = server.admin.get(&pending.replace('"', "%22")).await;
    assert_eq!(listed.header("content-range"), Some("items 0-0/1"));
    assert_eq!(listed.expect(200)[0]["id"], payment["id"]);
    for (action, body) in [
        ("reverse", json!({ "reason": "nsf" })),
        ("refund", json!({ "amount": "1.00" })),
        ("chargeback", json!({ "reason": "disputed" })),
        ("backdate", json!({ "effective_date": "2026-01-05" })),
    ] {
        let answer = server.admin.post(&act(&payment, action), &body).await;
        assert_eq!(
            answer.expect(409)["code"],
            "payment_not_completed",
            "{action}"
        );
    }
    let done = server
        .admin
        .post(&act(&payment, "complete"), &json!({}))
        .await;
    let done = done.expect(200);
    assert_eq!(done["status"], "completed");
    assert_eq!(done["effective_date"], "2026-01-11");
    assert_eq!(
        (&done["interest_applied"], &done["principal_applied"]),
        (&json!("10.00"), &json!("100.00"))
    );
    let again = server
        .admin
        .post(&act(&payment, "complete"), &json!({}))
        .await;
    assert_eq!(again.expect(409)["code"], "payment_not_pending");
    let listed = server.admin.get(&pending.replace('"', "%22")).await;
    assert_eq!(listed.header("content-range"), Some("items 0-0/0"));
    server.verify().await;
}

#[tokio::test]
async fn a_processing_payment_that_fails_leaves_nothing_behind() {
    let server = TestServer::start().await;
    let loan = server.loan("3650.00", "0.10", "2026-01-01").await;
    let before = balance(&server, &loan).await;
    let payment = announce(&server, &loan, "110.00", "processing").await;
    assert_eq!(payment["status"], "processing");
    let without_reason = server.admin.post(&act(&payment, "fail"), &json!({})).await;
    assert!(without_reason.text().contains("reason"));
    without_reason.expect(422);
    let body = json!({ "reason": "R02" });
    let failed = server
        .admin
        .post(&act(&payment, "fail"), &body)
        .await
        .expect(200);
    assert_eq!(failed["status"], "failed");
    assert_eq!(failed["restatements"], json!([]));
    assert_eq!(balance(&server, &loan).await, before);
    let body = json!({ "amount": "5.00", "payment_method": "ach", "status": "failed" });
    let path = format!("/api/v1/loans/{}/payments", loan["id"].as_str().unwrap());
    let never = server.admin.post(&path, &body).await;
    assert!(
        never
            .text()
            .contains("must be one of completed, pending, processing")
    );
    never.expect(422);
    server.verify().await;
}

/// The debit is of its own day, and the payment keeps its split.
#[tokio::test]
async fn a_chargeback_is_a_new_debit_once() {
    let server = TestServer::start().await;
    let loan = server.loan("3650.00", "0.10", "2026-01-01").await;
    let payment = announce(&server, &loan, "110.00", "completed").await;
    let path = act(&payment, "chargeback");
    let too_much = json!({ "reason": "disputed", "amount": "110.01" });
    let refused = server.admin.post(&path, &too_much).await;
    assert!(refused.text().contains("chargeback_exceeds_payment"));
    refused.expect(422);
    let body = json!({ "reason": "disputed", "effective_date": "2026-01-21" });
    let taken = server.admin.post(&path, &body).await.expect(200);
    assert_eq!(taken["status"], "charged_back");
    assert_eq!(taken["principal_applied"], "100.00");
    // 3,550.00 for ten days, then 3,660.00 for ten.
    let owed = balance(&server, &loan).await;
    assert_eq!(
        (&owed["principal"], &owed["interest"]),
        (&json!("3660.00"), &json!("19.75"))
    );
    let again = server.admin.post(&path, &body).await;
    assert_eq!(again.expect(409)["code"], "payment_already_charged_back");
    server.verify().await;
}

#[tokio::test]
async fn a_stated_balance_moves_what_is_owed() {
    let server = TestServer::start().await;
    let loan = server.loan("3650.00", "0.10", "2026-01-01").await;
    let payment = announce(&server, &loan, "110.00", "completed").await;
    let path = format!("/api/v1/loans/{}/adjustments", loan["id"].as_str().unwrap());
    let state = |balance: &str| json!({ "balance": balance, "reason": "client's books", "effective_date": "2026-01-21" });
    let down = server
        .admin
        .post(&path, &state("3500.00"))
        .await
        .expect(201);
    assert_eq!(down["difference"], "-59.73");
    assert_eq!(down["applied"]["interest_applied"], "9.73");
    assert_eq!(down["applied"]["principal_applied"], "50.00");
    let same = server.admin.post(&path, &state("3500.00")).await;
    assert_eq!(same.expect(409)["code"], "balance_stands_already");
    let negative = server.admin.post(&path, &state("-1.00")).await;
    assert!(negative.text().contains("\"balance\""));
    negative.expect(422);
    let up = server
        .admin
        .post(&path, &state("3600.00"))
        .await
        .expect(201);
    assert_eq!(up["difference"], "100.00");
    // The payment comes back: what it paid is owed again, on top of what was stated.
    let reverse = act(&payment, "reverse");
    let reversed = server
        .admin
        .post(&reverse, &json!({ "reason": "nsf" }))
        .await;
    let restated = reversed.expect(200)["restatements"].clone();
    let credit = restated
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["credit_id"] == down["id"]);
    assert_eq!(credit.unwrap()["after"]["interest_applied"], "20.00");
    server.verify().await;
}
