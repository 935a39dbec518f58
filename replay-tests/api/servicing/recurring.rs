//! Recurring payments over HTTP: the published page's sample, what is wrong with a wish, cancelling.

use quittance_replay_tests::TestServer;
use serde_json::{Value, json};

/// The body of the published page, verbatim.
const SAMPLE: &str = r#"
{
  "payment_instrument_id": "772a0622-a4bd-63f6-c938-668877662222",
  "amount": "312.50",
  "frequency": "monthly",
  "start_date": "2026-02-01",
  "end_date": null
}
"#;

async fn path(server: &TestServer) -> String {
    let loan = server.loan("10000.00", "0.085", "2026-01-15").await;
    format!(
        "/api/v1/loans/{}/recurring-payments",
        loan["id"].as_str().unwrap()
    )
}

#[tokio::test]
async fn the_sample_is_created_listed_and_cancelled_once() {
    let server = TestServer::start().await;
    let path = path(&server).await;
    let client = server.admin.with("Idempotency-Key", "sample");
    let created = client.post_raw(&path, SAMPLE).await;
    assert_eq!(client.post_raw(&path, SAMPLE).await.body, created.body);
    let created = created.expect(201);
    let sent: Value = serde_json::from_str(SAMPLE).unwrap();
    for (name, value) in sent.as_object().unwrap() {
        assert_eq!(&created[name], value, "{name}");
    }
    assert_eq!(created["status"], "active");
    // Its dates have passed: the next is the first of a month to come.
    let next = created["next_payment_date"].as_str().unwrap();
    assert!(next.ends_with("-01") && next > "2026-02-01", "{next}");
    let listed = server.admin.get(&path).await.expect(200);
    assert_eq!(listed, json!([created]));

    let cancel = format!(
        "/api/v1/recurring-payments/{}/cancel",
        created["id"].as_str().unwrap()
    );
    let cancelled = server.admin.post(&cancel, &json!({})).await.expect(200);
    assert_eq!(cancelled["status"], "cancelled");
    assert_eq!(cancelled["next_payment_date"], Value::Null);
    server.admin.post(&cancel, &json!({})).await.expect(409);
    assert_eq!(
        server.admin.get(&path).await.expect(200),
        json!([cancelled])
    );
    let stranger = server.stranger().await;
    stranger.post(&cancel, &json!({})).await.expect(404);
    stranger.get(&path).await.expect(404);
    server.verify().await;
}

#[tokio::test]
async fn a_wish_that_cannot_be_kept_names_its_field() {
    let server = TestServer::start().await;
    let path = path(&server).await;
    let good: Value = serde_json::from_str(SAMPLE).unwrap();
    let cases = [
        ("amount", json!("0.00")),
        ("amount", Value::Null),
        ("frequency", json!("yearly")),
        ("frequency", Value::Null),
        ("start_date", json!("2026-02-30")),
        ("start_date", Value::Null),
        ("end_date", json!("2026-01-31")),
        ("payment_instrument_id", json!("card")),
        ("payment_method", json!("barter")),
        ("record_as", json!("failed")),
    ];
    for (name, value) in cases {
        let mut body = good.clone();
        body[name] = value;
        let refused = server.admin.post(&path, &body).await.expect(422);
        let place = &refused["detail"][0]["loc"];
        assert_eq!(place, &json!(["body", "payload", name]), "{refused}");
    }
    assert_eq!(server.count_events("recurring_payment.created").await, 0);
}
