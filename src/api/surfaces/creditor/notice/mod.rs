//! The validation notice: what a consumer must be told about a debt, and until when it can be
//! disputed.

mod calendar;

use super::{ids, itemization, words};
use crate::openapi::Schema;
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::account::Details;
use quittance_domain::{AccountId, Currency, Money};
use serde::Serialize;
use serde_json::Value;

/// What is known of an account's notice; it follows from the placement, so that it is the same
/// whenever it is asked for.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    notice_id: String,
    statute: &'static str,
    generated_at: String,
    amount_of_debt: Value,
    current_creditor: String,
    original_creditor: Option<String>,
    /// One of the reference dates of 12 CFR 1006.34(b)(3), or nothing when none is known.
    itemization_date: Option<NaiveDate>,
    /// How the debt came to its amount since, when the creditor has told.
    itemization: Option<Value>,
    /// The last digits of the creditor's own number.
    account_number_ending: String,
    assumed_received_on: NaiveDate,
    validation_period_days: u64,
    validation_period_ends: NaiveDate,
    delivery_method: &'static str,
    status: &'static str,
}

/// What a notice is made of.
#[derive(Debug)]
pub struct Debt<'a> {
    pub account: AccountId,
    pub amount: Money,
    pub currency: Currency,
    /// The creditor's own number.
    pub number: &'a str,
    pub placed_at: DateTime<Utc>,
    pub details: &'a Details,
    /// The name of the creditor to whom the debt is owed.
    pub creditor: &'a str,
}

impl Notice {
    pub fn schema() -> Schema {
        Schema::object()
            .field(
                "noticeId",
                Schema::text("n-7f2c1d64-8b1e-4c55-9d0a-3f6b2e8c9a10"),
            )
            .field("statute", Schema::text("15 U.S.C. 1692g(a)"))
            .field("generatedAt", Schema::date_time("2026-01-15T14:30:00Z"))
            .field("amountOfDebt", Schema::number("5247.63"))
            .field("currentCreditor", Schema::text("Recovery LLC"))
            .field(
                "originalCreditor",
                Schema::text("Sample Federal CU").or_null(),
            )
            .field("itemizationDate", Schema::date("2025-11-30").or_null())
            .told(
                "itemization",
                itemization::schema().or_null(),
                "How the debt came to its amount since that date, when the creditor has told \
                 (12 CFR 1006.34(c)(2)(viii)).",
            )
            .field("accountNumberEnding", Schema::text("0123"))
            .field("assumedReceivedOn", Schema::date("2026-01-23"))
            .field("validationPeriodDays", Schema::integer(30))
            .field("validationPeriodEnds", Schema::date("2026-02-22"))
            .field("deliveryMethod", Schema::text("email"))
            .field("status", Schema::text("generated"))
            .named("ValidationNotice")
    }

    pub fn of(debt: &Debt<'_>) -> Notice {
        let sent = debt.placed_at.date_naive();
        let itemized = debt.details.itemized.as_deref();
        Notice {
            notice_id: ids::notice(debt.account),
            statute: "15 U.S.C. 1692g(a)",
            generated_at: words::moment(debt.placed_at),
            amount_of_debt: words::amount(debt.amount, debt.currency),
            current_creditor: debt.creditor.to_owned(),
            original_creditor: debt.details.original_creditor.as_deref().map(str::to_owned),
            itemization_date: itemization_date(debt.details, sent),
            itemization: itemized.map(|itemized| itemization::view(itemized, debt.currency)),
            account_number_ending: ending(debt.number),
            assumed_received_on: calendar::assumed_received(sent),
            validation_period_days: calendar::DAYS_TO_DISPUTE,
            validation_period_ends: calendar::validation_period_ends(sent),
            delivery_method: "email",
            status: "generated",
        }
    }
}

/// What the creditor has told, or else the charge-off, or else the last payment; a charge-off still
/// to come is no reference.
fn itemization_date(details: &Details, sent: NaiveDate) -> Option<NaiveDate> {
    let past = |date: &NaiveDate| *date <= sent;
    let told = details.itemized.as_ref().map(|itemized| itemized.date);
    told.or(details.charge_off_date.filter(past))
        .or(details.last_payment_date.filter(past))
}

/// A number cut off to its last four characters: 12 CFR 1006.34(c)(2)(iv) asks for no more.
fn ending(number: &str) -> String {
    let length = number.chars().count();
    number.chars().skip(length.saturating_sub(4)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_notice_says_what_the_statute_asks_for() {
        let details = Details {
            original_creditor: Some("Sample Federal CU".into()),
            charge_off_date: Some("2026-06-01".parse().unwrap()),
            last_payment_date: Some("2025-11-30".parse().unwrap()),
            ..Details::default()
        };
        let notice = Notice::of(&Debt {
            account: AccountId(Uuid::nil()),
            amount: Money::from_minor(524_763),
            currency: Currency::USD,
            number: "ABC-00123",
            placed_at: "2026-01-15T23:30:00Z".parse().unwrap(),
            details: &details,
            creditor: "Recovery LLC",
        });
        let text = serde_json::to_string(&notice).unwrap();
        assert_eq!(
            text,
            r#"{"noticeId":"n-00000000-0000-0000-0000-000000000000","statute":"15 U.S.C. 1692g(a)","generatedAt":"2026-01-15T23:30:00Z","amountOfDebt":5247.63,"currentCreditor":"Recovery LLC","originalCreditor":"Sample Federal CU","itemizationDate":"2025-11-30","itemization":null,"accountNumberEnding":"0123","assumedReceivedOn":"2026-01-23","validationPeriodDays":30,"validationPeriodEnds":"2026-02-22","deliveryMethod":"email","status":"generated"}"#
        );
    }
}
