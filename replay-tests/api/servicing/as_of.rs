//! Answers on both axes of time: what was true on a day, as known at a moment.

use chrono::{SecondsFormat, Utc};
use quittance_replay_tests::TestServer;
use serde_json::{Value, json};

const PARTS: [&str; 7] = [
    "payments",
    "balance",
    "payoff",
    "itemization",
    "journal",
    "fees",
    "settlements",
];

fn path(loan: &Value, part: &str) -> String {
    format!("/api/v1/loans/{}/{part}", loan["id"].as_str().unwrap())
}

async fn pay(server: &TestServer, loan: &Value, amount: &str, on: &str) -> Value {
    let body = json!({ "amount": amount, "payment_method": "ach", "effective_date": on });
    let payment = server.admin.post(&path(loan, "payments"), &body).await;
    payment.expect(201)
}

/// A moment after everything so far, to the microsecond that events are recorded with.
fn now() -> String {
    Utc::now().to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// What is answered about a loan, with the status it should have.
async fn ask(server: &TestServer, loan: &Value, part: &str, query: &str, status: u16) -> Value {
    let path = format!("{}?{query}", path(loan, part));
    server.admin.get(&path).await.expect(status)
}

async fn portfolio(server: &TestServer, query: &str) -> Value {
    let path = format!("/api/v1/portfolio?{query}");
    server.admin.get(&path).await.expect(200)
}

/// Every answer about a loan, and the portfolio.
async fn answers(server: &TestServer, loan: &Value, query: &str) -> Vec<Value> {
    let mut answers = Vec::new();
    for part in PARTS {
        answers.push(ask(server, loan, part, query, 200).await);
    }
    answers.push(portfolio(server, query).await);
    answers
}

/// What was answered at a moment is answered again, whatever has been recorded since.
#[tokio::test]
async fn as_of_a_moment_the_answers_are_those_of_that_moment() {
    let server = TestServer::start().await;
    let loan = server.loan("3650.00", "0.10", "2026-01-01").await;
    let first = pay(&server, &loan, "100.00", "2026-01-11").await;
    let fee = json!({ "fee_type": "late", "amount": "25.00", "effective_date": "2026-01-15" });
    server
        .admin
        .post(&path(&loan, "fees"), &fee)
        .await
        .expect(201);
    pay(&server, &loan, "100.00", "2026-01-21").await;
    let (then, on) = (now(), "on=2026-01-31");
    let before = answers(&server, &loan, on).await;

    let reverse = format!("/api/v1/payments/{}/reverse", first["id"].as_str().unwrap());
    let body = json!({ "reason": "nsf", "assess_nsf_fee": true, "effective_date": "2026-01-25" });
    server.admin.post(&reverse, &body).await.expect(200);
    let other = server.loan("10.00", "0", "2026-01-01").await;

    let after = answers(&server, &loan, on).await;
    assert_ne!(before, after);
    let known = answers(&server, &loan, &format!("{on}&as_of={then}")).await;
    assert_eq!(before, known);
    // The other loan was not known then.
    ask(&server, &other, "balance", &format!("as_of={then}"), 404).await;
    // Now is the end of this day too.
    let today = Utc::now().date_naive();
    let known = answers(&server, &loan, &format!("{on}&as_of={today}")).await;
    assert_eq!(after, known);
}

/// On a day that lies back, the journal's lines effective by then sum to the balance.
#[tokio::test]
async fn on_a_day_the_trial_balance_is_the_balance() {
    let server = TestServer::start().await;
    let loan = server.loan("3650.00", "0.10", "2026-01-01").await;
    pay(&server, &loan, "100.00", "2026-01-11").await;
    pay(&server, &loan, "200.00", "2026-02-10").await;
    for (day, principal) in [
        ("2026-01-01", "3650.00"),
        ("2026-01-31", "3560.00"),
        ("2026-02-10", "3389.26"),
    ] {
        let on = format!("on={day}");
        let balance = ask(&server, &loan, "balance", &on, 200).await;
        assert_eq!(balance["principal"], principal, "{day}");
        let portfolio = portfolio(&server, &on).await;
        let accounts = portfolio["ledgers"][0]["accounts"].as_array().unwrap();
        let receivable = accounts
            .iter()
            .find(|account| account["name"] == "loans_receivable")
            .unwrap();
        assert_eq!(receivable["balance"], principal, "{day}");
        assert_eq!(portfolio["loans"]["active"], 1);
    }
}

/// The parts of an itemization add up to what is owed, whatever has happened between.
#[tokio::test]
async fn an_itemization_leads_from_one_balance_to_the_other() {
    let server = TestServer::start().await;
    let loan = server.loan("3650.00", "0.10", "2026-01-01").await;
    pay(&server, &loan, "100.00", "2026-01-11").await;
    pay(&server, &loan, "60.00", "2026-01-31").await;
    let query = "since=2026-01-11&on=2026-02-10";
    let sums = ask(&server, &loan, "itemization", query, 200).await;
    let expected = json!({
        "loan_id": loan["id"],
        "currency": "USD",
        "itemization_date": "2026-01-11",
        "as_of": "2026-02-10",
        "balance_then": "3560.00",
        "interest": "29.15",
        "fees": "0.00",
        "advances": "0.00",
        "payments": "60.00",
        "credits": "0.00",
        "balance_now": "3529.15",
    });
    assert_eq!(sums, expected);
}

#[tokio::test]
async fn a_payoff_is_quoted_for_any_day_with_its_per_diem() {
    let server = TestServer::start().await;
    let loan = server.loan("10000.00", "0.085", "2026-01-01").await;
    let quote = ask(&server, &loan, "payoff", "on=2026-01-31", 200).await;
    // 10,000.00 at 8.5 % is 2.328767 a day, and 69.86 in thirty days.
    assert_eq!(quote["payoff_amount"], "10069.86");
    assert_eq!(quote["per_diem"], "2.328767");
    let payment = pay(&server, &loan, "10069.86", "2026-01-31").await;
    assert_eq!(payment["overpayment"], "0.00");
    let after = ask(&server, &loan, "payoff", "on=2026-02-28", 200).await;
    assert_eq!(after["payoff_amount"], "0.00");
}

#[tokio::test]
async fn a_day_or_moment_that_is_none_is_refused_by_name() {
    let server = TestServer::start().await;
    let loan = server.loan("10.00", "0", "2026-01-01").await;
    for (part, query, field) in [
        ("balance", "on=2026-02-30", "on"),
        ("balance", "on=2025-12-31", "on"),
        ("payoff", "as_of=yesterday", "as_of"),
        ("itemization", "since=2025-12-31", "since"),
        ("itemization", "since=2026-03-01&on=2026-02-01", "since"),
        ("journal", "as_of=2026-13-01", "as_of"),
    ] {
        let answer = ask(&server, &loan, part, query, 422).await;
        let place = &answer["detail"][0]["loc"];
        assert_eq!(place, &json!(["query", field]), "{query}: {answer}");
    }
}
