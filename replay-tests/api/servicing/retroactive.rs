//! Reversal, backdate, refund: the whole life replayed, the difference booked.

use quittance_replay_tests::TestServer;
use serde_json::{Value, json};

async fn pay(server: &TestServer, loan: &Value, amount: &str, on: &str) -> Value {
    let path = format!("/api/v1/loans/{}/payments", loan["id"].as_str().unwrap());
    let body = json!({ "amount": amount, "payment_method": "ach", "effective_date": on });
    server.admin.post(&path, &body).await.expect(201)
}

async fn balance(server: &TestServer, loan: &Value, on: &str) -> Value {
    let path = format!(
        "/api/v1/loans/{}/balance?on={on}",
        loan["id"].as_str().unwrap()
    );
    server.admin.get(&path).await.expect(200)
}

/// After a reversal the loan stands as if the payment had never been, its fee apart.
#[tokio::test]
async fn a_reversal_restates_what_came_after() {
    let server = TestServer::start().await;
    let loan = server.loan("3650.00", "0.10", "2026-01-01").await;
    let without = server.loan("3650.00", "0.10", "2026-01-01").await;
    let first = pay(&server, &loan, "100.00", "2026-01-11").await;
    let second = pay(&server, &loan, "100.00", "2026-01-21").await;
    pay(&server, &without, "100.00", "2026-01-21").await;

    let path = format!("/api/v1/payments/{}/reverse", first["id"].as_str().unwrap());
    let body = json!({ "reason": "nsf", "assess_nsf_fee": true, "effective_date": "2026-01-25" });
    let reversed = server.admin.post(&path, &body).await.expect(200);
    assert_eq!(reversed["status"], "reversed");
    assert_eq!(reversed["nsf_fee"]["amount"], "25.00");
    // One dollar a day: the second payment now pays twenty days of interest, not ten.
    let restated = reversed["restatements"].as_array().unwrap();
    let of_second = restated
        .iter()
        .find(|r| r["payment_id"] == second["id"])
        .unwrap();
    assert_eq!(
        of_second["before"]["interest_applied"],
        second["interest_applied"]
    );
    assert_eq!(of_second["after"]["interest_applied"], "20.00");
    assert_eq!(of_second["after"]["principal_applied"], "80.00");

    let (with, without) = (
        balance(&server, &loan, "2026-01-31").await,
        balance(&server, &without, "2026-01-31").await,
    );
    assert_eq!(with["principal"], without["principal"]);
    assert_eq!(with["interest"], without["interest"]);
    assert_eq!(
        (&with["fees"], &without["fees"]),
        (&json!("25.00"), &json!("0.00"))
    );
    let shown = format!("/api/v1/payments/{}", second["id"].as_str().unwrap());
    let shown = server.admin.get(&shown);
    assert_eq!(shown.await.expect(200)["interest_applied"], "20.00");
    server.verify().await;
}

#[tokio::test]
async fn a_backdated_payment_stands_as_if_made_on_that_day() {
    let server = TestServer::start().await;
    let late = server.loan("3650.00", "0.10", "2026-01-01").await;
    let prompt = server.loan("3650.00", "0.10", "2026-01-01").await;
    let payment = pay(&server, &late, "500.00", "2026-01-31").await;
    let expected = pay(&server, &prompt, "500.00", "2026-01-11").await;
    let path = format!(
        "/api/v1/payments/{}/backdate",
        payment["id"].as_str().unwrap()
    );
    let moved = server
        .admin
        .post(&path, &json!({ "effective_date": "2026-01-11" }))
        .await;
    let moved = moved.expect(200);
    for part in [
        "principal_applied",
        "interest_applied",
        "fees_applied",
        "effective_date",
    ] {
        assert_eq!(moved[part], expected[part], "{part}");
    }
    let (a, b) = (
        balance(&server, &late, "2026-03-01").await,
        balance(&server, &prompt, "2026-03-01").await,
    );
    assert_eq!(a["total"], b["total"]);
    for (date, status) in [
        ("2099-01-01", 422),
        ("2025-12-31", 422),
        ("2026-01-11", 409),
    ] {
        let answer = server
            .admin
            .post(&path, &json!({ "effective_date": date }))
            .await;
        assert_eq!(
            answer.status.as_u16(),
            status.min(422),
            "{date}: {}",
            answer.text()
        );
    }
    server.verify().await;
}

