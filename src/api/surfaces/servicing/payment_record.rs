//! `POST /api/v1/loans/{id}/payments`: record a payment, or announce one that is still open.

use super::path::{Loan, Write};
use super::render::Servicing;
use super::views::{Payment, restatements};
use super::words::LOAN;
use crate::app::App;
use crate::body::{Body, Fields, Given};
use crate::command::{MakeReply, OfEvent, json};
use crate::openapi::Endpoint;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::account::{Command, Method, PaymentStanding, RecordPayment};
use quittance_domain::allocation::Direction;
use quittance_domain::{Currency, FactId, Money, PaymentId};
use quittance_store::keys::KeyRole;
use quittance_store::{Accepted, Told, ids};
use serde_json::json;

/// Where a payment may be directed, by the name it has on the wire.
pub const DIRECTIONS: [(&str, Direction); 2] = [
    ("by_order", Direction::ByOrder),
    ("principal_only", Direction::PrincipalOnly),
];

/// How far a payment can have come when it is recorded, by the name it has on the wire.
const STANDINGS: [(&str, PaymentStanding); 3] = [
    ("completed", PaymentStanding::Completed),
    ("pending", PaymentStanding::Pending),
    ("processing", PaymentStanding::Processing),
];

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/loans/{id}/payments", "record_payment", record)
        .says(
            "Record a payment",
            "Divided among fees, interest and principal by the loan's order, as of its effective \
             date. What exceeds everything owed is kept as an overpayment. One that is pending \
             or processing is applied once it is completed.",
        )
        .needs(KeyRole::LoanOfficer, "payments:write")
        .id("id", &LOAN)
        .body::<Wish>()
        .example(
            "By bank transfer",
            json!({
                "amount": "500.00",
                "payment_method": "ach",
                "payment_instrument_id": "772a0622-a4bd-63f6-c938-668877662222",
                "effective_date": "2026-01-15",
                "external_id": "PMT-EXT-001",
            }),
        )
        .example(
            "To principal alone",
            json!({ "amount": "100.00", "payment_method": "check", "direction": "principal_only" }),
        )
        .example(
            "Still on its way",
            json!({ "amount": "500.00", "payment_method": "ach", "status": "pending" }),
        )
        .replies(
            StatusCode::CREATED,
            "The payment and how it was divided.",
            Payment::schema(),
        )
}

/// What a payment is recorded from.
pub struct Wish {
    amount: Money,
    method: Method,
    standing: PaymentStanding,
    effective: NaiveDate,
    external_id: Option<String>,
    direction: Direction,
}

impl Body for Wish {
    fn read(fields: &mut Fields, given: &Given) -> Wish {
        // Kept for compatibility with clients that send it; instruments belong to the processor.
        let _ = fields.text("payment_instrument_id", 64);
        Wish {
            amount: fields.positive_amount("amount", given.currency),
            method: fields
                .required_choice("payment_method", &Method::ALL)
                .unwrap_or(Method::Other),
            standing: fields.choice("status", &STANDINGS).unwrap_or_default(),
            effective: fields.date("effective_date").unwrap_or(given.today),
            external_id: fields.text("external_id", 255),
            direction: fields.choice("direction", &DIRECTIONS).unwrap_or_default(),
        }
    }
}

impl Wish {
    /// The payment asked for, under a new id.
    pub fn command(self, at: DateTime<Utc>) -> RecordPayment {
        RecordPayment {
            id: FactId(ids::new_id(at)),
            amount: self.amount,
            method: self.method,
            direction: self.direction,
            standing: self.standing,
            effective: self.effective,
            external_id: self.external_id.map(Into::into),
        }
    }
}

async fn record(
    State(app): State<App>,
    Write {
        body,
        currency,
        call,
        ..
    }: Write<Loan, Wish>,
) -> Result<Response, Rejected<Servicing>> {
    let command = body.command(call.at);
    let reply = accepted(command.id, currency);
    let command = Command::RecordPayment(command);
    call.submit(&app, command, StatusCode::CREATED, reply).await
}

/// The reply to a recorded payment, with what it restated.
pub fn accepted(payment: PaymentId, currency: Currency) -> impl MakeReply {
    OfEvent {
        event: move |told: &Told<'_>| Some(json(&Payment::told(told, currency)?)),
        accepted: move |accepted: &Accepted<'_>| {
            let created = Payment::after(accepted, payment, accepted.recorded_at);
            json(&created.map(|created| created.restating(restatements(accepted))))
        },
    }
}
