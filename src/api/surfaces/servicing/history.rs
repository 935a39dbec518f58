//! `GET /api/v1/loans/{id}/history`: every event of a loan, what was booked and what replaced it.

use super::path::loan_id;
use super::render::Servicing;
use super::views::moment;
use crate::app::App;
use crate::auth::Caller;
use crate::command::json;
use crate::problem::{Problem, Rejected, json_response};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::{Currency, Money};
use serde_json::{Value, json};

/// Members of payloads that hold amounts, in minor units.
const AMOUNTS: [&str; 12] = [
    "amount",
    "approved_principal",
    "balance",
    "fees",
    "interest",
    "last_payment_amount",
    "minimum_payment",
    "nsf_fee",
    "original_balance",
    "overpayment",
    "principal",
    "refunded",
];

pub async fn list(
    State(app): State<App>,
    caller: Caller<Servicing>,
    Path(id): Path<String>,
) -> Result<Response, Rejected<Servicing>> {
    caller.require_scope("loans:read")?;
    let loan = loan_id(&id)?;
    let currency = app.currency(caller.creditor, loan).await?;
    let mut reader = app.readers.of(caller.creditor).await?;
    let sql = include_str!("sql/list_history.sql");
    let rows = reader.query(sql, &[&caller.creditor.0, &loan.0]).await?;
    let events: Result<Vec<Value>, Problem> = rows
        .iter()
        .map(|row| {
            let payload: Value =
                serde_json::from_str(row.get("payload")).map_err(Problem::defect)?;
            Ok(json!({
                "sequence": row.get::<_, i64>("sequence"),
                "type": row.get::<_, &str>("type"),
                "effective_date": row.get::<_, NaiveDate>("effective_date"),
                "recorded_at": moment(row.get("recorded_at")),
                "actor": row.get::<_, &str>("actor"),
                "request_id": row.get::<_, Option<&str>>("request_id"),
                "data": shown(payload, currency),
            }))
        })
        .collect();
    Ok(json_response(StatusCode::OK, json(&events?)))
}

/// A stored payload as callers see it: amounts with decimals, nothing sealed.
fn shown(value: Value, currency: Currency) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .filter(|(name, _)| name != "sealed")
                .map(|(name, value)| match value.as_i64() {
                    Some(minor) if AMOUNTS.contains(&name.as_str()) => {
                        let text = Money::from_minor(minor).to_decimal(currency);
                        (name, Value::String(text))
                    }
                    _ => (name, shown(value, currency)),
                })
                .collect(),
        ),
        Value::Array(items) => Value::Array(
            items
                .into_iter()
                .map(|item| shown(item, currency))
                .collect(),
        ),
        other => other,
    }
}
