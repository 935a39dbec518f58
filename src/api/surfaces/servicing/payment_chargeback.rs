//! `POST /api/v1/payments/{id}/chargeback`: the borrower's bank has taken a payment back.

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
use quittance_domain::account::{ChargeBackPayment, Command};
use quittance_domain::{FactId, Money};
use quittance_store::keys::KeyRole;
use quittance_store::{Accepted, ids};
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post(
        "/api/v1/payments/{id}/chargeback",
        "charge_back_payment",
        charge_back,
    )
    .says(
        "Charge a payment back",
        "The borrower's bank took the amount, or all that is left of the payment, back. It is owed \
         again from that day; what the payment paid stays paid. Once for a payment.",
    )
    .needs(KeyRole::LoanOfficer, "payments:write")
    .id("id", &PAYMENT)
    .body::<Wish>()
    .example("All of it", json!({ "reason": "not authorized" }))
    .example(
        "A part",
        json!({ "amount": "120.00", "reason": "disputed", "effective_date": "2026-02-03" }),
    )
    .replies(StatusCode::OK, "The payment.", Payment::schema())
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

async fn charge_back(
    State(app): State<App>,
    Write { on, body, call, .. }: Write<path::Payment, Wish>,
) -> Result<Response, Rejected<Servicing>> {
    let command = Command::ChargeBackPayment(ChargeBackPayment {
        id: FactId(ids::new_id(call.at)),
        payment: on.payment,
        amount: body.amount,
        reason: body.reason.into(),
        effective: body.effective,
    });
    let reply = move |accepted: &Accepted<'_>| {
        let after = Payment::after(accepted, on.payment, on.created_at);
        json(&after.map(|payment| payment.with_restatements(accepted)))
    };
    call.submit(&app, command, StatusCode::OK, reply).await
}
