//! The surface's own words for statuses, amounts and times.

use crate::accounts::StatusWords;
use chrono::{DateTime, SecondsFormat, Utc};
use quittance_domain::{Currency, Money};
use serde_json::{Number, Value};

/// The statuses of an account; what no rule of the ledger leads to yet covers nothing.
pub const ACCOUNT: &StatusWords = &[
    ("placed", &["active", "pending", "approved", "charged_off"]),
    ("contacted", &[]),
    ("negotiating", &[]),
    ("disputed", &[]),
    ("settled", &["settled"]),
    ("paid_in_full", &["paid_off"]),
    ("cured", &[]),
    ("closed", &["denied", "cancelled"]),
];

/// The statuses of a settlement offer.
pub const OFFER: [&str; 6] = [
    "pending",
    "countered",
    "accepted",
    "paid",
    "rejected",
    "expired",
];

/// An amount as an exact JSON number.
pub fn amount(amount: Money, currency: Currency) -> Value {
    number(&amount.to_decimal(currency))
}

/// A decimal as an exact JSON number.
pub fn number(decimal: &str) -> Value {
    decimal.parse::<Number>().map_or(Value::Null, Value::Number)
}

/// A moment in UTC: `2026-05-06T12:34:56Z`.
pub fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::word;
    use quittance_domain::account::Status;

    #[test]
    fn every_status_of_the_ledger_has_one_word() {
        for (status, _) in Status::ALL {
            let covering = ACCOUNT
                .iter()
                .filter(|(_, known)| known.contains(&status))
                .count();
            assert_eq!(covering, 1, "{status}");
        }
        assert_eq!(word(ACCOUNT, "paid_off"), "paid_in_full");
        assert_eq!(word(ACCOUNT, "charged_off"), "placed");
    }

    #[test]
    fn amounts_are_exact_numbers() {
        let text = amount(Money::from_minor(524_763), Currency::USD).to_string();
        assert_eq!(text, "5247.63");
        let largest = amount(Money::from_minor(999_999_999_999_999), Currency::USD).to_string();
        assert_eq!(largest, "9999999999999.99");
    }
}
