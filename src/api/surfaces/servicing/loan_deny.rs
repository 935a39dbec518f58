//! `POST /api/v1/loans/{id}/deny`: only one that is pending; it is never disbursed.

use super::because::Because;
use super::loan_view;
use super::path::{Loan, Write};
use super::render::Servicing;
use super::words::PENDING_LOAN;
use crate::app::App;
use crate::command::json;
use crate::openapi::Endpoint;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::account::{Command, DenyLoan};
use quittance_store::Accepted;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/loans/{id}/deny", "deny_loan", deny)
        .says(
            "Deny a loan",
            "Only one that is pending; it is never disbursed.",
        )
        .needs(KeyRole::LoanOfficer, "loans:write")
        .id("id", &PENDING_LOAN)
        .body::<Because>()
        .example("Today", json!({ "reason": "income not verified" }))
        .replies(StatusCode::OK, "The loan.", loan_view::changed())
}

async fn deny(
    State(app): State<App>,
    Write { body, call, .. }: Write<Loan, Because>,
) -> Result<Response, Rejected<Servicing>> {
    let command = Command::DenyLoan(DenyLoan {
        effective: body.effective,
        reason: body.reason.into(),
    });
    let today = call.today();
    let reply = move |accepted: &Accepted<'_>| json(&loan_view::after(accepted, today));
    call.submit(&app, command, StatusCode::OK, reply).await
}
