//! The surface's own words for statuses, amounts and times.

use chrono::{DateTime, SecondsFormat, Utc};
use quittance_domain::account::{
    Account, FactKind, Method, PaymentStanding, PaymentStatus, Status,
};
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
pub fn invoice(status: Status, was_paid_on: bool) -> &'static str {
    match status {
        Status::PaidOff | Status::Settled => "settled",
        // Given back: nobody collects it here.
        Status::Recalled => "not_assigned",
        Status::Pending
        | Status::Approved
        | Status::Denied
        | Status::Cancelled
        | Status::Active
        | Status::ChargedOff => match was_paid_on {
            true => "in_progress",
            false => "not_assigned",
        },
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
    invoice(account.status(), has_counted)
}

/// What has become of a payment; a chargeback has no status of its own.
pub const fn payment(status: PaymentStatus) -> &'static str {
    match status {
        PaymentStatus::Pending => "PENDING",
        PaymentStatus::Processing => "PROCESSING",
        PaymentStatus::Completed => "COMPLETED",
        PaymentStatus::Failed | PaymentStatus::Reversed | PaymentStatus::ChargedBack => "FAILED",
        PaymentStatus::Refunded => "REFUNDED",
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
    fn a_payment_becomes_every_word_that_is_published_and_no_other() {
        let words = PaymentStatus::ALL.map(|(_, status)| payment(status));
        assert!(words.iter().all(|word| PAYMENT.contains(word)));
        assert!(PAYMENT.iter().all(|word| words.contains(word)));
    }

    #[test]
    fn an_invoice_is_in_progress_once_something_was_paid() {
        assert_eq!(invoice(Status::Active, false), "not_assigned");
        assert_eq!(invoice(Status::Active, true), "in_progress");
        assert_eq!(invoice(Status::ChargedOff, true), "in_progress");
        assert_eq!(invoice(Status::PaidOff, true), "settled");
        assert_eq!(invoice(Status::Settled, true), "settled");
        assert_eq!(invoice(Status::Recalled, true), "not_assigned");
    }
}
