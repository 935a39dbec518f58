//! The same request id: the same answer, one event.

use quittance_replay_tests::TestServer;
use serde_json::json;

async fn payments_path(server: &TestServer) -> String {
    let loan = server.loan("1000.00", "0", "2026-01-01").await;
    format!("/api/v1/loans/{}/payments", loan["id"].as_str().unwrap())
}

#[tokio::test]
async fn a_repeated_request_gets_the_first_answer_byte_for_byte() {
    let server = TestServer::start().await;
    let path = payments_path(&server).await;
    for header in ["Idempotency-Key", "X-Request-Id", "Request-Id"] {
        let client = server.admin.with(header, &format!("order-{header}"));
        let before = server.count_events("payment.received").await;
        let first = client
            .post_raw(&path, r#"{"amount":"5.00","payment_method":"ach"}"#)
            .await;
        first.expect(201);
        assert_eq!(first.header("idempotent-replayed"), None);
        // Spacing and key order do not make another request of it.
        let second = client
            .post_raw(&path, r#" { "payment_method": "ach", "amount": "5.00" } "#)
            .await;
        assert_eq!(second.header("idempotent-replayed"), Some("true"));
        assert_eq!((second.status, &second.body), (first.status, &first.body));
        assert_eq!(server.count_events("payment.received").await, before + 1);
    }
}

#[tokio::test]
async fn the_same_id_with_another_body_is_refused() {
    let server = TestServer::start().await;
    let path = payments_path(&server).await;
    let client = server.admin.with("Idempotency-Key", "\"once\"");
    client
        .post(&path, &json!({ "amount": "5.00", "payment_method": "ach" }))
        .await
        .expect(201);
    let other = client
        .post(&path, &json!({ "amount": "6.00", "payment_method": "ach" }))
        .await;
    other.expect(409);
    assert_eq!(server.count_events("payment.received").await, 1);
}

#[tokio::test]
async fn an_id_that_is_none_is_named_as_a_header() {
    let server = TestServer::start().await;
    let path = payments_path(&server).await;
    let pay = json!({ "amount": "5.00", "payment_method": "ach" });
    let longest = "k".repeat(255);
    for header in ["idempotency-key", "x-request-id", "request-id"] {
        for id in [longest.clone() + "k", "\"\"".to_owned()] {
            let refused = server.admin.with(header, &id).post(&path, &pay).await;
            let expected = json!([{
                "type": "value_error", "loc": ["header", header],
                "msg": "must have 1 to 255 visible ASCII characters",
            }]);
            assert_eq!(refused.expect(422)["detail"], expected, "{header}");
        }
    }
    assert_eq!(server.count_events("payment.received").await, 0);
    let fits = server.admin.with("Idempotency-Key", &longest);
    fits.post(&path, &pay).await.expect(201);
}

/// A refusal is an answer too: it is kept, though the same command would succeed later.
#[tokio::test]
async fn a_refusal_is_replayed() {
    let server = TestServer::start().await;
    let loan = server
        .admin
        .post("/api/v1/loans", &json!({ "principal_amount": "100.00" }))
        .await;
    let loan = loan.expect(201);
    let path = format!("/api/v1/loans/{}", loan["id"].as_str().unwrap());
    let client = server.admin.with("Idempotency-Key", "early");
    let pay = json!({ "amount": "5.00", "payment_method": "ach" });
    let first = client.post(&format!("{path}/payments"), &pay).await;
    assert_eq!(first.expect(409)["code"], "loan_not_disbursed");
    server
        .admin
        .post(&format!("{path}/disburse"), &json!({}))
        .await
        .expect(200);
    let second = client.post(&format!("{path}/payments"), &pay).await;
    assert_eq!(second.status.as_u16(), 409);
    assert_eq!(second.body, first.body);
    assert_eq!(server.count_events("payment.received").await, 0);
    server
        .admin
        .post(&format!("{path}/payments"), &pay)
        .await
        .expect(201);
}

/// Malformed input is not an answer to keep: the corrected request may use the same id.
#[tokio::test]
async fn malformed_input_is_not_kept() {
    let server = TestServer::start().await;
    let path = payments_path(&server).await;
    let client = server.admin.with("Idempotency-Key", "typo");
    client
        .post(&path, &json!({ "amount": "5,00", "payment_method": "ach" }))
        .await
        .expect(422);
    client
        .post(&path, &json!({ "amount": "5.00", "payment_method": "ach" }))
        .await
        .expect(201);
}

/// Two at once: one executes, the other gets its answer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_at_once_are_one_payment() {
    let server = TestServer::start().await;
    let path = payments_path(&server).await;
    let second = server.second().await;
    let mut tasks = tokio::task::JoinSet::new();
    for place in 0..20 {
        // Through both servers: the race is also between processes.
        let client = if place % 2 == 0 {
            server.admin.clone()
        } else {
            second.clone()
        };
        let (client, path) = (client.with("Idempotency-Key", "race"), path.clone());
        tasks.spawn(async move {
            client
                .post(&path, &json!({ "amount": "5.00", "payment_method": "ach" }))
                .await
        });
    }
    let answers = tasks.join_all().await;
    let fresh = answers
        .iter()
        .filter(|a| a.header("idempotent-replayed").is_none())
        .count();
    assert_eq!(fresh, 1);
    for answer in &answers {
        assert_eq!(answer.status.as_u16(), 201, "{}", answer.text());
        assert_eq!(answer.body, answers[0].body);
    }
    assert_eq!(server.count_events("payment.received").await, 1);
    server.verify().await;
}

#[tokio::test]
async fn a_request_id_is_echoed_or_made() {
    let server = TestServer::start().await;
    let made = server.admin.get("/api/v1/payments").await;
    let made = made.header("x-request-id").unwrap().to_owned();
    assert_eq!(made.len(), 26);
    assert_eq!(made, made.to_lowercase());
    let given = server
        .admin
        .with("X-Request-Id", "abc")
        .get("/api/v1/payments")
        .await;
    assert_eq!(given.header("x-request-id"), Some("abc"));
}

/// A refused opening leaves no account, and its answer is kept all the same.
#[tokio::test]
async fn a_refused_opening_is_replayed() {
    let server = TestServer::start().await;
    let client = server.admin.with("Idempotency-Key", "tomorrow");
    let body = json!({ "principal_amount": "100.00", "start_date": "2199-01-01" });
    let first = client.post("/api/v1/loans", &body).await;
    first.expect(422);
    let second = client.post("/api/v1/loans", &body).await;
    assert_eq!(second.header("idempotent-replayed"), Some("true"));
    assert_eq!(second.body, first.body);
    assert_eq!(server.count_events("command.refused").await, 1);
    server.verify().await;
}

/// The answer to an ordinary payment is not kept beside its event but made of it again, one that
/// restated others is kept: by another process, and after the payment has become something else,
/// each is the first answer to the byte.
#[tokio::test]
async fn a_payments_answer_is_told_again_by_its_event() {
    let server = TestServer::start().await;
    let loan = server.loan("1000.00", "0.12", "2026-01-01").await;
    let path = format!("/api/v1/loans/{}/payments", loan["id"].as_str().unwrap());
    let late = json!({
        "amount": "50.00", "payment_method": "ach", "effective_date": "2026-03-01",
        "external_id": "lockbox \"7\"",
    });
    // Recorded later and effective before: it restates the one above.
    let early = json!({
        "amount": "100.00", "payment_method": "check", "effective_date": "2026-02-01",
    });
    let mut first = Vec::new();
    for (id, body) in [("late", &late), ("early", &early)] {
        let client = server.admin.with("Idempotency-Key", id);
        first.push(client.post(&path, body).await);
    }
    assert_eq!(
        first[1].expect(201)["restatements"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let payment = first[0].expect(201)["id"].clone();
    let reverse = format!("/api/v1/payments/{}/reverse", payment.as_str().unwrap());
    let reason = json!({ "reason": "returned" });
    server.admin.post(&reverse, &reason).await.expect(200);

    let sql = "SELECT body IS NULL FROM book.requests WHERE request_id = $1";
    let admin = server.database.admin().await;
    let elsewhere = server.second().await;
    for (place, id, body) in [(0, "late", &late), (1, "early", &early)] {
        let told_by_event: bool = admin.query_one(sql, &[&id]).await.unwrap().get(0);
        assert_eq!(told_by_event, place == 0);
        for client in [&server.admin, &elsewhere] {
            let again = client.with("Idempotency-Key", id).post(&path, body).await;
            assert_eq!(again.header("idempotent-replayed"), Some("true"));
            let first = &first[place];
            assert_eq!((again.status, &again.body), (first.status, &first.body));
        }
    }
}

/// Whoever lost a reply is told what came of the first request, and nobody else is.
#[tokio::test]
async fn what_is_taken_is_named() {
    let server = TestServer::start().await;
    let loans = "/api/v1/loans";
    let by = |name: &str, value: &str| json!({ "principal_amount": "5.00", name: value });
    for name in ["loan_number", "external_id"] {
        let first = server.admin.post(loans, &by(name, "X-1")).await.expect(201);
        let mut other = by(name, "X-1");
        other["principal_amount"] = json!("6.00");
        for body in [by(name, "X-1"), other] {
            let refused = server.admin.post(loans, &body).await.expect(409);
            let expected = json!({
                "detail": format!("A loan with this {name} exists already"),
                "code": format!("{name}_taken"),
                "loan_id": first["id"],
            });
            assert_eq!(refused, expected);
        }
        server.admin.post(loans, &by(name, "X-2")).await.expect(201);
    }
    // Another creditor's names are its own.
    let stranger = server.stranger().await;
    stranger
        .post(loans, &by("external_id", "X-1"))
        .await
        .expect(201);
    // Under its request id it is the same request, and answered as before.
    let keyed = server.admin.with("Idempotency-Key", "once");
    let first = keyed
        .post(loans, &by("external_id", "X-3"))
        .await
        .expect(201);
    let again = keyed.post(loans, &by("external_id", "X-3")).await;
    assert_eq!(again.expect(201), first);
    assert_eq!(again.header("idempotent-replayed"), Some("true"));

    let loan = server.loan("1000.00", "0", "2026-01-01").await;
    let path = format!("{loans}/{}/payments", loan["id"].as_str().unwrap());
    let pay =
        |amount: &str| json!({ "amount": amount, "payment_method": "ach", "external_id": "P-1" });
    let paid = server.admin.post(&path, &pay("5.00")).await.expect(201);
    let refused = server.admin.post(&path, &pay("5.00")).await.expect(409);
    assert_eq!(refused["code"], "payment_already_recorded");
    assert_eq!(refused["payment_id"], paid["id"]);
    let refused = server.admin.post(&path, &pay("6.00")).await.expect(409);
    assert_eq!(refused.get("payment_id"), None);
    server.verify().await;
}
