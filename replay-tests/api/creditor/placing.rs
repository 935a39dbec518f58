//! Placing an account: both bodies, once a request id, with its validation notice.

use super::{ACCOUNTS, PLACE, flat, nested};
use quittance_replay_tests::TestServer;
use quittance_store::keys::KeyRole;
use serde_json::json;

/// 12 CFR 1006.34(c)(2)(viii): the debt on the itemization date, and what has changed it since.
#[tokio::test]
async fn an_itemization_is_shown_in_the_notice_and_must_add_up() {
    let server = TestServer::start().await;
    let itemization = json!({
        "reference": "last_payment", "date": "2025-11-30", "amount": 5000.00,
        "interest": 200.00, "fees": 100.00, "payments": 52.37,
    });
    let with = |mut body: serde_json::Value, itemization: &serde_json::Value| {
        body["itemization"] = itemization.clone();
        body
    };
    let placed = with(nested(), &itemization);
    let placed = server.admin.post(PLACE, &placed).await.expect(201);
    let notice = &placed["validationNotice"];
    assert_eq!(notice["itemizationDate"], "2025-11-30");
    assert_eq!(notice["itemization"]["credits"].to_string(), "0.00");
    assert_eq!(notice["itemization"]["payments"].to_string(), "52.37");
    let account = format!("{ACCOUNTS}/{}", placed["accountId"].as_str().unwrap());
    let shown = server.admin.get(&account).await.expect(200);
    assert_eq!(shown["validationNotice"], *notice);

    for (name, value, field) in [
        ("payments", json!(52.36), "amount"),
        ("payments", json!(-52.37), "payments"),
        ("amount", json!(null), "amount"),
        ("date", json!("2199-01-01"), "date"),
        ("reference", json!("birthday"), "reference"),
    ] {
        let mut wrong = itemization.clone();
        wrong[name] = value;
        let refused = server.admin.post(PLACE, &with(nested(), &wrong)).await;
        let field = format!("itemization.{field}");
        assert_eq!(refused.expect(400)["details"][0]["field"], field);
    }
    assert_eq!(server.count_events("account.placed").await, 1);
    server.verify().await;
}

#[tokio::test]
async fn both_bodies_are_placed_and_shown() {
    let server = TestServer::start().await;
    let placed = server.admin.post(PLACE, &nested()).await.expect(201);
    let id = placed["accountId"].as_str().unwrap();
    assert!(id.starts_with("a-"), "{id}");
    let notice = &placed["validationNotice"];
    assert_eq!(notice["amountOfDebt"].to_string(), "5247.63");
    assert_eq!(notice["currentCreditor"], "Test Creditor");
    assert_eq!(notice["originalCreditor"], "Sample Federal CU");
    assert_eq!(notice["statute"], "15 U.S.C. 1692g(a)");
    let day = |name: &str| {
        notice[name].as_str().unwrap()[..10]
            .parse::<chrono::NaiveDate>()
            .unwrap()
    };
    let days = (day("validationPeriodEnds") - day("generatedAt")).num_days();
    assert!((35..=42).contains(&days), "{days}");

    for id in [id, &id[2..]] {
        let shown = server
            .admin
            .get(&format!("{ACCOUNTS}/{id}"))
            .await
            .expect(200);
        assert_eq!(shown["consumerEmail"], "jane@example.com");
        assert_eq!(
            (&shown["firstName"], &shown["lastName"]),
            (&json!("Jane"), &json!("Doe"))
        );
        assert_eq!(
            (&shown["status"], &shown["phase"]),
            (&json!("placed"), &json!("intercept"))
        );
        assert_eq!(shown["currentBalance"].to_string(), "5247.63");
        assert_eq!(shown["validationNotice"], *notice);
        assert_eq!(shown["settlements"], json!([]));
    }
    server
        .admin
        .post(PLACE, &flat("ABC-00123"))
        .await
        .expect(201);
    let list = server.admin.get(ACCOUNTS).await.expect(200);
    assert_eq!(list["accounts"][0]["creditorReference"], "ABC-00123");
    server.verify().await;
}

