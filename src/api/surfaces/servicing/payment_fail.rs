//! `POST /api/v1/payments/{id}/fail`: the money of an open payment will not come.

use super::because::Because;
use super::path::{self, Write};
use super::render::Servicing;
use super::views::Payment;
use super::words::PENDING_PAYMENT;
use crate::app::App;
use crate::command::json;
use crate::openapi::Endpoint;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::account::{Command, FailPayment};
use quittance_store::Accepted;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/payments/{id}/fail", "fail_payment", fail)
        .says(
            "Fail a payment",
            "The money of a pending or processing payment will not come; nothing was applied and \
             nothing is taken back.",
        )
        .needs(KeyRole::LoanOfficer, "payments:write")
        .id("id", &PENDING_PAYMENT)
        .body::<Because>()
        .example("The account is closed", json!({ "reason": "R02" }))
        .replies(StatusCode::OK, "The payment.", Payment::schema())
}

async fn fail(
    State(app): State<App>,
    Write { on, body, call, .. }: Write<path::Payment, Because>,
) -> Result<Response, Rejected<Servicing>> {
    let command = Command::FailPayment(FailPayment {
        payment: on.payment,
        reason: body.reason.into(),
        effective: body.effective,
    });
    let reply = move |accepted: &Accepted<'_>| {
        let after = Payment::after(accepted, on.payment, on.created_at);
        json(&after.map(|payment| payment.with_restatements(accepted)))
    };
    call.submit(&app, command, StatusCode::OK, reply).await
}
