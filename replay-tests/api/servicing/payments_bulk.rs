//! Many payments in one request.

use quittance_replay_tests::TestServer;
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};

const PATH: &str = "/api/v1/payments/bulk";

fn row(loan: &Value, request_id: &str, amount: &str) -> Value {
    json!({
        "loan_id": loan["id"],
        "request_id": request_id,
        "amount": amount,
        "payment_method": "ach",
    })
}

async fn loans(server: &TestServer) -> (Value, Value) {
    let first = server.loan("1000.00", "0", "2026-01-01").await;
    let second = server.loan("2000.00", "0", "2026-01-01").await;
    (first, second)
}

fn statuses(reply: &Value) -> Vec<u64> {
    let results = reply["results"].as_array().unwrap();
    let status = |result: &Value| result["status"].as_u64().unwrap();
    results.iter().map(status).collect()
}

#[tokio::test]
async fn every_row_is_answered_as_if_it_were_alone() {
    let server = TestServer::start().await;
    let (a, b) = loans(&server).await;
    let undisbursed = json!({ "principal_amount": "100.00" });
    let undisbursed = server.admin.post("/api/v1/loans", &undisbursed).await;
    let undisbursed = undisbursed.expect(201);
    let mut nobodys = row(&a, "p-5", "5.00");
    nobodys["loan_id"] = json!("550e8400-e29b-41d4-a716-446655440000");
    let mut wrong = row(&a, "p-6", "5,00");
    wrong["loan_id"] = json!("no-uuid");
    wrong["effective_date"] = json!("yesterday");
    let body = json!({ "payments": [
        row(&a, "p-1", "10.00"),
        row(&a, "p-2", "five"),
        row(&b, "p-3", "20.00"),
        row(&undisbursed, "p-4", "5.00"),
        nobodys,
        wrong,
        "p-7",
        { "loan_id": a["id"], "amount": 7, "payment_method": "cheque" },
        row(&a, "p-9", "30.00"),
    ] });
    let reply = server.admin.post(PATH, &body).await.expect(200);
    assert_eq!(
        statuses(&reply),
        [201, 422, 201, 409, 404, 422, 422, 422, 201]
    );
    let results = &reply["results"];
    for (place, amount) in [(0, "10.00"), (2, "20.00"), (8, "30.00")] {
        let payment = &results[place]["payment"];
        assert_eq!(payment["amount"], amount);
        assert_eq!(results[place]["replayed"], false);
        let path = format!("/api/v1/payments/{}", payment["id"].as_str().unwrap());
        let read = server.admin.get(&path).await.expect(200);
        assert_eq!(read["principal_applied"], amount);
        assert_eq!(read["loan_id"], payment["loan_id"]);
    }
    assert_eq!(results[0]["request_id"], "p-1");
    assert_eq!(results[6]["request_id"], Value::Null);
    assert_eq!(results[3]["error"]["code"], "loan_not_disbursed");
    let fields = |place: usize| -> Vec<&str> {
        let errors = results[place]["error"]["detail"].as_array().unwrap();
        errors
            .iter()
            .map(|error| error["loc"][2].as_str().unwrap())
            .collect()
    };
    assert_eq!(fields(1), ["amount"]);
    assert_eq!(fields(5), ["loan_id"]);
    assert_eq!(fields(7), ["request_id", "payment_method"]);
    assert_eq!(server.count_events("payment.received").await, 3);
    assert_eq!(server.count_events("command.refused").await, 1);
    server.verify().await;
}

