//! `GET /external/v1/metrics`: the portfolio in numbers, from counters: nothing is counted here.

use super::render::External;
use crate::app::App;
use crate::auth::Caller;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, Rejected, json_response};
use crate::surfaces::creditor::words;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::account::Condition;
use quittance_domain::{Currency, Money};
use quittance_store::keys::KeyRole;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

/// Decimals of the resolution rate.
const DECIMALS: u32 = 4;

pub fn endpoint() -> Endpoint {
    let histogram = words::ACCOUNT
        .into_iter()
        .fold(Schema::object(), |histogram, word| {
            histogram.told(
                word,
                Schema::integer(0),
                "How many accounts have this status.",
            )
        });
    let reply = Schema::object()
        .field("totalAccounts", Schema::integer(1))
        .field("totalBalance", Schema::number("5280.00"))
        .field("resolvedCount", Schema::integer(0))
        .field("resolutionRate", Schema::number("0"))
        .field("statusHistogram", histogram)
        .named("Metrics");
    Endpoint::get("/external/v1/metrics", "metrics", metrics)
        .says(
            "The portfolio in numbers",
            "Over every account of the creditor. What is owed is as of each account's last event, \
             in US dollars; an account is resolved when it is settled or paid in full.",
        )
        .needs(KeyRole::Viewer, "accounts:read")
        .also_at("/external/v1/portfolio/metrics")
        .replies(StatusCode::OK, "The numbers.", reply)
}

async fn metrics(
    State(app): State<App>,
    caller: Caller<External>,
) -> Result<Response, Rejected<External>> {
    let mut reader = app.readers.of(caller.creditor).await?;
    let sql = include_str!("sql/read_counters.sql");
    let rows = reader.query(sql, &[&caller.creditor.0]).await?;
    drop(reader);
    let (mut accounts, mut owed) = (0, Money::ZERO);
    let mut histogram = words::ACCOUNT.map(|word| (word, 0));
    for row in &rows {
        let (name, value): (&str, i64) = (row.get(0), row.get(1));
        if name == "accounts" {
            accounts = value;
        } else if name == "owed:USD" {
            owed = Money::from_minor(value);
        } else if let Some(condition) = name.strip_prefix("condition:") {
            let condition: Condition = condition.parse().map_err(Problem::defect)?;
            let word = words::account(condition);
            histogram
                .iter_mut()
                .filter(|(known, _)| *known == word)
                .for_each(|(_, count)| *count += value);
        }
    }
    let resolved: i64 = histogram
        .iter()
        .filter(|(word, _)| ["settled", "paid_in_full"].contains(word))
        .map(|(_, count)| count)
        .sum();
    let rate = match accounts {
        0 => Decimal::ZERO,
        _ => (Decimal::from(resolved) / Decimal::from(accounts)).round_dp(DECIMALS),
    };
    let histogram: Map<String, Value> = histogram
        .into_iter()
        .map(|(word, count)| (word.to_owned(), json!(count)))
        .collect();
    let body = json!({
        "totalAccounts": accounts,
        "totalBalance": words::amount(owed, Currency::USD),
        "resolvedCount": resolved,
        "resolutionRate": words::number(&rate.normalize().to_string()),
        "statusHistogram": histogram,
    });
    Ok(json_response(StatusCode::OK, json(&body)))
}
