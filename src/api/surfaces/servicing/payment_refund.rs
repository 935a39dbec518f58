//! `POST /api/v1/payments/{id}/refund`: give part or all of a payment back.

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
use quittance_domain::account::{Command, RefundPayment};
use quittance_domain::{FactId, Money};
use quittance_store::keys::KeyRole;
use quittance_store::{Accepted, ids};
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/payments/{id}/refund", "refund_payment", refund)
        .says(
            "Refund a payment",
            "Gives the amount back, at most what is left of the payment.",
        )
        .needs(KeyRole::LoanOfficer, "payments:write")
        .id("id", &PAYMENT)
        .body::<Wish>()
        .example(
            "All of it",
            json!({ "amount": "500.00", "reason": "Customer overpayment" }),
        )
        .replies(StatusCode::OK, "The payment.", Payment::schema())
}

struct Wish {
    amount: Money,
    reason: String,
    effective: NaiveDate,
}

impl Body for Wish {
    fn read(fields: &mut Fields, given: &Given) -> Wish {
        Wish {
            amount: fields.positive_amount("amount", given.currency),
            reason: fields.text("reason", 255).unwrap_or_default(),
            effective: fields.date("effective_date").unwrap_or(given.today),
        }
    }
}

async fn refund(
    State(app): State<App>,
    Write { on, body, call, .. }: Write<path::Payment, Wish>,
) -> Result<Response, Rejected<Servicing>> {
    let command = Command::RefundPayment(RefundPayment {
        id: FactId(ids::new_id(call.at)),
        payment: on.payment,
        amount: Some(body.amount),
        reason: body.reason.into(),
        effective: body.effective,
    });
    let reply = move |accepted: &Accepted<'_>| {
        let after = Payment::after(accepted, on.payment, on.created_at);
        json(&after.map(|refunded| refunded.with_restatements(accepted)))
    };
    call.submit(&app, command, StatusCode::OK, reply).await
}
