//! `POST /api/v1/loans/{id}/credit-refunds`: pay out a credit balance.

use super::entry;
use super::path::{Loan, Write};
use super::render::Servicing;
use super::words::OVERPAID_LOAN;
use crate::app::App;
use crate::body::{Body, Fields, Given};
use crate::openapi::Endpoint;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::account::{Command, RefundCredit};
use quittance_domain::{FactId, Money};
use quittance_store::ids;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/loans/{id}/credit-refunds", "refund_credit", refund)
        .says("Refund a credit balance", "Pays out the amount, or all that the borrower has paid beyond everything owed. If a later return removes that credit, what was paid out is owed.")
        .needs(KeyRole::LoanOfficer, "payments:write")
        .id("id", &OVERPAID_LOAN)
        .body::<Wish>()
        .example("All of it", json!({ "reason": "borrower asked in writing" }))
        .example("A part", json!({ "amount": "10.00", "reason": "borrower asked in writing" }))
        .replies(StatusCode::CREATED, "The refund.", entry::schema("18.00", "borrower asked in writing").named("CreditRefund"))
}

struct Wish {
    amount: Option<Money>,
    reason: String,
    effective: NaiveDate,
}

impl Body for Wish {
    fn read(fields: &mut Fields, given: &Given) -> Wish {
        Wish {
            amount: fields.amount("amount", given.currency),
            reason: fields.required_text("reason", 255),
            effective: fields.date("effective_date").unwrap_or(given.today),
        }
    }
}

async fn refund(
    State(app): State<App>,
    Write { body, call, .. }: Write<Loan, Wish>,
) -> Result<Response, Rejected<Servicing>> {
    let id = FactId(ids::new_id(call.at));
    let reason: Box<str> = body.reason.into();
    let reply = entry::reply(id, reason.clone());
    let command = Command::RefundCredit(RefundCredit {
        id,
        amount: body.amount,
        reason,
        effective: body.effective,
    });
    call.submit(&app, command, StatusCode::CREATED, reply).await
}
