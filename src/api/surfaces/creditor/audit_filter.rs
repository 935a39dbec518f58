//! Which entries of the audit log are asked for.

use super::vocabulary::ACCOUNT;
use super::{ids, recorded_days};
use crate::openapi::{Endpoint, Schema};
use crate::problem::Problem;
use crate::query::Parameters;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use quittance_domain::{account, consumer, creditor};
use quittance_store::audit::{Amounts, Filter};
use rust_decimal::Decimal;

/// Declares the filters of an endpoint.
pub fn declared(endpoint: Endpoint) -> Endpoint {
    let endpoint = endpoint
        .query_id("account", &ACCOUNT, "Only of this account.")
        .query(
            "actor",
            Schema::text("user:5e7b1d90-2c4a-4837-b6f1-9a0d3e8c5274"),
            "Only by this actor.",
        )
        .query(
            "kind",
            Schema::text("payment.received"),
            "Only events of this type, such as `account.placed` or `command.refused`.",
        );
    recorded_days::declared(endpoint)
        .query(
            "minAmount",
            Schema::text("100.00"),
            "Only events of this amount or more, in the account's currency.",
        )
        .query(
            "maxAmount",
            Schema::text("5000.00"),
            "Only events of this amount or less, in the account's currency.",
        )
}

/// Reads the filters.
///
/// # Errors
/// [`Problem::Invalid`] for a kind that no event has and for what is no date or no amount.
pub fn read<S>(parameters: &Parameters<S>) -> Result<Filter, Problem> {
    let account = match parameters.text("account") {
        None => None,
        Some(text) => {
            let unknown = |_| Problem::parameter("account", "is not the id of an account");
            Some(ids::parse_account(text).map_err(unknown)?.0)
        }
    };
    let kind = parameters.text("kind");
    if let Some(kind) = kind {
        let known = account::Event::TYPES.iter();
        let mut known = known
            .chain(consumer::Event::TYPES)
            .chain(creditor::Event::TYPES);
        if !known.any(|(name, _)| *name == kind) {
            return Err(Problem::parameter("kind", "is not a type of event"));
        }
    }
    let days = recorded_days::read(parameters)?;
    let after = days.to.and_then(|to| to.checked_add_days(Days::new(1)));
    Ok(Filter {
        account,
        actor: parameters.text("actor").map(str::to_owned),
        kind: kind.map(str::to_owned),
        from: days.from.map(midnight),
        until: after.map(midnight),
        amounts: Amounts {
            min: amount(parameters, "minAmount")?,
            max: amount(parameters, "maxAmount")?,
        },
    })
}

fn amount<S>(parameters: &Parameters<S>, name: &str) -> Result<Option<Decimal>, Problem> {
    let amount = parameters.given(name).map(Decimal::from_str_exact);
    let wrong = |_| Problem::parameter(name, "must be an amount, such as 100.00");
    amount.transpose().map_err(wrong)
}

/// The first moment of a day, in UTC.
pub fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}
