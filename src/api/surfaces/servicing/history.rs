//! `GET /api/v1/loans/{id}/history`: every event of a loan, what was booked and what replaced it.

use super::path::loan_id;
use super::render::Servicing;
use super::views::moment;
use super::words::{LOAN, PAYMENT};
use crate::app::App;
use crate::auth::Caller;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::{Problem, Rejected, json_response};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::{Currency, Money};
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};

/// Members of payloads that hold amounts, in minor units.
const AMOUNTS: [&str; 13] = [
    "amount",
    "approved_principal",
    "balance",
    "by",
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

pub fn endpoint() -> Endpoint {
    Endpoint::get("/api/v1/loans/{id}/history", "list_history", list)
        .says(
            "The history of a loan",
            "Every event, oldest first: what was booked, when, by whom, and what replaced it.",
        )
        .needs(KeyRole::Viewer, "loans:read")
        .id("id", &LOAN)
        .replies(StatusCode::OK, "The events.", Schema::list(schema()))
}

fn schema() -> Schema {
    let data = json!({ "payment": PAYMENT.example, "amount": "500.00" });
    Schema::object()
        .told(
            "sequence",
            Schema::integer(42),
            "The event's place in the creditor's book.",
        )
        .told("type", Schema::text("payment.received"), "What happened.")
        .field("effective_date", Schema::date("2026-01-15"))
        .told(
            "recorded_at",
            Schema::date_time("2026-01-15T14:30:00Z"),
            "When it was recorded.",
        )
        .field(
            "actor",
            Schema::text("key:0198f3a2-7c41-7d3e-9b52-6a1f0c8e4d27"),
        )
        .told(
            "request_id",
            Schema::text("PMT-1").or_null(),
            "The request id that it came with.",
        )
        .told(
            "data",
            Schema::map(json!(true), data),
            "Its particulars, but for what is sealed.",
        )
        .named("Event")
}

async fn list(
    State(app): State<App>,
    caller: Caller<Servicing>,
    path: Ids<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let loan = loan_id(&path)?;
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
