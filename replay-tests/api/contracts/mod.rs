//! The `contracts` surface: what its callers' scripts see.

mod access;
mod accounts;
mod bad_input;
mod credentials;
mod lists;

use serde_json::{Value, json};

pub const ACCOUNTS: &str = "/api/v1/accounts.php";
pub const PAYMENTS: &str = "/api/v1/payments.php";
pub const SETTLEMENTS: &str = "/api/v1/settlements.php";

/// The documented sample under a number of its own.
pub fn contract(number: &str) -> Value {
    json!({
        "account_number": number,
        "debtor_name": "Acme Corp",
        "debtor_phone": "555-123-4567",
        "original_balance": 10000,
        "current_balance": 8500,
        "debtor_email": "billing@acme.com",
        "notes": "Added via API",
    })
}

/// The id that other surfaces know an account by.
pub async fn uuid(server: &quittance_replay_tests::TestServer, number: &str) -> String {
    let client = server.database.admin().await;
    let sql = "SELECT account_id::text FROM views.accounts WHERE number = $1";
    client.query_one(sql, &[&number]).await.unwrap().get(0)
}
