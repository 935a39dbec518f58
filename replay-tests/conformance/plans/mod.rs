//! The published payment plans API.

mod decisions;
mod errors;
mod lists;
mod page;
mod sample;
mod several;

use quittance_domain::CreditorId;
use quittance_replay_tests::TestServer;
use serde_json::{Value, json};

pub const PLANS: &str = "/v1/payment_plans";

/// The administration of a test's creditor, as the surface writes it.
pub fn administration(creditor: CreditorId) -> String {
    creditor.0.as_u128().to_string()
}

/// An invoice: an account of 500.00 under this number; its loan object.
pub async fn invoice(server: &TestServer, number: &str) -> Value {
    let body = json!({
        "account_number": number, "debtor_name": "Jane Doe", "debtor_phone": "555-0100",
        "original_balance": 500, "current_balance": 500,
    });
    let placed = server.admin.post("/api/v1/accounts.php", &body).await;
    placed.expect(201)
}

/// The id that servicing knows the account by.
pub async fn loan_of(server: &TestServer, number: &str) -> String {
    let admin = server.database.admin().await;
    let sql = "SELECT account_id::text FROM views.accounts WHERE number = $1";
    admin.query_one(sql, &[&number]).await.unwrap().get(0)
}

/// A plan for one invoice with these terms.
pub fn plan(server: &TestServer, number: &str, terms: &[(&str, &str)]) -> Value {
    let amount = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let terms = terms
        .iter()
        .map(|(text, due)| json!({ "amount": amount(text), "due_date": due }));
    json!({
        "administration_id": administration(server.creditor),
        "terms": terms.collect::<Vec<_>>(),
        "invoice_numbers": [number],
    })
}

/// Pays an account through the servicing surface; the payment's id.
pub async fn pay(server: &TestServer, loan: &str, amount: &str) -> String {
    let body = json!({ "amount": amount, "payment_method": "ach" });
    let path = format!("/api/v1/loans/{loan}/payments");
    let paid = server.admin.post(&path, &body).await.expect(201);
    paid["id"].as_str().unwrap().to_owned()
}

/// Where a plan is read.
pub fn path_of(server: &TestServer, plan: &Value) -> String {
    format!(
        "{PLANS}/{}?administration_id={}",
        plan["id"].as_str().unwrap(),
        administration(server.creditor)
    )
}

/// What is still due of each term, and when it was paid.
pub fn due(plan: &Value) -> Vec<(&str, bool)> {
    let terms = plan["payment_terms"].as_array().unwrap().iter();
    terms
        .map(|term| {
            let due = term["amount_due"].as_str().unwrap();
            (due, term["payment_date"].is_string())
        })
        .collect()
}
