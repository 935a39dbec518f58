//! Bad input gets a clear error that names the field, and changes nothing.

use quittance_replay_tests::TestServer;
use serde_json::{Value, json};

/// Bodies that recording a payment refuses, each with the field it must name.
fn bodies() -> Vec<(&'static str, u16, Option<&'static str>)> {
    let amount = Some("amount");
    vec![
        (r#"{"amount":"#, 400, None),
        ("not json", 400, None),
        ("[1,2]", 400, None),
        (r#""500.00""#, 400, None),
        (r#"{}"#, 422, amount),
        (r#"{"amount":null,"payment_method":"ach"}"#, 422, amount),
        (r#"{"amount":true,"payment_method":"ach"}"#, 422, amount),
        (r#"{"amount":["5.00"],"payment_method":"ach"}"#, 422, amount),
        (
            r#"{"amount":{"value":5},"payment_method":"ach"}"#,
            422,
            amount,
        ),
        (r#"{"amount":"0.00","payment_method":"ach"}"#, 422, amount),
        (r#"{"amount":0,"payment_method":"ach"}"#, 422, amount),
        (r#"{"amount":"-5.00","payment_method":"ach"}"#, 422, amount),
        (r#"{"amount":"1.234","payment_method":"ach"}"#, 422, amount),
        (r#"{"amount":1.234,"payment_method":"ach"}"#, 422, amount),
        (r#"{"amount":1e400,"payment_method":"ach"}"#, 422, amount),
        (r#"{"amount":"1e400","payment_method":"ach"}"#, 422, amount),
        (r#"{"amount":"NaN","payment_method":"ach"}"#, 422, amount),
        (r#"{"amount":NaN,"payment_method":"ach"}"#, 400, None),
        (
            r#"{"amount":"Infinity","payment_method":"ach"}"#,
            422,
            amount,
        ),
        (r#"{"amount":"","payment_method":"ach"}"#, 422, amount),
        (
            r#"{"amount":"1,000.00","payment_method":"ach"}"#,
            422,
            amount,
        ),
        (
            r#"{"amount":"99999999999999999999","payment_method":"ach"}"#,
            422,
            amount,
        ),
        (r#"{"amount":"5.00"}"#, 422, Some("payment_method")),
        (
            r#"{"amount":"5.00","payment_method":"barter"}"#,
            422,
            Some("payment_method"),
        ),
        (
            r#"{"amount":"5.00","payment_method":7}"#,
            422,
            Some("payment_method"),
        ),
        (
            r#"{"amount":"5.00","payment_method":"ach","effective_date":"yesterday"}"#,
            422,
            Some("effective_date"),
        ),
        (
            r#"{"amount":"5.00","payment_method":"ach","effective_date":"2026-02-30"}"#,
            422,
            Some("effective_date"),
        ),
        (
            r#"{"amount":"5.00","payment_method":"ach","effective_date":20260101}"#,
            422,
            Some("effective_date"),
        ),
        (
            r#"{"amount":"5.00","payment_method":"ach","effective_date":"2199-01-01"}"#,
            422,
            Some("effective_date"),
        ),
        (
            r#"{"amount":"5.00","payment_method":"ach","effective_date":"2025-12-31"}"#,
            422,
            Some("effective_date"),
        ),
        (
            r#"{"amount":"5.00","payment_method":"ach","direction":"up"}"#,
            422,
            Some("direction"),
        ),
        (
            r#"{"amount":"5.00","payment_method":"ach","external_id":"a\u0000b"}"#,
            422,
            Some("external_id"),
        ),
    ]
}

#[tokio::test]
async fn a_bad_payment_names_its_field_and_changes_nothing() {
    let server = TestServer::start().await;
    let loan = server.loan("1000.00", "0.10", "2026-01-01").await;
    let path = format!("/api/v1/loans/{}/payments", loan["id"].as_str().unwrap());
    for (body, status, field) in bodies() {
        let response = server.admin.post_raw(&path, body).await;
        assert_eq!(
            response.status.as_u16(),
            status,
            "{body}: {}",
            response.text()
        );
        let detail = &response.json()["detail"];
        if let Some(field) = field {
            let names = detail
                .as_array()
                .unwrap()
                .iter()
                .map(|error| error["loc"][2].clone());
            assert!(names.clone().any(|name| name == field), "{body}: {detail}");
        } else {
            assert!(detail.is_string(), "{body}: {detail}");
        }
    }
    assert_eq!(server.count_events("payment.received").await, 0);
    let balance = path.replace("/payments", "/balance?on=2026-01-01");
    let balance = server.admin.get(&balance);
    assert_eq!(balance.await.expect(200)["principal"], "1000.00");
    server.verify().await;
}

#[tokio::test]
async fn a_body_of_two_megabytes_is_too_large() {
    let server = TestServer::start().await;
    let body = format!(
        r#"{{"amount":"5.00","note":"{}"}}"#,
        "x".repeat(2 * 1024 * 1024)
    );
    let loan = server.loan("1000.00", "0", "2026-01-01").await;
    let path = format!("/api/v1/loans/{}/payments", loan["id"].as_str().unwrap());
    let response = server.admin.post_raw(&path, body).await;
    assert_eq!(response.status.as_u16(), 413);
}

#[tokio::test]
async fn several_wrong_fields_are_all_named() {
    let server = TestServer::start().await;
    let body = json!({
        "principal_amount": "-1",
        "interest_rate": "eleven",
        "day_count": "act_999",
        "rounding": "up",
        "allocation_order": ["fees", "fees", "interest"],
        "start_date": "soon",
        "term_months": 0,
        "currency": "XXX",
        "accrue_after_charge_off": "yes",
    });
    let errors = server.admin.post("/api/v1/loans", &body).await.expect(422);
    let mut named: Vec<&str> = errors["detail"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["loc"][2].as_str().unwrap())
        .collect();
    named.sort_unstable();
    let mut expected: Vec<&str> = body
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    expected.sort_unstable();
    assert_eq!(named, expected);
    assert_eq!(server.count_events("loan.created").await, 0);
}

#[tokio::test]
async fn unknown_ids_are_not_found() {
    let server = TestServer::start().await;
    let body = json!({ "amount": "5.00", "payment_method": "ach", "reason": "x" });
    let unknown = "550e8400-e29b-41d4-a716-446655440000";
    for id in [unknown, "883b1733-b5ce-74g7-d049-779988773333", "1", "%00"] {
        for path in [
            format!("/api/v1/loans/{id}/payments"),
            format!("/api/v1/loans/{id}/payments/preview"),
            format!("/api/v1/payments/{id}/reverse"),
            format!("/api/v1/payments/{id}/refund"),
        ] {
            let answer = server.admin.post(&path, &body).await.expect(404);
            assert_eq!(answer, json!({ "detail": "Not Found" }), "{path}");
        }
        for path in [
            format!("/api/v1/loans/{id}"),
            format!("/api/v1/loans/{id}/balance"),
            format!("/api/v1/loans/{id}/payments"),
            format!("/api/v1/payments/{id}"),
        ] {
            server.admin.get(&path).await.expect(404);
        }
    }
}

/// Refusals leave a trace in the chain and nothing else.
#[tokio::test]
async fn refunding_too_much_and_reversing_twice_are_refused() {
    let server = TestServer::start().await;
    let loan = server.loan("1000.00", "0", "2026-01-01").await;
    let path = format!("/api/v1/loans/{}/payments", loan["id"].as_str().unwrap());
    let body = json!({ "amount": "100.00", "payment_method": "card" });
    let payment = server.admin.post(&path, &body).await.expect(201);
    let payment = format!("/api/v1/payments/{}", payment["id"].as_str().unwrap());
    let refund = |amount: &str| json!({ "amount": amount, "reason": "test" });
    let post = |action: &'static str, body: Value| {
        let path = format!("{payment}/{action}");
        let admin = server.admin.clone();
        async move { admin.post(&path, &body).await }
    };
    post("refund", refund("60.00")).await.expect(200);
    let refused = post("refund", refund("40.01")).await.expect(422);
    assert_eq!(
        refused["detail"][0]["loc"],
        json!(["body", "payload", "amount"])
    );
    assert_eq!(refused["detail"][0]["type"], "refund_exceeds_payment");
    post("refund", refund("40.00")).await.expect(200);
    post("refund", refund("0.01")).await.expect(422);
    let reverse = json!({ "reason": "nsf" });
    let reversed = post("reverse", reverse.clone()).await.expect(200);
    assert_eq!(reversed["status"], "reversed");
    let again = post("reverse", reverse).await.expect(409);
    assert_eq!(again["code"], "payment_already_reversed");
    assert_eq!(server.count_events("command.refused").await, 3);
    // What was given back of a payment that came back is owed again.
    let balance = server
        .admin
        .get(&format!("{}/balance", &path[..path.len() - 9]))
        .await;
    assert_eq!(balance.expect(200)["total"], "1100.00");
    server.verify().await;
}

#[tokio::test]
async fn a_date_says_which_years_there_are() {
    let server = TestServer::start().await;
    for date in ["1899-12-31", "2201-01-01", "0001-01-01", "2026-02-30"] {
        let body = json!({ "principal_amount": "1.00", "start_date": date });
        let refused = server.admin.post("/api/v1/loans", &body).await.expect(422);
        let message = "must be a date, YYYY-MM-DD, from 1900 to 2200";
        let expected = json!([{
            "type": "value_error", "loc": ["body", "payload", "start_date"], "msg": message,
        }]);
        assert_eq!(refused["detail"], expected, "{date}");
    }
}

#[tokio::test]
async fn other_methods_are_not_allowed() {
    let server = TestServer::start().await;
    let answer = server.admin.send(
        hyper::Method::DELETE,
        "/api/v1/payments",
        Default::default(),
    );
    assert_eq!(answer.await.unwrap().status.as_u16(), 405);
}
