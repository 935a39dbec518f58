//! `POST /api/v1/loans/{id}/cancel`: withdraws the application, approved or not, before any money has gone out.

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
use quittance_domain::account::{CancelLoan, Command};
use quittance_store::Accepted;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/loans/{id}/cancel", "cancel_loan", cancel)
        .says(
            "Cancel a loan",
            "Withdraws the application, approved or not, before any money has gone out.",
        )
        .needs(KeyRole::LoanOfficer, "loans:write")
        .id("id", &PENDING_LOAN)
        .body::<Because>()
        .example("Today", json!({ "reason": "withdrawn by the borrower" }))
        .replies(StatusCode::OK, "The loan.", loan_view::changed())
}

async fn cancel(
    State(app): State<App>,
    Write { body, call, .. }: Write<Loan, Because>,
) -> Result<Response, Rejected<Servicing>> {
    let command = Command::CancelLoan(CancelLoan {
        effective: body.effective,
        reason: body.reason.into(),
    });
    let today = call.today();
    let reply = move |accepted: &Accepted<'_>| json(&loan_view::after(accepted, today));
    call.submit(&app, command, StatusCode::OK, reply).await
}
