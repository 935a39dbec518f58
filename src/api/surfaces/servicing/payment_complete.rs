//! `POST /api/v1/payments/{id}/complete`: the money of an open payment has come.

use super::path::{self, Write};
use super::render::Servicing;
use super::views::Payment;
use super::words::PENDING_PAYMENT;
use crate::app::App;
use crate::body::{Body, Fields, Given};
use crate::command::json;
use crate::openapi::Endpoint;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::account::{Command, CompletePayment};
use quittance_store::Accepted;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post(
        "/api/v1/payments/{id}/complete",
        "complete_payment",
        complete,
    )
    .says(
        "Complete a payment",
        "The money of a pending or processing payment has come: it is divided as of the day that it \
         is dated, or another.",
    )
    .needs(KeyRole::LoanOfficer, "payments:write")
    .id("id", &PENDING_PAYMENT)
    .body::<Wish>()
    .example("From its own day", json!({}))
    .example("From another day", json!({ "effective_date": "2026-01-17" }))
    .replies(StatusCode::OK, "The payment.", Payment::schema())
}

struct Wish {
    effective: Option<NaiveDate>,
}

impl Body for Wish {
    fn read(fields: &mut Fields, _: &Given) -> Wish {
        Wish {
            effective: fields.date("effective_date"),
        }
    }
}

async fn complete(
    State(app): State<App>,
    Write { on, body, call, .. }: Write<path::Payment, Wish>,
) -> Result<Response, Rejected<Servicing>> {
    let command = Command::CompletePayment(CompletePayment {
        payment: on.payment,
        effective: body.effective,
    });
    let reply = move |accepted: &Accepted<'_>| {
        let after = Payment::after(accepted, on.payment, on.created_at);
        json(&after.map(|payment| payment.with_restatements(accepted)))
    };
    call.submit(&app, command, StatusCode::OK, reply).await
}
