//! `POST /api/v1/loans/{id}/credits`: goodwill, applied as a payment would be, without money.

use super::because::Sum;
use super::entry;
use super::path::{Loan, Write};
use super::render::Servicing;
use super::words::LOAN;
use crate::app::App;
use crate::openapi::Endpoint;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::account::{Command, GrantCredit};
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/loans/{id}/credits", "grant_credit", grant)
        .says("Grant a goodwill credit", "Applied by the loan's order as a payment would be, without money; what exceeds everything owed is a credit balance.")
        .needs(KeyRole::LoanOfficer, "loans:write")
        .id("id", &LOAN)
        .body::<Sum>()
        .example("An apology", json!({ "amount": "20.00", "reason": "our mistake" }))
        .replies(StatusCode::CREATED, "The credit.", entry::schema("20.00", "our mistake").named("Credit"))
}

async fn grant(
    State(app): State<App>,
    Write { body, call, .. }: Write<Loan, Sum>,
) -> Result<Response, Rejected<Servicing>> {
    let command = |id, reason| {
        Command::GrantCredit(GrantCredit {
            id,
            amount: body.amount,
            reason,
            effective: body.effective,
        })
    };
    entry::record(&app, call, body.reason, command).await
}
