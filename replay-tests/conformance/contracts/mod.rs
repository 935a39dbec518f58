//! "API for Creditors": accounts (contracts), payments and settlements at `/api/v1/*.php`.

mod fields;

use quittance_replay_tests::{Client, TestServer};
use serde_json::{Value, json};

const ACCOUNTS: &str = "/api/v1/accounts.php";

/// The body of the page's example, as it is printed.
const ADD: &str = r#"{
    "account_number": "CONTRACT-2024-001",
    "debtor_name": "Acme Corp",
    "debtor_phone": "555-123-4567",
    "original_balance": 10000,
    "current_balance": 8500,
    "debtor_email": "billing@acme.com",
    "notes": "Added via API"
  }"#;

/// The same client with its key in `X-API-Key`.
fn by_header(client: &Client) -> Client {
    let key = client.key.clone().unwrap();
    client.anonymous().with("X-API-Key", &key)
}

/// What the creditor portal calls the contract of the example.
async fn portal_id(server: &TestServer) -> String {
    let search = "/api/v1/creditor/accounts?search=CONTRACT-2024-001";
    let found = server.admin.get(search).await.expect(200);
    found["accounts"][0]["id"].as_str().unwrap().to_owned()
}

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    keys
}

fn sorted<'a>(keys: &[&'a str]) -> Vec<&'a str> {
    let mut keys = keys.to_vec();
    keys.sort_unstable();
    keys
}

/// "2024-01-15 10:00:00"
#[track_caller]
fn is_moment(value: &Value) {
    let text = value.as_str().unwrap();
    let read = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S");
    assert!(read.is_ok() && text.len() == 19, "{text}");
}

#[tokio::test]
async fn the_printed_requests_are_answered_as_printed() {
    let server = TestServer::start().await;
    let client = by_header(&server.admin);
    let added = client.post_raw(ACCOUNTS, ADD).await.expect(201);
    assert_eq!(keys(&added), ["account_id", "account_number", "success"]);
    assert_eq!(added["success"], true);
    assert_eq!(added["account_number"], "CONTRACT-2024-001");
    let id = added["account_id"].as_i64().unwrap();

    for client in [&client, &server.admin] {
        let list = client
            .get(&format!("{ACCOUNTS}?limit=10"))
            .await
            .expect(200);
        assert_eq!(keys(&list), ["accounts", "limit", "offset", "total"]);
        let (total, limit, offset) = (&list["total"], &list["limit"], &list["offset"]);
        assert_eq!((total, limit, offset), (&json!(1), &json!(10), &json!(0)));
        let row = json!({
            "account_id": id,
            "account_number": "CONTRACT-2024-001",
            "debtor_name": "Acme Corp",
            "current_balance": "8500.00",
            "account_status": "active",
        });
        assert_eq!(list["accounts"], json!([row]));
    }

    let one = client
        .get(&format!("{ACCOUNTS}?account_id={id}"))
        .await
        .expect(200);
    let account = &one["account"];
    let nine = [
        "account_id",
        "account_number",
        "original_creditor",
        "debtor_name",
        "debtor_phone",
        "original_balance",
        "current_balance",
        "account_status",
        "created_at",
    ];
    assert_eq!(keys(account), sorted(&nine));
    assert_eq!(account["original_balance"], "10000.00");
    assert_eq!(account["current_balance"], "8500.00");
    is_moment(&account["created_at"]);
}

#[tokio::test]
async fn payments_and_settlements_have_the_printed_keys() {
    let server = TestServer::start().await;
    let client = by_header(&server.admin);
    client.post_raw(ACCOUNTS, ADD).await.expect(201);
    let account = portal_id(&server).await;
    let pay = json!({ "amount": "250.00", "payment_method": "card", "external_id": "txn_abc123" });
    let path = format!("/api/v1/loans/{}/payments", &account[2..]);
    server.admin.post(&path, &pay).await.expect(201);
    let offers = format!("/api/v1/creditor/accounts/{account}/settlements");
    let offer = json!({ "amount": 2500.00 });
    let offer = server.admin.post(&offers, &offer).await.expect(201);
    let accept = format!(
        "/api/v1/creditor/settlements/{}/accept",
        offer["id"].as_str().unwrap()
    );
    server.admin.post(&accept, &json!({})).await.expect(200);

    let payments = client.get("/api/v1/payments.php").await.expect(200);
    assert_eq!(
        (&payments["total"], &payments["limit"]),
        (&json!(1), &json!(50))
    );
    let payment = &payments["payments"][0];
    let printed = [
        "payment_id",
        "account_id",
        "account_number",
        "debtor_name",
        "payment_date",
        "payment_amount",
        "payment_status",
        "payment_method",
        "transaction_id",
    ];
    assert_eq!(keys(payment), sorted(&printed));
    assert_eq!(payment["payment_amount"], "250.00");
    assert_eq!(payment["payment_status"], "completed");
    assert_eq!(payment["payment_method"], "card");
    assert_eq!(payment["transaction_id"], "txn_abc123");
    for id in ["payment_id", "account_id"] {
        assert!(payment[id].is_i64(), "{id}: {payment}");
    }
    assert_eq!(payment["debtor_name"], "Acme Corp");
    is_moment(&payment["payment_date"]);

    let settlements = client.get("/api/v1/settlements.php").await.expect(200);
    let settlement = &settlements["settlements"][0];
    let printed = [
        "settlement_id",
        "account_id",
        "account_number",
        "debtor_name",
        "original_balance",
        "offer_amount",
        "savings_amount",
        "approval_status",
        "offer_date",
    ];
    assert_eq!(keys(settlement), sorted(&printed));
    assert_eq!(settlement["original_balance"], "10000.00");
    assert_eq!(settlement["offer_amount"], "2500.00");
    assert_eq!(settlement["savings_amount"], "7500.00");
    assert_eq!(settlement["approval_status"], "approved");
    assert!(settlement["settlement_id"].is_i64(), "{settlement}");
    is_moment(&settlement["offer_date"]);
}

