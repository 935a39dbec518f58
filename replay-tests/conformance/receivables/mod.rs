//! The page of the receivables API, and what its users check first.

mod accounts;
mod customers;
mod errors;
mod page;
mod payments;

use quittance_replay_tests::TestServer;
use serde_json::{Value, json};

pub const ACCOUNTS: &str = "/api/v1/external/accounts";

/// An invoice of 1500.00, due in the future, for a customer of its own.
pub fn invoice(number: &str) -> Value {
    json!({
        "invoice_number": number,
        "customer": { "email": "ap@acme.test", "companyName": "Acme" },
        "amount": 1500,
        "issue_date": "2026-01-01",
        "due_date": "2199-01-31",
    })
}

/// Creates an invoice and gives its path.
pub async fn create(server: &TestServer, body: &Value) -> String {
    let created = server.admin.post(ACCOUNTS, body).await.expect(201);
    format!("{ACCOUNTS}/{}", created["data"]["id"].as_str().unwrap())
}

/// What `GET` of a path tells, out of its envelope.
pub async fn data(server: &TestServer, path: &str) -> Value {
    let reply = server.admin.get(path).await.expect(200);
    assert_eq!(
        (&reply["success"], &reply["status_code"]),
        (&json!(true), &json!(200))
    );
    reply["data"].clone()
}

/// A payment of an amount with a reference.
pub fn check(amount: Value, reference: &str) -> Value {
    json!({ "amount": amount, "payment_method": "check", "payment_reference": reference })
}
