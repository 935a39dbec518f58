//! `POST /api/v1/loans/{id}/interest-waivers`: forgive interest that is due.

use super::because::UpTo;
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
use quittance_domain::account::{Command, WaiveInterest};
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post(
        "/api/v1/loans/{id}/interest-waivers",
        "waive_interest",
        waive,
    )
    .says(
        "Waive interest",
        "Forgives the amount, or all interest that is due on the day.",
    )
    .needs(KeyRole::LoanOfficer, "loans:write")
    .id("id", &LOAN)
    .body::<UpTo>()
    .example("All that is due", json!({ "reason": "hardship" }))
    .example("A part", json!({ "amount": "10.00", "reason": "hardship" }))
    .replies(
        StatusCode::CREATED,
        "The waiver.",
        entry::schema("10.00", "hardship").named("InterestWaiver"),
    )
}

async fn waive(
    State(app): State<App>,
    Write { body, call, .. }: Write<Loan, UpTo>,
) -> Result<Response, Rejected<Servicing>> {
    let command = |id, reason| {
        Command::WaiveInterest(WaiveInterest {
            id,
            amount: body.amount,
            reason,
            effective: body.effective,
        })
    };
    entry::record(&app, call, body.reason, command).await
}
