//! The samples of the published page, verbatim apart from host, key and ids.

use super::{check, create, data, invoice};
use quittance_replay_tests::TestServer;
use serde_json::{Value, json};

/// "Record a payment", as printed.
const REQUEST: &str = r#"{
"amount": 500,
"payment_method": "check",
"payment_reference": "CHK-2026-001"
}"#;

const REPLY: &str = r#"{
"success": true,
"status_code": 200,
"message": "Payment recorded",
"data": {
"invoice_id": "uuid",
"new_status": "in_progress",
"outstanding_amount": 1000.0
}
}"#;

#[tokio::test]
async fn the_sample_payment_gets_the_sample_reply() {
    let server = TestServer::start().await;
    let path = create(&server, &invoice("INV-1")).await;
    let id = path.rsplit('/').next().unwrap();
    let client = server.admin.anonymous();
    let client = client.with("X-Api-Key", server.admin.key.as_deref().unwrap());
    let reply = client.post_raw(&format!("{path}/payment"), REQUEST).await;
    let expected: Value = serde_json::from_str(&REPLY.replace("uuid", id)).unwrap();
    assert_eq!(reply.expect(200), expected);
    // The same keys in the same order, and the number as it is printed.
    let spaces: &[_] = &[' ', '\n'];
    let printed = REPLY.replace("uuid", id).replace(spaces, "");
    assert_eq!(reply.text().replace(spaces, ""), printed);
    server.verify().await;
}

/// "Settlement is automatic", and its tags are computed at runtime.
#[tokio::test]
async fn the_last_payment_settles_the_invoice() {
    let server = TestServer::start().await;
    let path = create(&server, &invoice("INV-1")).await;
    let status = format!("{path}/payment-status");
    let before = data(&server, &status).await;
    assert_eq!(before["status"], "not_assigned");
    assert_eq!(
        (&before["tags"], &before["paid_at"]),
        (&json!([]), &Value::Null)
    );
    let pay = format!("{path}/payment");
    server
        .admin
        .post(&pay, &check(json!(500), "CHK-1"))
        .await
        .expect(200);
    let partly = data(&server, &status).await;
    assert_eq!(partly["status"], "in_progress");
    assert_eq!(partly["tags"], json!(["partially_paid"]));
    assert_eq!(partly["paid_amount"].to_string(), "500.0");
    let last = server
        .admin
        .post(&pay, &check(json!(1000), "CHK-2"))
        .await
        .expect(200);
    assert_eq!(last["data"]["new_status"], "settled");
    assert_eq!(last["data"]["outstanding_amount"].to_string(), "0.0");
    let settled = data(&server, &status).await;
    assert_eq!(settled["status"], "settled");
    assert_eq!(settled["tags"], json!(["paid_in_full"]));
    assert_eq!(settled["outstanding_amount"].to_string(), "0.0");
    assert!(settled["paid_at"].as_str().unwrap().ends_with('Z'));
    let payments = settled["payments"].as_array().unwrap();
    let of = |payment: &Value| {
        let reference = payment["payment_reference"].as_str().unwrap().to_owned();
        (
            reference,
            payment["status"].clone(),
            payment["payment_method"].clone(),
        )
    };
    let expected = ["CHK-1", "CHK-2"]
        .map(|reference| (reference.to_owned(), json!("COMPLETED"), json!("check")));
    assert_eq!(payments.iter().map(of).collect::<Vec<_>>(), expected);
}

/// "Check collection status with overdue state": by the clock, without any write.
#[tokio::test]
async fn an_invoice_is_past_due_from_the_day_after() {
    let server = TestServer::start().await;
    let today = chrono::Utc::now().date_naive();
    let mut body = invoice("INV-1");
    body["due_date"] = json!(today - chrono::Days::new(1));
    let path = create(&server, &body).await;
    let status = data(&server, &format!("{path}/status")).await;
    assert_eq!(status["is_overdue"], true);
    assert_eq!(status["days_overdue"], 1);
    assert_eq!(status["tags"], json!(["past_due"]));
    body["invoice_number"] = json!("INV-2");
    body["due_date"] = json!(today);
    let path = create(&server, &body).await;
    let status = data(&server, &format!("{path}/status")).await;
    assert_eq!(
        (&status["is_overdue"], &status["days_overdue"]),
        (&json!(false), &json!(0))
    );
    let pay = format!("{path}/payment");
    server
        .admin
        .post(&pay, &check(json!(1), "CHK-1"))
        .await
        .expect(200);
    let status = data(&server, &format!("{path}/status")).await;
    assert_eq!(status["status"], "in_progress");
    assert_eq!(status["outstanding_amount"].to_string(), "1499.0");
}
