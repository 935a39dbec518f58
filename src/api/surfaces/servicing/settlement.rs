//! `GET /api/v1/loans/{id}/settlements`: the settlement offers of a loan, oldest first.

use super::path::{loan_id, state};
use super::render::Servicing;
use crate::app::App;
use crate::auth::Caller;
use crate::command::json;
use crate::problem::{Problem, Rejected, json_response};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

pub async fn list(
    State(app): State<App>,
    caller: Caller<Servicing>,
    Path(id): Path<String>,
) -> Result<Response, Rejected<Servicing>> {
    caller.require_scope("loans:read")?;
    let state = state(&app, &caller, loan_id(&id)?).await?;
    let account = state.account().ok_or(Problem::not_found("loan"))?;
    let currency = account.terms.currency;
    let offers: Vec<Value> = account
        .offers
        .iter()
        .map(|offer| {
            json!({
                "id": offer.id,
                "loan_id": account.id,
                "amount": offer.amount.to_decimal(currency),
                "balance": offer.balance.to_decimal(currency),
                "tier": offer.tier.name(),
                "status": offer.status.name(),
                "offered_on": offer.offered_on,
                "expires_on": offer.expires_on,
            })
        })
        .collect();
    Ok(json_response(StatusCode::OK, json(&offers)))
}
