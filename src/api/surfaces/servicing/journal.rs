//! `GET /api/v1/loans/{id}/journal`: the balanced lines of a loan, in the order of their booking.

use super::path::loan_id;
use super::render::Servicing;
use super::views::moment;
use crate::app::App;
use crate::auth::Caller;
use crate::command::json;
use crate::problem::{Rejected, json_response};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::Money;
use quittance_domain::journal::Account;
use serde_json::{Value, json};

pub async fn list(
    State(app): State<App>,
    caller: Caller<Servicing>,
    Path(id): Path<String>,
) -> Result<Response, Rejected<Servicing>> {
    caller.require_scope("loans:read")?;
    let loan = loan_id(&id)?;
    let currency = app.currency(caller.creditor, loan).await?;
    let mut reader = app.readers.of(caller.creditor).await?;
    let sql = include_str!("sql/list_journal.sql");
    let rows = reader.query(sql, &[&caller.creditor.0, &loan.0]).await?;
    let lines: Vec<Value> = rows
        .iter()
        .map(|row| {
            let recorded_at: DateTime<Utc> = row.get("recorded_at");
            json!({
                "sequence": row.get::<_, i64>("sequence"),
                "line": row.get::<_, i32>("line"),
                "event": row.get::<_, &str>("type"),
                "effective_date": row.get::<_, NaiveDate>("effective_date"),
                "posted_date": recorded_at.date_naive(),
                "posted_at": moment(recorded_at),
                "debit": account(row.get("debit")),
                "credit": account(row.get("credit")),
                "amount": Money::from_minor(row.get("amount")).to_decimal(currency),
            })
        })
        .collect();
    Ok(json_response(StatusCode::OK, json(&lines)))
}

fn account(code: i16) -> Value {
    let name = Account::from_code(code).map_or("unknown", Account::slug);
    json!({ "code": code.to_string(), "name": name })
}
