//! `POST /api/v1/loans/{id}/payments/reimbursement`: money to the borrower, allocated to nothing.

use super::because::Sum;
use super::path::{Loan, Write};
use super::render::Servicing;
use super::views::moment;
use super::words::LOAN;
use crate::app::App;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::FactId;
use quittance_domain::account::{Command, Reimburse};
use quittance_store::keys::KeyRole;
use quittance_store::{Accepted, ids};
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post(
        "/api/v1/loans/{id}/payments/reimbursement",
        "reimburse",
        reimburse,
    )
    .says(
        "Reimburse the borrower",
        "Money to the borrower that is not a payment and is applied to nothing.",
    )
    .needs(KeyRole::LoanOfficer, "payments:write")
    .id("id", &LOAN)
    .body::<Sum>()
    .example(
        "A fee that was waived",
        json!({ "amount": "100.00", "reason": "Fee waiver reimbursement" }),
    )
    .replies(StatusCode::CREATED, "The reimbursement.", schema())
}

fn schema() -> Schema {
    Schema::object()
        .field("id", Schema::uuid("4b0e4c0d-52b4-4d3c-9a55-0d6f1e2a7c81"))
        .field("loan_id", Schema::uuid(LOAN.example))
        .field("amount", Schema::money_text("100.00"))
        .field("reason", Schema::text("Fee waiver reimbursement"))
        .field("effective_date", Schema::date("2026-01-15"))
        .field("created_at", Schema::date_time("2026-01-15T14:30:00Z"))
        .named("Reimbursement")
}

async fn reimburse(
    State(app): State<App>,
    Write {
        on,
        body,
        currency,
        call,
    }: Write<Loan, Sum>,
) -> Result<Response, Rejected<Servicing>> {
    let id = FactId(ids::new_id(call.at));
    let told = body.reason.clone();
    let (amount, effective) = (body.amount, body.effective);
    let command = Command::Reimburse(Reimburse {
        id,
        amount,
        reason: body.reason.into(),
        effective,
    });
    let reply = move |accepted: &Accepted<'_>| {
        json(&json!({
            "id": id,
            "loan_id": on.0,
            "amount": amount.to_decimal(currency),
            "reason": told,
            "effective_date": effective,
            "created_at": moment(accepted.recorded_at),
        }))
    };
    call.submit(&app, command, StatusCode::CREATED, reply).await
}