#[tokio::test]
async fn every_status_of_the_error_table_is_answered() {
    let server = TestServer::start().await;
    let client = by_header(&server.admin);
    let error = |reply: &Value| assert!(reply["error"].is_string(), "{reply}");
    // 400: invalid or missing required fields.
    let missing = client.post_raw(ACCOUNTS, "{}").await.expect(400);
    error(&missing);
    assert_eq!(missing["errors"][0], "account_number is required");
    let zero = ADD.replace("8500", "0");
    error(&client.post_raw(ACCOUNTS, zero).await.expect(400));
    error(&client.post_raw(ACCOUNTS, "{").await.expect(400));
    // 401: missing key. 403: invalid key.
    error(&client.anonymous().get("/nothing.php").await.expect(404));
    let mut nobody = server.admin.anonymous();
    error(&nobody.get(ACCOUNTS).await.expect(401));
    nobody.key = Some("0".repeat(64));
    error(&nobody.get(ACCOUNTS).await.expect(403));
    // 404: no such account, and another creditor's.
    let added = client.post_raw(ACCOUNTS, ADD).await.expect(201);
    let unknown = client.get(&format!("{ACCOUNTS}?account_id=999")).await;
    error(&unknown.expect(404));
    let stranger = server.stranger().await;
    let theirs = format!("{ACCOUNTS}?account_id={}", added["account_id"]);
    assert_eq!(stranger.get(&theirs).await.expect(404), unknown.json());
    // 405: method not allowed.
    for path in [ACCOUNTS, "/api/v1/payments.php", "/api/v1/settlements.php"] {
        error(&client.delete(path).await.expect(405));
    }
    // 409: the number exists.
    error(&client.post_raw(ACCOUNTS, ADD).await.expect(409));
}

/// Each status that another surface's words lead to is seen here, and filtered by.
#[tokio::test]
async fn an_account_has_the_status_that_it_has_come_to() {
    let server = TestServer::start().await;
    let client = by_header(&server.admin);
    client.post_raw(ACCOUNTS, ADD).await.expect(201);
    let account = portal_id(&server).await;
    let portal = format!("/api/v1/creditor/accounts/{account}");
    let is = async |status: &str| {
        for known in ["active", "settled", "paid", "disputed", "legal", "closed"] {
            let page = client.get(&format!("{ACCOUNTS}?status={known}")).await;
            let total = i64::from(known == status);
            assert_eq!(page.expect(200)["total"], total, "{known} while {status}");
        }
    };
    is("active").await;
    let set = async |status: &str| {
        let body = json!({ "status": status });
        server
            .admin
            .post(&format!("{portal}/status"), &body)
            .await
            .expect(200);
    };
    set("contacted").await;
    is("active").await;
    set("legal").await;
    is("legal").await;
    let body = json!({ "reason": "Not mine." });
    let dispute = server
        .admin
        .post(&format!("{portal}/disputes"), &body)
        .await
        .expect(201);
    is("disputed").await;
    let resolve = format!(
        "/api/v1/creditor/disputes/{}/resolve",
        dispute["id"].as_str().unwrap()
    );
    let body = json!({ "outcome": "verified" });
    server.admin.post(&resolve, &body).await.expect(200);
    set("closed").await;
    is("closed").await;
    let pay = json!({ "amount": "8500.00", "payment_method": "ach" });
    let path = format!("/api/v1/loans/{}/payments", &account[2..]);
    server.admin.post(&path, &pay).await.expect(201);
    is("paid").await;
    server.verify().await;
}