#[tokio::test]
async fn a_request_id_places_once() {
    let server = TestServer::start().await;
    let client = server
        .admin
        .with("X-Request-Id", "01h8k2rjm7c3q4v5w6x7y8z9ab");
    let first = client.post(PLACE, &flat("ABC-1")).await;
    first.expect(201);
    let second = client.post(PLACE, &flat("ABC-1")).await;
    assert_eq!((second.status, &second.body), (first.status, &first.body));
    assert_eq!(second.header("idempotent-replayed"), Some("true"));
    let other = client.post(PLACE, &flat("ABC-2")).await.expect(409);
    assert_eq!(other["code"], "CONFLICT");
    assert_eq!(other["requestId"], "01h8k2rjm7c3q4v5w6x7y8z9ab");
    assert_eq!(server.count_events("account.placed").await, 1);
}

#[tokio::test]
async fn a_reference_is_taken_whatever_surface_took_it() {
    let server = TestServer::start().await;
    server.admin.post(PLACE, &flat("ABC-1")).await.expect(201);
    let again = server.admin.post(PLACE, &flat("ABC-1")).await.expect(409);
    assert_eq!(again["code"], "CONFLICT");
    let contract = crate::contracts::contract("ABC-1");
    server
        .admin
        .post("/api/v1/accounts.php", &contract)
        .await
        .expect(409);
    // Without a reference each placement has a number of its own.
    server.admin.post(PLACE, &nested()).await.expect(201);
    server.admin.post(PLACE, &nested()).await.expect(201);
    assert_eq!(server.count_events("account.placed").await, 3);
}

#[tokio::test]
async fn what_is_wrong_is_named_in_the_callers_words() {
    let server = TestServer::start().await;
    let mut body = flat("ABC-1");
    body["principalBalance"] = json!(5280.01);
    body["last4ssn"] = json!("43210");
    let refused = server.admin.post(PLACE, &body).await.expect(400);
    assert_eq!(refused["code"], "VALIDATION_ERROR");
    let expected = json!([
        { "field": "last4ssn", "message": "must be 4 digits" },
        { "field": "principalBalance", "message": "must not be more than originalBalance" },
    ]);
    assert_eq!(refused["details"], expected);
    let id = refused["requestId"].as_str().unwrap();
    assert_eq!((id.len(), id.to_lowercase()), (26, id.to_owned()));

    let mut body = nested();
    body["consumer"] = json!({ "first_name": "Jane" });
    let refused = server.admin.post(PLACE, &body).await.expect(400);
    let expected = json!([{ "field": "consumer.email", "message": "is required" }]);
    assert_eq!(refused["details"], expected);
    let malformed = server.admin.post_raw(PLACE, "{").await.expect(400);
    assert_eq!(malformed["code"], "VALIDATION_ERROR");
    assert_eq!(server.count_events("account.placed").await, 0);
}

#[tokio::test]
async fn strangers_and_viewers_place_nothing() {
    let server = TestServer::start().await;
    let anonymous = server
        .admin
        .anonymous()
        .post(PLACE, &nested())
        .await
        .expect(401);
    assert_eq!(anonymous["code"], "UNAUTHENTICATED");
    let mut wrong = server.admin.clone();
    wrong.key = Some("0".repeat(64));
    wrong.post(PLACE, &nested()).await.expect(401);
    let viewer = server.client(KeyRole::Viewer).await;
    let refused = viewer.post(PLACE, &nested()).await.expect(403);
    assert_eq!(refused["code"], "FORBIDDEN");
    let method = server.admin.get(PLACE).await.expect(405);
    assert_eq!(method["code"], "METHOD_NOT_ALLOWED");
    let unknown = server
        .admin
        .get("/api/v1/creditor/nothing")
        .await
        .expect(404);
    assert_eq!(unknown["code"], "NOT_FOUND");
}

/// The answer is kept with its request id for good, so an erased consumer must not be in it.
#[tokio::test]
async fn the_kept_answer_names_nobody() {
    let server = TestServer::start().await;
    let client = server.admin.with("Idempotency-Key", "kept");
    client.post(PLACE, &nested()).await.expect(201);
    let admin = server.database.admin().await;
    let kept = admin.query_one("SELECT convert_from(body, 'UTF8') FROM book.requests", &[]);
    let kept: String = kept.await.unwrap().get(0);
    for text in ["Jane", "Doe", "jane@example.com"] {
        assert!(!kept.contains(text), "{kept}");
    }
}
