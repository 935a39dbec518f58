//! `POST /api/v1/loans/{id}/payments/preview`: how a payment would be divided, leaving no trace.

use super::path::loan_id;
use super::payment_record::DIRECTIONS;
use super::render::Servicing;
use crate::app::App;
use crate::auth::Caller;
use crate::body::Payload;
use crate::command::json;
use crate::problem::{Problem, Rejected, json_response};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::Money;
use quittance_domain::account;
use quittance_store::ids;
use serde_json::json;

pub async fn preview(
    State(app): State<App>,
    caller: Caller<Servicing>,
    Path(id): Path<String>,
    payload: Payload<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    caller.require_scope("payments:read")?;
    let loan = loan_id(&id)?;
    let currency = app.currency(caller.creditor, loan).await?;
    let today = ids::now().date_naive();
    let mut fields = payload.fields;
    let amount = fields.positive_amount("amount", currency);
    let effective = fields.date("effective_date").unwrap_or(today);
    let direction = fields.choice("direction", &DIRECTIONS).unwrap_or_default();
    fields.check()?;
    let state = super::path::state(&app, &caller, loan).await?;
    let preview =
        account::preview(&state, amount, direction, effective, today).map_err(Problem::Refused)?;
    let money = |amount: Money| amount.to_decimal(currency);
    let body = json(&json!({
        "amount": money(amount),
        "principal_applied": money(preview.split.principal),
        "interest_applied": money(preview.split.interest),
        "fees_applied": money(preview.split.fees),
        "remaining_principal": money(preview.remaining.principal),
        "overpayment": money(preview.split.overpayment),
    }));
    Ok(json_response(StatusCode::OK, body))
}
