//! The samples of the published page, verbatim apart from host and ids.

use super::{loan, shows, two_weeks_ago};
use quittance_replay_tests::TestServer;
use serde_json::{Value, json};

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[tokio::test]
async fn the_sample_payment_gets_the_sample_reply() {
    let server = TestServer::start().await;
    let path = loan(&server, "2026-01-01").await;
    let request = r#"{
  "amount": "500.00",
  "payment_method": "ach",
  "payment_instrument_id": "772a0622-a4bd-63f6-c938-668877662222",
  "effective_date": "2026-01-15",
  "external_id": "PMT-EXT-001"
}"#;
    let sample = r#"{
  "amount": "500.00",
  "payment_method": "ach",
  "status": "completed",
  "effective_date": "2026-01-15",
  "principal_applied": "412.50",
  "interest_applied": "62.50",
  "fees_applied": "25.00"
}"#;
    let reply = server
        .admin
        .post_raw(&format!("{path}/payments"), request)
        .await;
    let reply = reply.expect(201);
    shows(&reply, &parse(sample));
    assert_eq!(
        format!("/api/v1/loans/{}", reply["loan_id"].as_str().unwrap()),
        path
    );
    let created = reply["created_at"].as_str().unwrap();
    assert_eq!(
        (created.len(), created.ends_with('Z')),
        (20, true),
        "{created}"
    );
    let read = format!("/api/v1/payments/{}", reply["id"].as_str().unwrap());
    shows(&server.admin.get(&read).await.expect(200), &parse(sample));
    server.verify().await;
}

#[tokio::test]
async fn the_sample_preview_gets_the_sample_reply_and_leaves_no_trace() {
    let server = TestServer::start().await;
    let path = loan(&server, &two_weeks_ago()).await;
    let before = server.admin.get(&path).await.expect(200);
    let preview = format!("{path}/payments/preview");
    let reply = server
        .admin
        .post_raw(&preview, r#"{ "amount": "500.00" }"#)
        .await;
    let sample = r#"{
  "amount": "500.00",
  "principal_applied": "412.50",
  "interest_applied": "62.50",
  "fees_applied": "25.00",
  "remaining_principal": "8087.50",
  "overpayment": "0.00"
}"#;
    shows(&reply.expect(200), &parse(sample));
    assert_eq!(server.admin.get(&path).await.expect(200), before);
    let list = server
        .admin
        .get(&format!("{path}/payments"))
        .await
        .expect(200);
    assert_eq!(list, json!([]));
}

/// "Creates a reversing entry and re-accrues interest. Optionally assesses an NSF fee."
#[tokio::test]
async fn the_sample_reversal_restores_what_was_owed() {
    let server = TestServer::start().await;
    let path = loan(&server, "2026-01-01").await;
    let balance = format!("{path}/balance");
    let before = server.admin.get(&balance).await.expect(200);
    let pay = json!({
        "amount": "500.00", "payment_method": "ach", "effective_date": "2026-01-15",
    });
    let payment = server
        .admin
        .post(&format!("{path}/payments"), &pay)
        .await
        .expect(201);
    let reverse = format!(
        "/api/v1/payments/{}/reverse",
        payment["id"].as_str().unwrap()
    );
    let request = r#"{
  "reason": "nsf",
  "assess_nsf_fee": true
}"#;
    let reversed = server.admin.post_raw(&reverse, request).await.expect(200);
    assert_eq!(reversed["status"], "reversed");
    let after = server.admin.get(&balance).await.expect(200);
    for part in ["principal", "interest"] {
        assert_eq!(after[part], before[part], "{part}");
    }
    // "Payment must be in completed status."
    server.admin.post_raw(&reverse, request).await.expect(409);
    server.verify().await;
}

#[tokio::test]
async fn the_sample_refund_gives_the_payment_back() {
    let server = TestServer::start().await;
    let path = loan(&server, "2026-01-01").await;
    let pay = json!({ "amount": "500.00", "payment_method": "ach" });
    let payment = server
        .admin
        .post(&format!("{path}/payments"), &pay)
        .await
        .expect(201);
    let refund = format!(
        "/api/v1/payments/{}/refund",
        payment["id"].as_str().unwrap()
    );
    let request = r#"{
  "amount": "500.00",
  "reason": "Customer overpayment"
}"#;
    let refunded = server.admin.post_raw(&refund, request).await.expect(200);
    assert_eq!(refunded["status"], "refunded");
    server.admin.post_raw(&refund, request).await.expect(422);
}

/// "Change the effective date of a payment and reprocess allocation": as if made on that day.
#[tokio::test]
async fn the_sample_backdating_splits_as_of_that_day() {
    let server = TestServer::start().await;
    let (late, timely) = (
        loan(&server, "2026-01-01").await,
        loan(&server, "2026-01-01").await,
    );
    let pay =
        |day: &str| json!({ "amount": "500.00", "payment_method": "ach", "effective_date": day });
    let payment = server
        .admin
        .post(&format!("{late}/payments"), &pay("2026-01-15"))
        .await;
    let payment = payment.expect(201);
    let backdate = format!(
        "/api/v1/payments/{}/backdate",
        payment["id"].as_str().unwrap()
    );
    let request = r#"{
  "effective_date": "2026-01-10"
}"#;
    let moved = server.admin.post_raw(&backdate, request).await.expect(200);
    let meant = server
        .admin
        .post(&format!("{timely}/payments"), &pay("2026-01-10"))
        .await;
    let meant = meant.expect(201);
    for part in [
        "effective_date",
        "principal_applied",
        "interest_applied",
        "fees_applied",
    ] {
        assert_eq!(moved[part], meant[part], "{part}");
    }
    assert_ne!(moved["interest_applied"], payment["interest_applied"]);
    server.verify().await;
}

/// "Record a reimbursement to the borrower (not a payment allocation)."
#[tokio::test]
async fn the_sample_reimbursement_moves_no_balance() {
    let server = TestServer::start().await;
    let path = loan(&server, "2026-01-01").await;
    let balance = format!("{path}/balance");
    let before = server.admin.get(&balance).await.expect(200);
    let request = r#"{
  "amount": "100.00",
  "reason": "Fee waiver reimbursement"
}"#;
    let reimburse = format!("{path}/payments/reimbursement");
    let reply = server.admin.post_raw(&reimburse, request).await.expect(201);
    shows(&reply, &parse(request));
    assert_eq!(server.admin.get(&balance).await.expect(200), before);
    server.verify().await;
}

/// "Payment Methods".
#[tokio::test]
async fn every_published_method_is_taken_and_no_other() {
    let server = TestServer::start().await;
    let path = loan(&server, "2026-01-01").await;
    let pay = format!("{path}/payments");
    for method in ["ach", "wire", "check", "card", "cash", "other"] {
        let body = json!({ "amount": "1.00", "payment_method": method });
        let paid = server.admin.post(&pay, &body).await.expect(201);
        assert_eq!(paid["payment_method"], method);
    }
    let body = json!({ "amount": "1.00", "payment_method": "barter" });
    let refused = server.admin.post(&pay, &body).await.expect(422);
    assert_eq!(
        refused["detail"][0]["loc"],
        json!(["body", "payload", "payment_method"])
    );
}
