//! The three lists: newest first, by limit and offset, with totals.

use super::{ACCOUNTS, PAYMENTS, SETTLEMENTS, contract, uuid};
use quittance_replay_tests::TestServer;
use serde_json::{Value, json};

async fn list(server: &TestServer, path: &str) -> Value {
    server.admin.get(path).await.expect(200)
}

fn numbers(list: &Value, name: &str) -> Vec<String> {
    let rows = list[name].as_array().unwrap().iter();
    rows.map(|row| row["account_number"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn accounts_are_paged_and_what_is_out_of_range_is_clamped() {
    let server = TestServer::start().await;
    let empty = list(&server, ACCOUNTS).await;
    assert_eq!(
        empty,
        json!({ "accounts": [], "total": 0, "limit": 50, "offset": 0 })
    );
    for place in 1..=5 {
        let body = contract(&format!("C-{place}"));
        server.admin.post(ACCOUNTS, &body).await.expect(201);
    }
    let page = list(&server, &format!("{ACCOUNTS}?limit=2&offset=1")).await;
    assert_eq!(numbers(&page, "accounts"), ["C-4", "C-3"]);
    assert_eq!(
        (&page["total"], &page["limit"], &page["offset"]),
        (&json!(5), &json!(2), &json!(1))
    );
    let keys: Vec<&String> = page["accounts"][0].as_object().unwrap().keys().collect();
    let expected = [
        "account_id",
        "account_number",
        "account_status",
        "current_balance",
        "debtor_name",
    ];
    assert_eq!(keys, expected);
    let clamped = [
        ("0", 1),
        ("-1", 1),
        ("500", 100),
        ("9999999999999999999999", 100),
    ];
    for (given, limit) in clamped {
        let page = list(&server, &format!("{ACCOUNTS}?limit={given}&offset=-3")).await;
        assert_eq!(
            (&page["limit"], &page["offset"]),
            (&json!(limit), &json!(0)),
            "{given}"
        );
    }
    for wrong in ["limit=abc", "limit=", "limit=null", "offset=1.5"] {
        let path = format!("{ACCOUNTS}?{wrong}");
        let refused = server.admin.get(&path).await.expect(400);
        let (name, _) = wrong.split_once('=').unwrap();
        let message = format!("{name} must be a whole number");
        assert_eq!(refused["errors"], json!([message]), "{wrong}");
    }
    let beyond = list(
        &server,
        &format!("{ACCOUNTS}?status=active&offset=99999999999999999999"),
    )
    .await;
    assert_eq!(
        (&beyond["accounts"], &beyond["total"]),
        (&json!([]), &json!(5))
    );
}

#[tokio::test]
async fn a_status_covers_what_the_ledger_calls_otherwise() {
    let server = TestServer::start().await;
    for number in ["OPEN", "PAID", "OFF"] {
        server
            .admin
            .post(ACCOUNTS, &contract(number))
            .await
            .expect(201);
    }
    let off = uuid(&server, "OFF").await;
    let reason = json!({ "reason": "180 days past due" });
    let path = format!("/api/v1/loans/{off}/charge-off");
    server.admin.post(&path, &reason).await.expect(200);
    let path = format!("/api/v1/loans/{}/payments", uuid(&server, "PAID").await);
    let pay = json!({ "amount": "8500.00", "payment_method": "ach" });
    server.admin.post(&path, &pay).await.expect(201);
    let cases = [
        ("active", vec!["OFF", "OPEN"]),
        ("paid", vec!["PAID"]),
        ("settled", vec![]),
        ("disputed", vec![]),
        ("legal", vec![]),
        ("closed", vec![]),
        ("Active", vec![]),
        ("pending", vec![]),
    ];
    for (status, expected) in cases {
        let page = list(&server, &format!("{ACCOUNTS}?status={status}")).await;
        assert_eq!(numbers(&page, "accounts"), expected, "{status}");
        assert_eq!(page["total"], json!(expected.len()), "{status}");
        let rows = page["accounts"].as_array().unwrap().iter();
        assert!(
            rows.map(|row| &row["account_status"])
                .all(|word| word == status),
            "{status}"
        );
    }
}

#[tokio::test]
async fn payments_are_listed_as_they_stand() {
    let server = TestServer::start().await;
    server
        .admin
        .post(ACCOUNTS, &contract("C-1"))
        .await
        .expect(201);
    let path = format!("/api/v1/loans/{}/payments", uuid(&server, "C-1").await);
    let pay = json!({ "amount": "250.00", "payment_method": "card", "external_id": "txn_abc123" });
    server.admin.post(&path, &pay).await.expect(201);
    let pay = json!({ "amount": "1.00", "payment_method": "ach" });
    let second = server.admin.post(&path, &pay).await.expect(201);
    let second = second["id"].as_str().unwrap();
    let page = list(&server, PAYMENTS).await;
    assert_eq!(page["total"], 2);
    let (newest, oldest) = (&page["payments"][0], &page["payments"][1]);
    assert_eq!(newest["transaction_id"], second);
    assert_eq!(newest["payment_status"], "completed");
    assert_eq!(oldest["payment_amount"], "250.00");
    assert_eq!(oldest["payment_method"], "card");
    assert_eq!(oldest["transaction_id"], "txn_abc123");
    assert_eq!(
        (&oldest["account_number"], &oldest["debtor_name"]),
        (&json!("C-1"), &json!("Acme Corp"))
    );
    assert!(oldest["payment_id"].is_i64() && oldest["account_id"].is_i64());
    assert_eq!(oldest["payment_date"].as_str().unwrap().len(), 19);
    let reverse = format!("/api/v1/payments/{second}/reverse");
    server
        .admin
        .post(&reverse, &json!({ "reason": "R01" }))
        .await
        .expect(200);
    let page = list(&server, &format!("{PAYMENTS}?limit=1")).await;
    assert_eq!(page["payments"][0]["payment_status"], "failed");
    assert_eq!(page["total"], 2);
}

#[tokio::test]
async fn settlements_show_what_is_saved() {
    let server = TestServer::start().await;
    server
        .admin
        .post(ACCOUNTS, &contract("C-1"))
        .await
        .expect(201);
    let account = uuid(&server, "C-1").await;
    let path = format!("/api/v1/creditor/accounts/{account}/settlements");
    let offer = server
        .admin
        .post(&path, &json!({ "amount": 2500 }))
        .await
        .expect(201);
    let page = list(&server, SETTLEMENTS).await;
    let row = &page["settlements"][0];
    assert_eq!(page["total"], 1);
    assert_eq!(row["settlement_id"], offer["sequence"]);
    assert_eq!(
        (
            &row["original_balance"],
            &row["offer_amount"],
            &row["savings_amount"]
        ),
        (&json!("10000.00"), &json!("2500.00"), &json!("7500.00"))
    );
    assert_eq!(row["approval_status"], "pending");
    let accept = format!("/api/v1/creditor/settlements/{}/accept", offer["sequence"]);
    server.admin.post(&accept, &json!({})).await.expect(200);
    let page = list(&server, SETTLEMENTS).await;
    assert_eq!(page["settlements"][0]["approval_status"], "approved");
    let pay = json!({ "amount": "2500.00", "payment_method": "wire" });
    let path = format!("/api/v1/loans/{account}/payments");
    server.admin.post(&path, &pay).await.expect(201);
    let page = list(&server, SETTLEMENTS).await;
    assert_eq!(page["settlements"][0]["approval_status"], "approved");
    let settled = list(&server, &format!("{ACCOUNTS}?status=settled")).await;
    assert_eq!(settled["accounts"][0]["current_balance"], "0.00");
    server.verify().await;
}

#[tokio::test]
async fn lists_show_one_creditor() {
    let server = TestServer::start().await;
    server
        .admin
        .post(ACCOUNTS, &contract("C-1"))
        .await
        .expect(201);
    let path = format!("/api/v1/loans/{}/payments", uuid(&server, "C-1").await);
    let pay = json!({ "amount": "250.00", "payment_method": "card" });
    server.admin.post(&path, &pay).await.expect(201);
    let stranger = server.stranger().await;
    for (path, name) in [
        (ACCOUNTS, "accounts"),
        (PAYMENTS, "payments"),
        (SETTLEMENTS, "settlements"),
    ] {
        let page = stranger.get(path).await.expect(200);
        assert_eq!(
            (&page[name], &page["total"]),
            (&json!([]), &json!(0)),
            "{path}"
        );
    }
}
