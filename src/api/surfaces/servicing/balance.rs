//! `GET /api/v1/loans/{id}/balance`: what is owed, today or `?on=` a day, as known now.

use super::loan_view;
use super::path::{loan_id, state};
use super::render::Servicing;
use super::words::LOAN;
use crate::app::App;
use crate::auth::Caller;
use crate::body::parse_date;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::{Problem, Rejected, json_response};
use crate::query::Parameters;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::Days;
use quittance_domain::Money;
use quittance_domain::account::Status;
use quittance_store::ids;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::get("/api/v1/loans/{id}/balance", "get_balance", get)
        .says(
            "What is owed on a day",
            "As known now: later days are foretold, earlier ones are as they stand today.",
        )
        .needs(KeyRole::Viewer, "loans:read")
        .id("id", &LOAN)
        .query(
            "on",
            Schema::date("2026-03-01"),
            "The day, today unless said otherwise.",
        )
        .replies(StatusCode::OK, "What is owed.", schema())
}

fn schema() -> Schema {
    loan_view::balance_schema()
        .field("loan_id", Schema::uuid(LOAN.example))
        .field("status", Schema::name_of(&Status::ALL))
        .field("currency", Schema::text("USD"))
        .field("per_diem", Schema::money_text("1.97"))
        .named("BalanceOnDay")
}

async fn get(
    State(app): State<App>,
    caller: Caller<Servicing>,
    path: Ids<Servicing>,
    parameters: Parameters<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let loan = loan_id(&path)?;
    let on = match parameters.text("on") {
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
