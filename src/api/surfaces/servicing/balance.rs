//! `GET /api/v1/loans/{id}/balance`: what is owed, today or `?on=` a day, as known now or `?as_of=`
//! a moment.

use super::loan_view;
use super::path::{account_on, loan_id};
use super::render::Servicing;
use super::words::LOAN;
use crate::app::App;
use crate::auth::Caller;
use crate::axes::Axes;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::{Rejected, json_response};
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
    let endpoint = Endpoint::get("/api/v1/loans/{id}/balance", "get_balance", get)
        .says(
            "What is owed on a day",
            "Later days are foretold. Earlier ones are as they stand now, after everything that has \
             been reversed or backdated since; `as_of` tells what was known then.",
        )
        .needs(KeyRole::Viewer, "loans:read")
        .id("id", &LOAN)
        .replies(StatusCode::OK, "What is owed.", schema());
    Axes::declare(endpoint)
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
    let axes = Axes::of(&parameters, ids::now())?;
    let loan = loan_id(&path)?;
    let (account, on) = account_on(&app, &caller, loan, &axes).await?;
    let position = account.position_on(on);
    let due = position.due_on(&account.terms, on);
    let terms = &account.terms;
    let mut body = loan_view::balance(terms, due, position.overpayment, on);
    body["loan_id"] = json!(loan);
    body["status"] = json!(account.status_at(&position).name());
    body["currency"] = json!(terms.currency);
    // What one more day costs: the difference of two rounded amounts, so that days sum exactly.
    let tomorrow = position.due_on(terms, on + Days::new(1)).interest;
    let per_diem: Money = tomorrow - due.interest;
    body["per_diem"] = json!(per_diem.to_decimal(terms.currency));
    Ok(json_response(StatusCode::OK, json(&body)))
}
