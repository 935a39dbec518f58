//! The states of payments: pending, processing, completed, failed, refunded.

use super::{check, create, data, invoice};
use bytes::Bytes;
use hyper::Method;
use quittance_replay_tests::{Response, TestServer};
use serde_json::{Value, json};

/// An invoice and one payment of it.
struct Paid {
    server: TestServer,
    path: String,
}

impl Paid {
    /// Of 1500.00, with a payment of this amount and status.
    async fn new(amount: i64, status: &str) -> Paid {
        let server = TestServer::start().await;
        let path = create(&server, &invoice("INV-1")).await;
        let mut body = check(json!(amount), "CHK-1");
        body["status"] = json!(status);
        server
            .admin
            .post(&format!("{path}/payment"), &body)
            .await
            .expect(200);
        Paid { server, path }
    }

    async fn status(&self) -> Value {
        data(&self.server, &format!("{}/payment-status", self.path)).await
    }

    /// The status of the payment, of the invoice, and what is outstanding.
    async fn stands(&self) -> (String, String, String) {
        let status = self.status().await;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (
            text(&status["payments"][0]["status"]),
            text(&status["status"]),
            status["outstanding_amount"].to_string(),
        )
    }

    async fn change(&self, status: &str) -> Response {
        let payment = self.status().await["payments"][0]["id"].clone();
        let path = format!("{}/payments/{}", self.path, payment.as_str().unwrap());
        let body = json!({ "status": status, "reason": "told by the bank" }).to_string();
        let client = &self.server.admin;
        client
            .send(Method::PATCH, &path, Bytes::from(body))
            .await
            .unwrap()
    }
}

fn stands(payment: &str, invoice: &str, outstanding: &str) -> (String, String, String) {
    (
        payment.to_owned(),
        invoice.to_owned(),
        outstanding.to_owned(),
    )
}

#[tokio::test]
async fn a_pending_payment_counts_once_it_is_completed() {
    for status in ["PENDING", "PROCESSING"] {
        let paid = Paid::new(1500, status).await;
        let open = stands(status, "not_assigned", "1500.0");
        assert_eq!(paid.stands().await, open);
        let completed = paid.change("COMPLETED").await.expect(200);
        assert_eq!(completed["data"]["payment_status"], "COMPLETED");
        assert_eq!(completed["data"]["new_status"], "settled");
        assert_eq!(paid.stands().await, stands("COMPLETED", "settled", "0.0"));
        // It is completed once.
        paid.change("COMPLETED").await.expect(409);
        paid.server.verify().await;
    }
}

#[tokio::test]
async fn a_pending_payment_that_fails_never_counted() {
    let paid = Paid::new(500, "PENDING").await;
    let failed = paid.change("FAILED").await.expect(200);
    assert_eq!(failed["data"]["payment_status"], "FAILED");
    assert_eq!(
        paid.stands().await,
        stands("FAILED", "not_assigned", "1500.0")
    );
    paid.change("COMPLETED").await.expect(409);
}

#[tokio::test]
async fn a_chargeback_reads_failed_and_the_invoice_is_owed_again() {
    let paid = Paid::new(1500, "COMPLETED").await;
    assert_eq!(paid.stands().await, stands("COMPLETED", "settled", "0.0"));
    let failed = paid.change("FAILED").await.expect(200);
    assert_eq!(failed["data"]["new_status"], "in_progress");
    assert_eq!(
        paid.stands().await,
        stands("FAILED", "in_progress", "1500.0")
    );
    let status = paid.status().await;
    assert_eq!(status["paid_amount"].to_string(), "0.0");
    assert_eq!(status["paid_at"], Value::Null);
    paid.server.verify().await;
}

#[tokio::test]
async fn a_refund_leaves_the_invoice_in_progress() {
    let paid = Paid::new(1500, "COMPLETED").await;
    let refunded = paid.change("REFUNDED").await.expect(200);
    assert_eq!(refunded["data"]["payment_status"], "REFUNDED");
    assert_eq!(
        paid.stands().await,
        stands("REFUNDED", "in_progress", "1500.0")
    );
    let status = paid.status().await;
    assert_eq!(
        (&status["tags"], &status["paid_at"]),
        (&json!([]), &Value::Null)
    );
    paid.change("REFUNDED").await.expect(400);
}

