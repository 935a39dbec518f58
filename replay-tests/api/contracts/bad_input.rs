//! Bodies that cannot be accepted: 400 with a text, and nothing recorded.

use super::{ACCOUNTS, contract};
use quittance_replay_tests::TestServer;
use serde_json::json;

#[tokio::test]
async fn every_wrong_field_is_told_at_once() {
    let server = TestServer::start().await;
    let nothing = server.admin.post(ACCOUNTS, &json!({})).await.expect(400);
    let texts = [
        "account_number is required",
        "debtor_name is required",
        "debtor_phone is required",
        "original_balance and current_balance must be > 0",
    ];
    assert_eq!(nothing, json!({ "error": texts[0], "errors": texts }));
    assert_eq!(server.count_events("account.placed").await, 0);
}

#[tokio::test]
async fn amounts_are_exact_or_refused() {
    let server = TestServer::start().await;
    let both = "original_balance and current_balance must be > 0";
    let cases = [
        ("0", both),
        ("-1", both),
        ("null", both),
        ("1.005", "current_balance has more than 2 decimals"),
        ("1e400", "current_balance is too large"),
        ("\"NaN\"", "current_balance is not a decimal number"),
        ("[1]", "current_balance must be a number"),
    ];
    for (text, expected) in cases {
        let body = contract("C-1").to_string();
        let body = body.replace(
            r#""current_balance":8500"#,
            &format!(r#""current_balance":{text}"#),
        );
        let refused = server.admin.post_raw(ACCOUNTS, body).await.expect(400);
        assert_eq!(refused["error"], expected, "{text}");
    }
    assert_eq!(server.count_events("account.placed").await, 0);
}

#[tokio::test]
async fn what_is_no_json_object_is_refused() {
    let server = TestServer::start().await;
    for body in [
        "{",
        "[]",
        "7",
        "NaN",
        "\u{feff}{}",
        r#"{"current_balance": NaN}"#,
    ] {
        let refused = server.admin.post_raw(ACCOUNTS, body).await.expect(400);
        assert!(refused["error"].is_string(), "{body}: {refused}");
    }
    let long = format!(r#"{{"notes":"{}"}}"#, "x".repeat(2 * 1024 * 1024));
    let refused = server.admin.post_raw(ACCOUNTS, long).await.expect(413);
    assert!(refused["error"].is_string(), "{refused}");
}

#[tokio::test]
async fn an_unknown_field_is_nobodys_business() {
    let server = TestServer::start().await;
    let mut body = contract("C-1");
    body["service_type"] = json!("recovery");
    body["current_balance"] = json!("8500.5");
    server.admin.post(ACCOUNTS, &body).await.expect(201);
    let list = server.admin.get(ACCOUNTS).await.expect(200);
    assert_eq!(list["accounts"][0]["current_balance"], "8500.50");
}
