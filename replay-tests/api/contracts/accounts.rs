//! Accounts added, shown, and refused when their number is taken.

use super::{ACCOUNTS, contract};
use quittance_replay_tests::TestServer;
use serde_json::{Value, json};

async fn add(server: &TestServer, body: &Value) -> i64 {
    let added = server.admin.post(ACCOUNTS, body).await.expect(201);
    added["account_id"].as_i64().unwrap()
}

#[tokio::test]
async fn the_documented_sample_is_added_and_shown() {
    let server = TestServer::start().await;
    let added = server.admin.post(ACCOUNTS, &contract("C-1")).await;
    let added = added.expect(201);
    let id = added["account_id"].as_i64().unwrap();
    let expected = json!({ "success": true, "account_id": id, "account_number": "C-1" });
    assert_eq!(added, expected);
    let path = format!("{ACCOUNTS}?account_id={id}");
    let shown = server.admin.get(&path).await.expect(200);
    let created_at = shown["account"]["created_at"].as_str().unwrap().to_owned();
    let parsed = chrono::NaiveDateTime::parse_from_str(&created_at, "%Y-%m-%d %H:%M:%S");
    parsed.unwrap();
    let expected = json!({ "account": {
        "account_id": id,
        "account_number": "C-1",
        "original_creditor": null,
        "debtor_name": "Acme Corp",
        "debtor_phone": "555-123-4567",
        "original_balance": "10000.00",
        "current_balance": "8500.00",
        "account_status": "active",
        "created_at": created_at,
    }});
    assert_eq!(shown, expected);
    server.verify().await;
}

#[tokio::test]
async fn a_number_can_be_used_once_whatever_the_request_id() {
    let server = TestServer::start().await;
    let client = server.admin.with("Idempotency-Key", "once");
    client.post(ACCOUNTS, &contract("C-1")).await.expect(201);
    let again = client.post(ACCOUNTS, &contract("C-1")).await;
    let expected = json!({ "error": "An account with this account_number already exists" });
    assert_eq!(again.expect(409), expected);
    // Another creditor's numbers are its own.
    let stranger = server.stranger().await;
    stranger.post(ACCOUNTS, &contract("C-1")).await.expect(201);
    // The same request id with another number is another account.
    client.post(ACCOUNTS, &contract("C-2")).await.expect(201);
    assert_eq!(server.count_events("account.placed").await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_twenty_at_once_one_gets_the_number() {
    let server = TestServer::start().await;
    let second = server.second().await;
    let mut tasks = tokio::task::JoinSet::new();
    for place in 0..20 {
        let client = if place % 2 == 0 {
            server.admin.clone()
        } else {
            second.clone()
        };
        tasks.spawn(async move { client.post(ACCOUNTS, &contract("RACE")).await.status });
    }
    let statuses = tasks.join_all().await;
    let count = |code: u16| statuses.iter().filter(|s| s.as_u16() == code).count();
    assert_eq!((count(201), count(409)), (1, 19), "{statuses:?}");
    assert_eq!(server.count_events("account.placed").await, 1);
    server.verify().await;
}

/// A loan of another surface, shown here from its read rows and there from its events.
#[tokio::test]
async fn a_loan_owes_the_same_on_both_surfaces() {
    let server = TestServer::start().await;
    let loan = server.loan("1000.00", "0.365", "2026-01-01").await;
    let path = format!("/api/v1/loans/{}", loan["id"].as_str().unwrap());
    let pay = json!({
        "amount": "100.00", "payment_method": "ach", "effective_date": "2026-02-01",
    });
    let payments = format!("{path}/payments");
    server.admin.post(&payments, &pay).await.expect(201);
    let fee = json!({ "amount": "25.00", "fee_type": "late" });
    let fees = format!("{path}/fees");
    server.admin.post(&fees, &fee).await.expect(201);
    let balance = server.admin.get(&format!("{path}/balance")).await;
    let balance = balance.expect(200);
    let shown = server.admin.get(ACCOUNTS).await.expect(200);
    let shown = &shown["accounts"][0]["current_balance"];
    assert_eq!(*shown, balance["total"], "{balance}");
    let owed: rust_decimal::Decimal = shown.as_str().unwrap().parse().unwrap();
    // 1,000 less what of the payment was no interest, 25 of fee, and interest since February.
    assert!(owed > 956.into(), "{owed}");
}

/// The rate of this surface is percent a year: 36.5 is a thousandth a day.
#[tokio::test]
async fn the_balance_is_what_is_owed_today() {
    let server = TestServer::start().await;
    let mut body = contract("C-1");
    body["interest_rate"] = json!(36.5);
    let id = add(&server, &body).await;
    let uuid = super::uuid(&server, "C-1").await;
    let balance = format!("/api/v1/loans/{uuid}/balance");
    let balance = server.admin.get(&balance).await.expect(200);
    assert_eq!(balance["per_diem"], "8.50");
    let path = format!("/api/v1/loans/{uuid}/payments");
    let pay = json!({ "amount": "500.00", "payment_method": "card" });
    server.admin.post(&path, &pay).await.expect(201);
    let shown = format!("{ACCOUNTS}?account_id={id}");
    let shown = server.admin.get(&shown).await.expect(200);
    assert_eq!(shown["account"]["current_balance"], "8000.00");
}

#[tokio::test]
async fn what_is_not_there_and_what_is_anothers_read_the_same() {
    let server = TestServer::start().await;
    let stranger = server.stranger().await;
    let id = add(&server, &contract("C-1")).await;
    for other in ["999999", "0", "-1", "abc", "1.0", "99999999999999999999"] {
        let path = format!("{ACCOUNTS}?account_id={other}");
        let nobodys = server.admin.get(&path).await;
        assert_eq!(nobodys.expect(404), json!({ "error": "Account not found" }));
        let theirs = stranger.get(&format!("{ACCOUNTS}?account_id={id}")).await;
        theirs.expect(404);
        assert_eq!(theirs.body, nobodys.body);
    }
}

#[tokio::test]
async fn nothing_personal_is_readable_in_the_database() {
    let server = TestServer::start().await;
    let mut body = contract("C-1");
    body["debtor_ssn"] = json!("123-45-6789");
    body["debtor_dob"] = json!("1980-01-15");
    let id = add(&server, &body).await;
    let client = server.database.admin().await;
    for text in [
        "Acme Corp",
        "555-123-4567",
        "billing@acme.com",
        "123-45-6789",
        "1980-01-15",
    ] {
        let sql = "SELECT count(*) FROM book.events e, views.accounts a
            WHERE e::text || a::text LIKE '%' || $1 || '%'";
        let found: i64 = client.query_one(sql, &[&text]).await.unwrap().get(0);
        assert_eq!(found, 0, "{text}");
    }
    let control = "SELECT count(*) FROM views.accounts a WHERE a::text LIKE '%C-1%'";
    let found: i64 = client.query_one(control, &[]).await.unwrap().get(0);
    assert_eq!(found, 1, "what is not personal is found this way");
    // Erasing the consumer's key leaves a debt without a name, and a chain that still verifies.
    let erase = "DELETE FROM book.consumer_keys";
    client.execute(erase, &[]).await.unwrap();
    let path = format!("{ACCOUNTS}?account_id={id}");
    let shown = server.admin.get(&path).await.expect(200);
    assert_eq!(shown["account"]["debtor_name"], "");
    assert_eq!(shown["account"]["current_balance"], "8500.00");
    server.verify().await;
}