#[tokio::test]
async fn a_row_sent_again_gets_its_answer_again_in_any_company() {
    let server = TestServer::start().await;
    let (a, b) = loans(&server).await;
    let body = json!({ "payments": [row(&a, "p-1", "10.00"), row(&b, "p-2", "20.00")] });
    let first = server.admin.post(PATH, &body).await.expect(200);
    let again = server.admin.post(PATH, &body).await.expect(200);
    for place in 0..2 {
        let (first, again) = (&first["results"][place], &again["results"][place]);
        assert_eq!(again["replayed"], true);
        assert_eq!(again["payment"], first["payment"]);
    }
    // Among others, twice in one request, and as another payment.
    let body = json!({ "payments": [
        row(&a, "p-3", "30.00"),
        row(&b, "p-2", "20.00"),
        row(&a, "p-3", "30.00"),
        row(&a, "p-1", "11.00"),
    ] });
    let mixed = server.admin.post(PATH, &body).await.expect(200);
    assert_eq!(statuses(&mixed), [201, 201, 201, 409]);
    assert_eq!(
        mixed["results"][1]["payment"],
        first["results"][1]["payment"]
    );
    assert_eq!(mixed["results"][2]["replayed"], true);
    assert_eq!(
        mixed["results"][2]["payment"],
        mixed["results"][0]["payment"]
    );

    // Alone, under the same id.
    let client = server.admin.with("Idempotency-Key", "p-1");
    let path = format!("/api/v1/loans/{}/payments", a["id"].as_str().unwrap());
    let alone = json!({ "amount": "10.00", "payment_method": "ach" });
    let alone = client.post(&path, &alone).await;
    assert_eq!(alone.header("idempotent-replayed"), Some("true"));
    assert_eq!(alone.expect(201), first["results"][0]["payment"]);
    assert_eq!(server.count_events("payment.received").await, 3);
    server.verify().await;
}

#[tokio::test]
async fn a_thousand_rows_are_one_transaction_and_one_more_is_too_many() {
    let server = TestServer::start().await;
    let (a, b) = loans(&server).await;
    let rows = |count: usize| -> Vec<Value> {
        (0..count)
            .map(|n| row(if n % 2 == 0 { &a } else { &b }, &format!("p-{n}"), "1.00"))
            .collect()
    };
    let many = json!({ "payments": rows(1_001) });
    let refused = server.admin.post(PATH, &many).await.expect(422);
    assert_eq!(refused["detail"][0]["loc"][2], "payments");
    assert_eq!(server.count_events("payment.received").await, 0);
    let most = json!({ "payments": rows(1_000) });
    let reply = server.admin.post(PATH, &most).await.expect(200);
    assert!(statuses(&reply).iter().all(|status| *status == 201));
    let sql = "SELECT count(DISTINCT xmin::text), count(*) FROM book.events
        WHERE type = 'payment.received'";
    let admin = server.database.admin().await;
    let counted = admin.query_one(sql, &[]).await.unwrap();
    let counted: (i64, i64) = (counted.get(0), counted.get(1));
    assert_eq!(counted, (1, 1_000));
    let none = json!({ "payments": [] });
    let none = server.admin.post(PATH, &none).await.expect(200);
    assert_eq!(none["results"], json!([]));
    server.admin.post(PATH, &json!({})).await.expect(422);
    server.verify().await;
}

#[tokio::test]
async fn strangers_and_lower_roles_pay_nothing() {
    let server = TestServer::start().await;
    let stranger = server.stranger().await;
    let (a, _) = loans(&server).await;
    let mut unknown = row(&a, "p-1", "5.00");
    unknown["loan_id"] = json!("550e8400-e29b-41d4-a716-446655440000");
    let body = |row: &Value| json!({ "payments": [row] });
    let theirs = stranger.post(PATH, &body(&row(&a, "p-1", "5.00"))).await;
    let nobodys = stranger.post(PATH, &body(&unknown)).await;
    assert_eq!(statuses(&theirs.expect(200)), [404]);
    assert_eq!(theirs.body, nobodys.body);
    let pay = body(&row(&a, "p-1", "5.00"));
    server.admin.anonymous().post(PATH, &pay).await.expect(401);
    let viewer = server.client(KeyRole::Viewer).await;
    viewer.post(PATH, &pay).await.expect(403);
    assert_eq!(server.count_events("payment.received").await, 0);
    let officer = server.client(KeyRole::LoanOfficer).await;
    assert_eq!(statuses(&officer.post(PATH, &pay).await.expect(200)), [201]);
}
