//! The surface's own words for statuses, amounts and times.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use quittance_domain::account::{Condition, OfferStatus, Status};
use quittance_domain::{Currency, Money};
use serde_json::{Number, Value};

/// The statuses of an account.
pub const ACCOUNT: [&str; 9] = [
    "placed",
    "contacted",
    "negotiating",
    "disputed",
    "settled",
    "paid_in_full",
    "cured",
    "legal",
    "closed",
];

/// The status of an account in this condition.
pub fn account(condition: Condition) -> &'static str {
    match condition.status {
        Status::Settled => "settled",
        Status::PaidOff => "paid_in_full",
        Status::Denied | Status::Cancelled | Status::Recalled => "closed",
        _ if condition.disputed => "disputed",
        _ => condition.stage.name(),
    }
}

/// The status of an offer on a day.
pub fn offer(status: OfferStatus, expires_on: Option<NaiveDate>, today: NaiveDate) -> &'static str {
    match status.on(today, expires_on) {
        // An agreement that was not kept has lapsed, and so has one on a debt that was recalled.
        OfferStatus::Broken | OfferStatus::Withdrawn => OfferStatus::Expired.name(),
        status => status.name(),
    }
}

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

    #[test]
    fn every_condition_has_a_word_and_every_word_a_condition() {
        let words: Vec<&str> = Condition::all().map(account).collect();
        assert!(words.iter().all(|word| ACCOUNT.contains(word)));
        assert!(ACCOUNT.iter().all(|word| words.contains(word)));
    }

    #[test]
    fn an_offer_whose_last_day_has_gone_by_has_expired() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let last = Some(day("2026-01-15"));
        assert_eq!(
            offer(OfferStatus::Pending, last, day("2026-01-15")),
            "pending"
        );
        assert_eq!(
            offer(OfferStatus::Countered, last, day("2026-01-16")),
            "expired"
        );
        assert_eq!(
            offer(OfferStatus::Accepted, last, day("2026-01-16")),
            "accepted"
        );
        for lapsed in [OfferStatus::Broken, OfferStatus::Withdrawn] {
            assert_eq!(offer(lapsed, None, day("2026-01-16")), "expired");
        }
    }

    #[test]
    fn amounts_are_exact_numbers() {
        let text = amount(Money::from_minor(524_763), Currency::USD).to_string();
        assert_eq!(text, "5247.63");
        let largest = amount(Money::from_minor(999_999_999_999_999), Currency::USD).to_string();
        assert_eq!(largest, "9999999999999.99");
    }
}
