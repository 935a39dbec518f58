//! A loan's life over HTTP: the main job.

use quittance_replay_tests::TestServer;
use serde_json::json;

/// The published samples: preview, then the same payment recorded, divide alike.
#[tokio::test]
async fn a_payment_is_previewed_recorded_and_read_back() {
    let server = TestServer::start().await;
    let loan = server.loan("8500.00", "0.0730", "2026-01-01").await;
    let id = loan["id"].as_str().unwrap();
    let fee = json!({ "amount": "25.00", "fee_type": "late", "effective_date": "2026-01-10" });
    server
        .admin
        .post(&format!("/api/v1/loans/{id}/fees"), &fee)
        .await
        .expect(201);
    let body = json!({ "amount": "500.00", "effective_date": "2026-01-31" });
    let path = format!("/api/v1/loans/{id}/payments");
    let preview = server
        .admin
        .post(&format!("{path}/preview"), &body)
        .await
        .expect(200);
    // 8,500.00 at 7.3 % earns 1.70 a day, 30 days.
    let expected = json!({
        "amount": "500.00",
        "principal_applied": "424.00",
        "interest_applied": "51.00",
        "fees_applied": "25.00",
        "remaining_principal": "8076.00",
        "overpayment": "0.00",
    });
    assert_eq!(preview, expected);
    assert_eq!(server.count_events("payment.received").await, 0);

    let mut body = body;
    body["payment_method"] = json!("ach");
    body["external_id"] = json!("PMT-EXT-001");
    let payment = server.admin.post(&path, &body).await.expect(201);
    assert_eq!(payment["principal_applied"], "424.00");
    assert_eq!(payment["status"], "completed");
    let again = server
        .admin
        .get(&format!(
            "/api/v1/payments/{}",
            payment["id"].as_str().unwrap()
        ))
        .await;
    assert_eq!(again.expect(200), payment);
    let list = server.admin.get(&path).await;
    assert_eq!(list.expect(200), json!([payment]));
    assert_eq!(list.header("content-range"), Some("items 0-0/1"));
    server.verify().await;
}
