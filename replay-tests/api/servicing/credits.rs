//! What is forgiven, given or changed without money.

use quittance_replay_tests::TestServer;
use serde_json::{Value, json};

fn on(loan: &Value, what: &str) -> String {
    format!("/api/v1/loans/{}/{what}", loan["id"].as_str().unwrap())
}

async fn owed(server: &TestServer, loan: &Value, day: &str) -> [String; 4] {
    let balance = server
        .admin
        .get(&on(loan, &format!("balance?on={day}")))
        .await;
    let balance = balance.expect(200);
    ["fees", "interest", "principal", "overpayment"]
        .map(|part| balance[part].as_str().unwrap().to_owned())
}

async fn pay(server: &TestServer, loan: &Value, amount: &str, day: &str) -> Value {
    let body = json!({ "amount": amount, "payment_method": "ach", "effective_date": day });
    server
        .admin
        .post(&on(loan, "payments"), &body)
        .await
        .expect(201)
}

/// What exceeds the cap is forgiven from the day it holds, and payments since are divided again.
#[tokio::test]
async fn a_rate_dated_back_restates_payments_and_shows_both_rates() {
    let server = TestServer::start().await;
    let loan = server.loan("3650.00", "0.12", "2026-01-01").await;
    let payment = pay(&server, &loan, "100.00", "2026-01-31").await;
    assert_eq!(payment["interest_applied"], "36.00");
    let path = on(&loan, "rate-changes");
    let body = json!({ "interest_rate": "0.06", "reason": "SCRA", "effective_date": "2026-01-11" });
    let changed = server.admin.post(&path, &body).await.expect(201);
    assert_eq!(
        (&changed["previous_rate"], &changed["interest_rate"]),
        (&json!("0.12"), &json!("0.06"))
    );
    let restated = &changed["restatements"][0];
    assert_eq!(restated["payment_id"], payment["id"]);
    assert_eq!(restated["before"]["interest_applied"], "36.00");
    assert_eq!(restated["after"]["interest_applied"], "24.00");
    let again = server.admin.post(&path, &body).await;
    assert_eq!(again.expect(409)["code"], "rate_in_force_already");
    let none = server.admin.post(&path, &json!({ "reason": "?" })).await;
    assert!(none.text().contains("interest_rate"));
    none.expect(422);
    let shown = server
        .admin
        .get(&on(&loan, "")[..on(&loan, "").len() - 1])
        .await;
    assert_eq!(shown.expect(200)["interest_rate"], "0.06");
    let history = server.admin.get(&on(&loan, "history")).await.expect(200);
    let change = history
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["type"] == "rate.changed");
    let data = &change.unwrap()["data"];
    assert_eq!(
        (&data["from"], &data["rate"]),
        (&json!("0.12"), &json!("0.06"))
    );
    assert_eq!(data["restatements"][0]["before"]["interest"], "36.00");
    server.verify().await;
}

#[tokio::test]
async fn goodwill_interest_and_credit_balances() {
    let server = TestServer::start().await;
    let loan = server.loan("365.00", "0.10", "2026-01-01").await;
    let body = json!({ "reason": "hardship", "amount": "0.40", "effective_date": "2026-01-11" });
    let waived = server
        .admin
        .post(&on(&loan, "interest-waivers"), &body)
        .await
        .expect(201);
    assert_eq!(waived["applied"]["interest_applied"], "0.40");
    let too_much =
        json!({ "reason": "hardship", "amount": "0.61", "effective_date": "2026-01-11" });
    let refused = server
        .admin
        .post(&on(&loan, "interest-waivers"), &too_much)
        .await;
    assert!(refused.text().contains("interest_waiver_exceeds_due"));
    refused.expect(422);
    let body = json!({ "reason": "sorry", "amount": "400.00", "effective_date": "2026-01-11" });
    let credit = server
        .admin
        .post(&on(&loan, "credits"), &body)
        .await
        .expect(201);
    assert_eq!(credit["applied"]["interest_applied"], "0.60");
    assert_eq!(credit["applied"]["overpayment"], "34.40");
    let refunds = on(&loan, "credit-refunds");
    let body = json!({ "reason": "asked", "effective_date": "2026-01-12" });
    let refund = server.admin.post(&refunds, &body).await.expect(201);
    assert_eq!(refund["amount"], "34.40");
    assert_eq!(owed(&server, &loan, "2026-01-31").await, ["0.00"; 4]);
    let again = server.admin.post(&refunds, &body).await;
    assert_eq!(again.expect(409)["code"], "no_credit_balance");
    server.verify().await;
}

#[tokio::test]
async fn a_waiver_is_taken_back_once() {
    let server = TestServer::start().await;
    let loan = server.loan("100.00", "0", "2026-01-01").await;
    let body = json!({ "amount": "25.00", "fee_type": "late", "effective_date": "2026-01-02" });
    let fee = server
        .admin
        .post(&on(&loan, "fees"), &body)
        .await
        .expect(201);
    let waive = on(
        &loan,
        &format!("fees/{}/waive", fee["id"].as_str().unwrap()),
    );
    let body = json!({ "reason": "courtesy", "effective_date": "2026-01-03" });
    let waived = server.admin.post(&waive, &body).await.expect(200);
    assert_eq!(waived["outstanding_amount"], "0.00");
    let waiver = waived["waivers"][0]["id"].as_str().unwrap().to_owned();
    let undo = on(&loan, &format!("fee-waivers/{waiver}/undo"));
    let body = json!({ "reason": "wrong loan", "effective_date": "2026-01-04" });
    let undone = server.admin.post(&undo, &body).await.expect(200);
    assert_eq!(undone["outstanding_amount"], "25.00");
    assert_eq!(
        (&undone["waived_amount"], &undone["waivers"][0]["undone"]),
        (&json!("0.00"), &json!(true))
    );
    let again = server.admin.post(&undo, &body).await;
    assert_eq!(again.expect(409)["code"], "waiver_already_undone");
    let unknown = on(
        &loan,
        &format!("fee-waivers/{}/undo", fee["id"].as_str().unwrap()),
    );
    server.admin.post(&unknown, &body).await.expect(404);
    server.verify().await;
}

#[tokio::test]
async fn a_small_balance_is_given_up() {
    let server = TestServer::start().await;
    let loan = server.loan("100.00", "0", "2026-01-01").await;
    pay(&server, &loan, "97.50", "2026-01-02").await;
    let path = on(&loan, "write-off");
    let body =
        json!({ "reason": "small balance", "amount": "2.51", "effective_date": "2026-01-03" });
    let refused = server.admin.post(&path, &body).await;
    assert!(refused.text().contains("write_off_exceeds_balance"));
    refused.expect(422);
    let body = json!({ "reason": "small balance", "effective_date": "2026-01-03" });
    let given_up = server.admin.post(&path, &body).await.expect(201);
    assert_eq!(given_up["amount"], "2.50");
    assert_eq!(owed(&server, &loan, "2026-01-31").await, ["0.00"; 4]);
    let again = server.admin.post(&path, &body).await;
    assert_eq!(again.expect(409)["code"], "nothing_owed");
    server.verify().await;
}