#[tokio::test]
async fn a_reference_is_good_for_one_payment() {
    let paid = Paid::new(500, "COMPLETED").await;
    let pay = format!("{}/payment", paid.path);
    let admin = &paid.server.admin;
    // Sent again it is the same payment, and reads like it.
    let again = admin
        .post(&pay, &check(json!(500.00), "CHK-1"))
        .await
        .expect(200);
    assert_eq!(again["data"]["outstanding_amount"].to_string(), "1000.0");
    assert_eq!(paid.server.count_events("payment.received").await, 1);
    let other = admin
        .post(&pay, &check(json!(400), "CHK-1"))
        .await
        .expect(400);
    assert_eq!(other["errors"][0]["field"], "payment_reference");
    // A payment that failed has not used its reference up.
    paid.change("FAILED").await.expect(200);
    let mut body = check(json!(500), "CHK-2");
    body["status"] = json!("PENDING");
    admin.post(&pay, &body).await.expect(200);
    assert_eq!(paid.server.count_events("payment.received").await, 2);
}

/// Without a reference two equal payments are two.
#[tokio::test]
async fn payments_without_a_reference_are_each_their_own() {
    let paid = Paid::new(500, "COMPLETED").await;
    let pay = format!("{}/payment", paid.path);
    let body = json!({ "amount": 250, "payment_method": "other" });
    for _ in 0..2 {
        paid.server.admin.post(&pay, &body).await.expect(200);
    }
    let status = paid.status().await;
    assert_eq!(status["outstanding_amount"].to_string(), "500.0");
    assert_eq!(status["payments"][2]["payment_method"], "other");
    // But for one request id.
    let once = paid.server.admin.with("Idempotency-Key", "zelle-3");
    once.post(&pay, &body).await.expect(200);
    let replayed = once.post(&pay, &body).await;
    assert_eq!(replayed.header("idempotent-replayed"), Some("true"));
    assert_eq!(
        paid.status().await["outstanding_amount"].to_string(),
        "250.0"
    );
}

/// "Optional notes stored on the account activity timeline": sealed, since they often name people.
#[tokio::test]
async fn notes_are_kept_with_the_payment_and_sealed() {
    let paid = Paid::new(500, "COMPLETED").await;
    let pay = format!("{}/payment", paid.path);
    let mut body = check(json!(250), "CHK-2");
    body["notes"] = json!("Mrs Doe paid at the desk");
    paid.server.admin.post(&pay, &body).await.expect(200);
    let payments = paid.status().await["payments"].clone();
    assert_eq!(payments[0]["notes"], Value::Null);
    assert_eq!(payments[1]["notes"], "Mrs Doe paid at the desk");
    assert_eq!(paid.server.count_events("note.added").await, 1);
    let admin = paid.server.database.admin().await;
    let sql = "SELECT count(*) FROM book.events WHERE payload::text LIKE '%Doe%'";
    assert_eq!(admin.query_one(sql, &[]).await.unwrap().get::<_, i64>(0), 0);
    paid.server.verify().await;
}

#[tokio::test]
async fn a_refused_amount_leaves_its_reference_free() {
    let paid = Paid::new(1000, "COMPLETED").await;
    let pay = format!("{}/payment", paid.path);
    let admin = &paid.server.admin;
    admin
        .post(&pay, &check(json!(500.01), "CHK-2"))
        .await
        .expect(400);
    admin
        .post(&pay, &check(json!(500), "CHK-2"))
        .await
        .expect(200);
    assert_eq!(paid.status().await["status"], "settled");
    // Nothing is outstanding, so any amount is too much.
    let more = admin
        .post(&pay, &check(json!(0.01), "CHK-3"))
        .await
        .expect(400);
    assert_eq!(more["errors"][0]["field"], "amount");
}

/// "Method such as check, ach, or card": any word is taken.
#[tokio::test]
async fn a_payment_is_made_in_whatever_way() {
    let server = TestServer::start().await;
    let path = create(&server, &invoice("INV-1")).await;
    let methods = [
        ("check", "check"),
        ("ach", "ach"),
        ("card", "card"),
        ("CHECK", "check"),
        ("Credit Card", "card"),
        ("wire-transfer", "wire"),
        ("barter", "other"),
    ];
    for (given, _) in methods {
        let body = json!({ "amount": 1, "payment_method": given });
        let pay = format!("{path}/payment");
        server.admin.post(&pay, &body).await.expect(200);
    }
    let status = data(&server, &format!("{path}/payment-status")).await;
    let payments = status["payments"].as_array().unwrap();
    let shown: Vec<&Value> = payments
        .iter()
        .map(|payment| &payment["payment_method"])
        .collect();
    assert_eq!(shown, methods.map(|(_, kept)| kept));
}
