//! `GET /api/v1/loans/{id}/balance`: what is owed, today or `?on=` a day, as known now.

use super::loan_view;
use super::path::{loan_id, state};
use super::render::Servicing;
use crate::app::App;
use crate::auth::Caller;
use crate::body::parse_date;
use crate::command::json;
use crate::problem::{Problem, Rejected, json_response};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::Days;
use quittance_domain::Money;
use quittance_store::ids;
use serde::Deserialize;
use serde_json::json;

#[derive(Debug, Deserialize)]
pub struct BalanceQuery {
    on: Option<String>,
}

pub async fn get(
    State(app): State<App>,
    caller: Caller<Servicing>,
    Path(id): Path<String>,
    Query(query): Query<BalanceQuery>,
) -> Result<Response, Rejected<Servicing>> {
    caller.require_scope("loans:read")?;
    let loan = loan_id(&id)?;
    let on = match &query.on {
        None => ids::now().date_naive(),
        Some(text) => {
            parse_date(text).ok_or(Problem::invalid("on", "must be a date, YYYY-MM-DD"))?
        }
    };
    let state = state(&app, &caller, loan).await?;
    let account = state.account().ok_or(Problem::not_found("loan"))?;
    if on < account.opened_on {
        let message = format!("must not be before the loan began on {}", account.opened_on);
        return Err(Problem::invalid("on", message).into());
    }
    let position = account.position_on(on);
    let due = position.due_on(&account.terms, on);
    let terms = &account.terms;
    let mut body = loan_view::balance(terms, due, position.overpayment, on);
    body["loan_id"] = json!(loan);
    body["status"] = json!(account.status().name());
    body["currency"] = json!(terms.currency);
    // What one more day costs: the difference of two rounded amounts, so that days sum exactly.
    let tomorrow = position.due_on(terms, on + Days::new(1)).interest;
    let per_diem: Money = tomorrow - due.interest;
    body["per_diem"] = json!(per_diem.to_decimal(terms.currency));
    Ok(json_response(StatusCode::OK, json(&body)))
}
