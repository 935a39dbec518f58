//! The surface's own words for statuses, amounts and times.

use crate::accounts::StatusWords;
use crate::openapi::Schema;
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::{Currency, Money};

/// `account_status`; nothing in the ledger is disputed, in legal action or closed yet.
pub const ACCOUNT: &StatusWords = &[
    ("active", &["active", "pending", "approved", "charged_off"]),
    ("paid", &["paid_off"]),
    ("settled", &["settled"]),
    ("disputed", &[]),
    ("legal", &[]),
    ("closed", &["denied", "cancelled"]),
];

/// The shape of `account_status`.
pub fn account_schema() -> Schema {
    Schema::name_of(ACCOUNT)
}

/// The shape of a [`moment`].
pub fn moment_schema(example: &str) -> Schema {
    let pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$";
    Schema::text(example).with("pattern", pattern.into())
}

/// `payment_status` of a payment's status in the ledger.
pub fn payment(status: &str) -> &'static str {
    match status {
        "pending" | "processing" => "pending",
        "failed" | "reversed" | "charged_back" => "failed",
        "refunded" => "refunded",
        _ => "completed",
    }
}

/// `approval_status` of an offer's status in the ledger.
pub fn approval(status: &str) -> &'static str {
    match status {
        "accepted" | "paid" => "approved",
        _ => "pending",
    }
}

/// An amount with at least two decimals, which currencies without a minor unit gain here.
pub fn amount(amount: Money, currency: Currency) -> String {
    let text = amount.to_decimal(currency);
    if currency.exponent() == 0 {
        format!("{text}.00")
    } else {
        text
    }
}

/// A moment without a zone, in UTC: `2024-02-01 14:30:00`.
pub fn moment(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M:%S").to_string()
}

/// When a payment counts: the time of its recording, or the start of the day it is dated to.
pub fn paid_at(effective: NaiveDate, recorded_at: DateTime<Utc>) -> String {
    if recorded_at.date_naive() == effective {
        moment(recorded_at)
    } else {
        format!("{effective} 00:00:00")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::word;
    use quittance_domain::account::Status;

    #[test]
    fn every_status_of_the_ledger_has_one_word() {
        let words = Status::ALL.map(|(status, _)| (status, word(ACCOUNT, status)));
        let expected = [
            ("pending", "active"),
            ("approved", "active"),
            ("denied", "closed"),
            ("cancelled", "closed"),
            ("active", "active"),
            ("paid_off", "paid"),
            ("settled", "settled"),
            ("charged_off", "active"),
        ];
        assert_eq!(words, expected);
        for (status, _) in Status::ALL {
            let covering = ACCOUNT
                .iter()
                .filter(|(_, known)| known.contains(&status))
                .count();
            assert_eq!(covering, 1, "{status}");
        }
    }

    #[test]
    fn amounts_have_two_decimals_and_times_no_zone() {
        let yen: Currency = "JPY".parse().unwrap();
        assert_eq!(amount(Money::from_minor(850_000), Currency::USD), "8500.00");
        assert_eq!(amount(Money::from_minor(500), yen), "500.00");
        let at: DateTime<Utc> = "2024-02-01T14:30:00.123456Z".parse().unwrap();
        assert_eq!(moment(at), "2024-02-01 14:30:00");
        assert_eq!(paid_at(at.date_naive(), at), "2024-02-01 14:30:00");
        assert_eq!(
            paid_at("2024-01-15".parse().unwrap(), at),
            "2024-01-15 00:00:00"
        );
    }
}
