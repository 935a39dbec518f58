//! `POST /api/v1/loans/{id}/credit-refunds`: pay out a credit balance.

use super::because::UpTo;
use super::entry;
use super::path::{Loan, Write};
use super::render::Servicing;
use super::words::OVERPAID_LOAN;
use crate::app::App;
use crate::openapi::Endpoint;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::account::{Command, RefundCredit};
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/loans/{id}/credit-refunds", "refund_credit", refund)
        .says("Refund a credit balance", "Pays out the amount, or all that the borrower has paid beyond everything owed. If a later return removes that credit, what was paid out is owed.")
        .needs(KeyRole::LoanOfficer, "payments:write")
        .id("id", &OVERPAID_LOAN)
        .body::<UpTo>()
        .example("All of it", json!({ "reason": "borrower asked in writing" }))
        .example("A part", json!({ "amount": "10.00", "reason": "borrower asked in writing" }))
        .replies(StatusCode::CREATED, "The refund.", entry::schema("18.00", "borrower asked in writing").named("CreditRefund"))
}

async fn refund(
    State(app): State<App>,
    Write { body, call, .. }: Write<Loan, UpTo>,
) -> Result<Response, Rejected<Servicing>> {
    let command = |id, reason| {
        Command::RefundCredit(RefundCredit {
            id,
            amount: body.amount,
            reason,
            effective: body.effective,
        })
    };
    entry::record(&app, call, body.reason, command).await
}