/// Every event's lines sum to the balances, and nothing booked is ever edited.
#[tokio::test]
async fn the_journal_reverses_and_books_anew() {
    let server = TestServer::start().await;
    let loan = server.loan("3650.00", "0.10", "2026-01-01").await;
    let payment = pay(&server, &loan, "100.00", "2026-01-11").await;
    let path = format!("/api/v1/loans/{}/journal", loan["id"].as_str().unwrap());
    let before = server.admin.get(&path).await.expect(200);
    let reverse = format!(
        "/api/v1/payments/{}/reverse",
        payment["id"].as_str().unwrap()
    );
    server
        .admin
        .post(&reverse, &json!({ "reason": "R01" }))
        .await
        .expect(200);
    let after = server.admin.get(&path).await.expect(200);
    let (before, after) = (before.as_array().unwrap(), after.as_array().unwrap());
    assert_eq!(&after[..before.len()], &before[..]);
    let cents = |line: &Value| {
        line["amount"]
            .as_str()
            .unwrap()
            .replace('.', "")
            .parse::<i64>()
            .unwrap()
    };
    let sum = |name: &str| -> i64 {
        after
            .iter()
            .map(|line| {
                match (
                    line["debit"]["name"] == name,
                    line["credit"]["name"] == name,
                ) {
                    (true, false) => cents(line),
                    (false, true) => -cents(line),
                    _ => 0,
                }
            })
            .sum()
    };
    assert_eq!(sum("loans_receivable"), 365_000);
    assert_eq!(sum("cash"), -365_000);
    assert_eq!(sum("overpayments"), 0);
}

#[tokio::test]
async fn principal_only_refund_reimbursement_and_waiver() {
    let server = TestServer::start().await;
    let loan = server.loan("1000.00", "0.10", "2026-01-01").await;
    let id = loan["id"].as_str().unwrap();
    let path = format!("/api/v1/loans/{id}/payments");
    let fee = json!({ "amount": "30.00", "fee_type": "late", "effective_date": "2026-01-05" });
    let fee = server
        .admin
        .post(&format!("/api/v1/loans/{id}/fees"), &fee)
        .await
        .expect(201);
    let body = json!({ "amount": "100.00", "payment_method": "check", "direction": "principal_only",
        "effective_date": "2026-01-10" });
    let payment = server.admin.post(&path, &body).await.expect(201);
    assert_eq!(payment["principal_applied"], "100.00");
    assert_eq!(payment["fees_applied"], "0.00");
    let waive = format!(
        "/api/v1/loans/{id}/fees/{}/waive",
        fee["id"].as_str().unwrap()
    );
    let waived = server
        .admin
        .post(&waive, &json!({ "reason": "courtesy" }))
        .await
        .expect(200);
    assert_eq!(waived["outstanding_amount"], "0.00");
    server
        .admin
        .post(&waive, &json!({ "amount": "0.01" }))
        .await
        .expect(422);
    let body = json!({ "amount": "100.00", "reason": "Fee waiver reimbursement" });
    let paid = server
        .admin
        .post(&format!("{path}/reimbursement"), &body)
        .await
        .expect(201);
    assert_eq!(paid["amount"], "100.00");
    let refund = format!(
        "/api/v1/payments/{}/refund",
        payment["id"].as_str().unwrap()
    );
    let body = json!({ "amount": "100.00", "reason": "Customer overpayment" });
    assert_eq!(
        server.admin.post(&refund, &body).await.expect(200)["status"],
        "refunded"
    );
    assert_eq!(
        balance(&server, &loan, "2026-01-12").await["principal"],
        "1000.00"
    );
    server.verify().await;
}

#[tokio::test]
async fn charge_off_freezes_the_balance_and_payments_recover_it() {
    let server = TestServer::start().await;
    let loan = server.loan("3650.00", "0.10", "2026-01-01").await;
    let id = loan["id"].as_str().unwrap();
    let path = format!("/api/v1/loans/{id}/charge-off");
    let body = json!({ "effective_date": "2026-02-10", "reason": "120 days" });
    let charged = server.admin.post(&path, &body).await.expect(200);
    assert_eq!(charged["status"], "charged_off");
    assert_eq!(
        server.admin.post(&path, &body).await.expect(409)["code"],
        "account_charged_off"
    );
    // Forty days at a dollar; nothing accrues afterwards.
    assert_eq!(
        balance(&server, &loan, "2026-06-01").await["interest"],
        "40.00"
    );
    pay(&server, &loan, "140.00", "2026-03-01").await;
    let left = balance(&server, &loan, "2026-06-01").await;
    assert_eq!(
        (&left["principal"], &left["interest"]),
        (&json!("3550.00"), &json!("0.00"))
    );
    let journal = server
        .admin
        .get(&format!("/api/v1/loans/{id}/journal"))
        .await
        .expect(200);
    let names = journal
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["credit"]["name"].clone());
    assert!(names.clone().any(|name| name == "recoveries"));
    server.verify().await;
}
