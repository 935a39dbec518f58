//! `POST /api/v1/payments/{id}/backdate`: give a payment another effective date.

use super::path::{self, Write};
use super::render::Servicing;
use super::views::Payment;
use super::words::PAYMENT;
use crate::app::App;
use crate::body::{Body, Fields, Given};
use crate::command::json;
use crate::openapi::Endpoint;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::account::{BackdatePayment, Command};
use quittance_store::Accepted;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post(
        "/api/v1/payments/{id}/backdate",
        "backdate_payment",
        backdate,
    )
    .says(
        "Give a payment another date",
        "Interest, and the division of this payment and of later ones, are worked out anew as \
             if it had been made on that day.",
    )
    .needs(KeyRole::LoanOfficer, "payments:write")
    .id("id", &PAYMENT)
    .body::<Wish>()
    .example("It came earlier", json!({ "effective_date": "2026-01-10" }))
    .replies(StatusCode::OK, "The payment.", Payment::schema())
}

struct Wish {
    effective: NaiveDate,
}

impl Body for Wish {
    fn read(fields: &mut Fields, _: &Given) -> Wish {
        let before = fields.errors();
        let effective = fields.date("effective_date");
        Wish {
            effective: fields.required("effective_date", before, effective),
        }
    }
}

async fn backdate(
    State(app): State<App>,
    Write { on, body, call, .. }: Write<path::Payment, Wish>,
) -> Result<Response, Rejected<Servicing>> {
    let command = Command::BackdatePayment(BackdatePayment {
        payment: on.payment,
        effective: body.effective,
    });
    let reply = move |accepted: &Accepted<'_>| {
        let after = Payment::after(accepted, on.payment, on.created_at);
        json(&after.map(|backdated| backdated.with_restatements(accepted)))
    };
    call.submit(&app, command, StatusCode::OK, reply).await
}
