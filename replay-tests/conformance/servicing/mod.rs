//! The payments page of the servicing API, and what its users check first.

mod first;
mod lists;
mod page;

use quittance_replay_tests::TestServer;
use serde_json::{Value, json};

/// A loan of 8500.00 that owes 62.50 interest two weeks after its start, and a fee of 25.00.
///
/// Gives its path.
pub async fn loan(server: &TestServer, start: &str) -> String {
    let loan = json!({
        "principal_amount": "8500.00",
        "interest_rate": "0.1917",
        "start_date": start,
    });
    let loan = server.loan_with(loan).await;
    let path = format!("/api/v1/loans/{}", loan["id"].as_str().unwrap());
    let fee = json!({ "amount": "25.00", "fee_type": "late", "effective_date": start });
    server
        .admin
        .post(&format!("{path}/fees"), &fee)
        .await
        .expect(201);
    path
}

/// The start of a loan that owes what the samples show today.
pub fn two_weeks_ago() -> String {
    let today = chrono::Utc::now().date_naive();
    (today - chrono::Days::new(14)).to_string()
}

/// Checks every member that a sample shows; the reply may have more.
#[track_caller]
pub fn shows(reply: &Value, sample: &Value) {
    for (name, value) in sample.as_object().unwrap() {
        assert_eq!(&reply[name], value, "{name} in {reply}");
    }
}
