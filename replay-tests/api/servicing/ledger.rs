//! The general ledger over HTTP: chart, balances, entries.

use quittance_replay_tests::TestServer;
use serde_json::json;

#[tokio::test]
async fn entries_balance_and_sum_to_the_accounts() {
    let server = TestServer::start().await;
    let loan = server.loan("3650.00", "0.10", "2026-01-01").await;
    let path = format!("/api/v1/loans/{}/payments", loan["id"].as_str().unwrap());
    let body =
        json!({ "amount": "100.00", "payment_method": "ach", "effective_date": "2026-01-11" });
    let payment = server.admin.post(&path, &body).await.expect(201);
    let reverse = format!(
        "/api/v1/payments/{}/reverse",
        payment["id"].as_str().unwrap()
    );
    let body = json!({ "reason": "nsf", "effective_date": "2026-01-12" });
    server.admin.post(&reverse, &body).await.expect(200);

    let page = server.admin.get("/api/v1/ledger/entries").await;
    // The disbursement, the payment, its reversal.
    assert_eq!(page.header("content-range"), Some("items 0-2/3"));
    let entries = page.expect(200);
    let cents = |text: &serde_json::Value| -> i64 {
        text.as_str().unwrap().replace('.', "").parse().unwrap()
    };
    let mut cash = 0;
    for entry in entries.as_array().unwrap() {
        let lines = entry["lines"].as_array().unwrap();
        let sum = |side: &str| lines.iter().map(|line| cents(&line[side])).sum::<i64>();
        assert_eq!(sum("debit"), sum("credit"), "{entry}");
        assert_eq!(entry["source_id"], loan["id"]);
        let own = lines.iter().filter(|line| line["account_id"] == "1000");
        cash += own
            .map(|line| cents(&line["debit"]) - cents(&line["credit"]))
            .sum::<i64>();
        let one = format!("/api/v1/ledger/entries/{}", entry["id"].as_str().unwrap());
        assert_eq!(&server.admin.get(&one).await.expect(200), entry);
        server.stranger().await.get(&one).await.expect(404);
    }
    assert_eq!(cash, -365_000);
    let balance = server
        .admin
        .get("/api/v1/ledger/accounts/1000/balance")
        .await;
    assert_eq!(balance.expect(200)["balance"], "-3650.00");
    let then = "/api/v1/ledger/accounts/1100/balance?on=2025-12-31";
    assert_eq!(server.admin.get(then).await.expect(200)["balance"], "0.00");
    let oldest = r#"/api/v1/ledger/entries?range=%5B0,0%5D&sort=%5B%22created_at%22,%22ASC%22%5D"#;
    let oldest = server.admin.get(oldest).await;
    assert_eq!(oldest.header("content-range"), Some("items 0-0/3"));
    assert_eq!(oldest.expect(200)[0]["source_type"], "loan.disbursed");
}

#[tokio::test]
async fn the_chart_has_every_account_and_no_other() {
    let server = TestServer::start().await;
    let chart = server
        .admin
        .get("/api/v1/ledger/accounts")
        .await
        .expect(200);
    for account in chart.as_array().unwrap() {
        let one = format!(
            "/api/v1/ledger/accounts/{}",
            account["id"].as_str().unwrap()
        );
        assert_eq!(&server.admin.get(&one).await.expect(200), account);
    }
    for unknown in ["999", "x", "99999999999", "-1000", ""] {
        let path = format!("/api/v1/ledger/accounts/{unknown}/balance");
        server.admin.get(&path).await.expect(404);
    }
}
