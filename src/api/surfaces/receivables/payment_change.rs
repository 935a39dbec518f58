//! `PATCH /api/v1/external/accounts/{id}/payments/{payment}`: what has become of a payment.
//!
//! An open one is completed or fails; a completed one is refunded, or fails when the customer's bank
//! has taken it back.

use super::path::{Payment, Write};
use super::payment_record::{outcome, outcome_schema};
use super::render::Receivables;
use super::vocabulary::{INVOICE, PAYMENT};
use super::{envelope, words};
use crate::app::App;
use crate::body::{Body, Fields, Given};
use crate::openapi::{Endpoint, Schema};
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, Utc};
use quittance_domain::FactId;
use quittance_domain::account::{
    ChargeBackPayment, Command, CompletePayment, FailPayment, RefundPayment,
};
use quittance_store::Accepted;
use quittance_store::ids::new_id;
use quittance_store::keys::KeyRole;
use serde_json::json;

/// What a payment can become.
#[derive(Clone, Copy, Debug)]
enum Becomes {
    Completed,
    Failed,
    Refunded,
}

const BECOMES: [(&str, Becomes); 3] = [
    ("COMPLETED", Becomes::Completed),
    ("FAILED", Becomes::Failed),
    ("REFUNDED", Becomes::Refunded),
];

pub fn endpoint() -> Endpoint {
    let data = outcome_schema()
        .field("payment_id", Schema::uuid(PAYMENT.example))
        .field("payment_status", Schema::one_of(&words::PAYMENT))
        .named("PaymentOutcome");
    let path = "/api/v1/external/accounts/{id}/payments/{payment}";
    Endpoint::patch(path, "change_invoice_payment", change)
        .says(
            "Tell what has become of a payment",
            "A pending or processing one is completed or fails; a completed one is refunded, or \
             fails when the customer's bank has taken it back.",
        )
        .needs(KeyRole::LoanOfficer, "accounts:write")
        .id("id", &INVOICE)
        .id("payment", &PAYMENT)
        .body::<Wish>()
        .example(
            "A refund",
            json!({ "status": "REFUNDED", "reason": "Paid twice" }),
        )
        .replies(
            StatusCode::OK,
            "What it has made of the invoice.",
            envelope::schema(StatusCode::OK, data),
        )
}

struct Wish {
    becomes: Becomes,
    reason: Box<str>,
}

impl Body for Wish {
    fn read(fields: &mut Fields, _: &Given) -> Wish {
        let becomes = fields.required_choice("status", &BECOMES);
        Wish {
            becomes: becomes.unwrap_or(Becomes::Completed),
            reason: fields.text("reason", 255).unwrap_or_default().into(),
        }
    }
}

async fn change(
    State(app): State<App>,
    Write { on, body, call, .. }: Write<Payment, Wish>,
) -> Result<Response, Rejected<Receivables>> {
    let today = call.today();
    let payment = on.payment;
    let command = command(on, body, call.at);
    let reply = move |accepted: &Accepted<'_>| {
        let mut data = outcome(accepted.account, today);
        let status = accepted.account.payment_status(payment);
        data["payment_id"] = json!(payment);
        data["payment_status"] = json!(status.map(words::payment));
        envelope::text(StatusCode::OK, "Payment updated", &data)
    };
    call.submit(&app, command, StatusCode::OK, reply).await
}

fn command(on: Payment, wish: Wish, at: DateTime<Utc>) -> Command {
    let (payment, reason) = (on.payment, wish.reason);
    let (id, effective, amount) = (FactId(new_id(at)), at.date_naive(), None);
    match wish.becomes {
        Becomes::Completed => Command::CompletePayment(CompletePayment {
            payment,
            effective: Some(effective),
        }),
        Becomes::Failed if on.is_open => Command::FailPayment(FailPayment {
            payment,
            reason,
            effective,
        }),
        Becomes::Failed => Command::ChargeBackPayment(ChargeBackPayment {
            id,
            payment,
            amount,
            reason,
            effective,
        }),
        Becomes::Refunded => Command::RefundPayment(RefundPayment {
            id,
            payment,
            amount,
            reason,
            effective,
        }),
    }
}
