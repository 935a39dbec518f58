//! The surface's own words for statuses, amounts and times.

use chrono::{DateTime, SecondsFormat, Utc};
use quittance_domain::account::{Account, FactKind, Method, PaymentStanding, Status};
use quittance_domain::{Currency, Money};
use serde_json::{Number, Value};

/// What an invoice can have become.
pub const INVOICE: [&str; 3] = ["in_progress", "not_assigned", "settled"];

/// What a payment can have become.
pub const PAYMENT: [&str; 5] = ["COMPLETED", "PENDING", "PROCESSING", "FAILED", "REFUNDED"];

/// What callers call ways to pay that the ledger has another name for.
const METHODS: [(&str, Method); 8] = [
    ("cheque", Method::Check),
    ("echeck", Method::Ach),
    ("eft", Method::Ach),
    ("direct_debit", Method::Ach),
    ("bank_transfer", Method::Ach),
    ("wire_transfer", Method::Wire),
    ("credit_card", Method::Card),
    ("debit_card", Method::Card),
];

/// The way to pay that a caller means: any word will do, as published, and one that nobody knows is
/// `other`.
pub fn method(given: &str) -> Method {
    let word = given.to_lowercase().replace([' ', '-'], "_");
    let mut known = Method::ALL.iter().chain(&METHODS);
    let found = known.find(|(name, _)| *name == word);
    found.map_or(Method::Other, |(_, method)| *method)
}

/// What has become of an invoice.
///
/// A payoff and a settlement for less both settle it; nothing else tells them apart but the amount
/// that was paid.
pub fn invoice(status: &str, was_paid_on: bool) -> &'static str {
    match status {
        "paid_off" | "settled" => "settled",
        // Given back: nobody collects it here.
        "recalled" => "not_assigned",
        _ if was_paid_on => "in_progress",
        _ => "not_assigned",
    }
}

/// What has become of an invoice, from its state.
pub fn invoice_of(account: &Account) -> &'static str {
    let has_counted = account.facts.iter().any(|fact| match &fact.kind {
        FactKind::Payment(payment) => matches!(
            payment.standing,
            PaymentStanding::Completed | PaymentStanding::Reversed
        ),
        _ => false,
    });
    let status: Status = account.status();
    invoice(status.name(), has_counted)
}

/// What has become of a payment; a chargeback has no status of its own.
pub fn payment(status: &str) -> &'static str {
    match status {
        "pending" => "PENDING",
        "processing" => "PROCESSING",
        "failed" | "reversed" | "charged_back" => "FAILED",
        "refunded" => "REFUNDED",
        _ => "COMPLETED",
    }
}

/// An amount as an exact JSON number with at least one decimal: `1000.0`.
pub fn amount(amount: Money, currency: Currency) -> Value {
    let text = amount.to_decimal(currency);
    let short = match text.split_once('.') {
        None => format!("{text}.0"),
        Some((whole, decimals)) => {
            let decimals = decimals.trim_end_matches('0');
            format!(
                "{whole}.{}",
                if decimals.is_empty() { "0" } else { decimals }
            )
        }
    };
    short.parse::<Number>().map_or(Value::Null, Value::Number)
}

/// A moment in UTC: `2026-01-15T14:30:00Z`.
pub fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_numbers_with_a_decimal() {
        let text = |minor| amount(Money::from_minor(minor), Currency::USD).to_string();
        assert_eq!(text(100_000), "1000.0");
        assert_eq!(text(25_050), "250.5");
        assert_eq!(text(1), "0.01");
        assert_eq!(text(0), "0.0");
        let yen: Currency = "JPY".parse().unwrap();
        assert_eq!(amount(Money::from_minor(500), yen).to_string(), "500.0");
    }

    #[test]
    fn every_status_of_a_payment_has_its_word() {
        let words = ["pending", "processing", "completed", "failed", "reversed"].map(payment);
        assert_eq!(
            words,
            ["PENDING", "PROCESSING", "COMPLETED", "FAILED", "FAILED"]
        );
        assert_eq!(
            ["refunded", "charged_back"].map(payment),
            ["REFUNDED", "FAILED"]
        );
    }

    #[test]
    fn an_invoice_is_in_progress_once_something_was_paid() {
        assert_eq!(invoice("active", false), "not_assigned");
        assert_eq!(invoice("active", true), "in_progress");
        assert_eq!(invoice("charged_off", true), "in_progress");
        assert_eq!(invoice("paid_off", true), "settled");
        assert_eq!(invoice("settled", true), "settled");
        assert_eq!(invoice("recalled", true), "not_assigned");
    }
}
