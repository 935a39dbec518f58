//! `GET /api/v1/loans/{id}/payoff`: what would pay the loan off on a day, and what each day adds.

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
use quittance_store::ids;
use quittance_store::keys::KeyRole;
use serde_json::json;

/// Decimals of the per diem beyond those of the currency, as payoff letters give it.
const PER_DIEM_DECIMALS: u32 = 4;

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get("/api/v1/loans/{id}/payoff", "get_payoff", get)
        .says(
            "A payoff quote",
            "What pays the loan off on a day: everything due then, less a credit balance.",
        )
        .needs(KeyRole::Viewer, "loans:read")
        .id("id", &LOAN)
        .replies(StatusCode::OK, "The quote.", schema());
    Axes::declare(endpoint)
}

fn schema() -> Schema {
    loan_view::balance_schema()
        .field("loan_id", Schema::uuid(LOAN.example))
        .field("currency", Schema::text("USD"))
        .told(
            "payoff_amount",
            Schema::money_text("8175.00"),
            "What pays the loan off on that day.",
        )
        .told(
            "per_diem",
            Schema::text("1.883390"),
            "What the next day adds, unrounded interest given with four more decimals than money.",
        )
        .named("Payoff")
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
    let payoff = account.payoff_on(on);
    let terms = &account.terms;
    let mut body = loan_view::balance(terms, payoff.due, payoff.credit, on);
    body["loan_id"] = json!(loan);
    body["currency"] = json!(terms.currency);
    body["payoff_amount"] = json!(payoff.amount().to_decimal(terms.currency));
    body["per_diem"] = json!(
        payoff
            .per_diem
            .to_decimal(terms.currency, PER_DIEM_DECIMALS)
    );
    Ok(json_response(StatusCode::OK, json(&body)))
}
