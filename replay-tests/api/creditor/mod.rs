//! The `creditor` surface: placing accounts and settling them.

mod accounts;
mod audit;
mod collecting;
mod denials;
mod evidence;
mod examiner;
mod offers;
mod placing;
mod settings;
mod settlements;
mod uploads;
mod webhooks;

use serde_json::{Value, json};

pub const PLACE: &str = "/api/v1/creditor/place-account";
pub const ACCOUNTS: &str = "/api/v1/creditor/accounts";

/// The flat body of the documentation, under a reference of its own.
pub fn flat(reference: &str) -> Value {
    json!({
        "consumerEmail": "member@example.com",
        "originalBalance": 5280.00,
        "principalBalance": 5280.00,
        "dpd": 78,
        "accountType": "credit_card",
        "accountPhase": "intercept",
        "last4ssn": "4321",
        "creditorReference": reference,
    })
}

/// The nested body of the documentation.
pub fn nested() -> Value {
    json!({
        "consumer": { "first_name": "Jane", "last_name": "Doe", "email": "jane@example.com" },
        "original_creditor": "Sample Federal CU",
        "principal_balance": 5247.63,
        "charge_off_date": null,
        "account_phase": "phase0",
    })
}
