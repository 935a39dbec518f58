//! The surface's own words for statuses, amounts and times.

use crate::openapi::Schema;
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::account::{Condition, OfferStatus, PaymentStatus, Stage, Status};
use quittance_domain::{Currency, Money};

/// Every `account_status`.
const ACCOUNT: [&str; 6] = ["active", "settled", "paid", "disputed", "legal", "closed"];

/// `account_status` of a condition.
pub fn account(condition: Condition) -> &'static str {
    match (condition.status, condition.stage) {
        (Status::Settled, _) => "settled",
        (Status::PaidOff, _) => "paid",
        (Status::Denied | Status::Cancelled | Status::Recalled, _) => "closed",
        _ if condition.disputed => "disputed",
        (_, Stage::Legal) => "legal",
        (_, Stage::Closed) => "closed",
        _ => "active",
    }
}

/// The shape of `account_status`.
pub fn account_schema() -> Schema {
    Schema::one_of(&ACCOUNT)
}

/// The shape of a [`moment`].
pub fn moment_schema(example: &str) -> Schema {
    let pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$";
    Schema::text(example).with("pattern", pattern.into())
}

/// `payment_status` of a payment's status in the ledger.
pub const fn payment(status: PaymentStatus) -> &'static str {
    match status {
        PaymentStatus::Pending | PaymentStatus::Processing => "pending",
        PaymentStatus::Completed => "completed",
        PaymentStatus::Failed | PaymentStatus::Reversed | PaymentStatus::ChargedBack => "failed",
        PaymentStatus::Refunded => "refunded",
    }
}

/// `approval_status` of an offer's status in the ledger.
pub const fn approval(status: OfferStatus) -> &'static str {
    match status {
        OfferStatus::Pending | OfferStatus::Countered => "pending",
        OfferStatus::Accepted | OfferStatus::Paid => "approved",
        OfferStatus::Rejected
        | OfferStatus::Expired
        | OfferStatus::Broken
        | OfferStatus::Withdrawn => "rejected",
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

    #[test]
    fn every_condition_has_a_word_and_every_word_a_condition() {
        let words: Vec<&str> = Condition::all().map(account).collect();
        assert!(words.iter().all(|word| ACCOUNT.contains(word)));
        assert!(ACCOUNT.iter().all(|word| words.contains(word)));
        let disputed = Condition {
            status: Status::ChargedOff,
            stage: Stage::Legal,
            disputed: true,
        };
        assert_eq!(account(disputed), "disputed");
        let settled = Condition {
            status: Status::Settled,
            ..disputed
        };
        assert_eq!(account(settled), "settled");
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
