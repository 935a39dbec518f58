//! `POST /api/v1/payments/{id}/reverse`: take a payment back, as if it had never been.

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
use quittance_domain::FactId;
use quittance_domain::account::{Command, Event, NsfFee, ReversePayment};
use quittance_store::keys::KeyRole;
use quittance_store::{Accepted, ids};
use serde_json::{Value, json};

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/payments/{id}/reverse", "reverse_payment", reverse)
        .says(
            "Reverse a payment",
            "As if it had never been: interest accrues again from its effective date, and later \
             payments are divided anew. Only a completed payment can be reversed.",
        )
        .needs(KeyRole::LoanOfficer, "payments:write")
        .id("id", &PAYMENT)
        .body::<Wish>()
        .example(
            "Returned by the bank",
            json!({ "reason": "nsf", "assess_nsf_fee": true }),
        )
        .replies(StatusCode::OK, "The payment.", Payment::schema())
}

struct Wish {
    reason: String,
    assess_fee: bool,
    effective: NaiveDate,
}

impl Body for Wish {
    fn read(fields: &mut Fields, given: &Given) -> Wish {
        Wish {
            reason: fields.required_text("reason", 255),
            assess_fee: fields.boolean("assess_nsf_fee").unwrap_or(false),
            effective: fields.date("effective_date").unwrap_or(given.today),
        }
    }
}

async fn reverse(
    State(app): State<App>,
    Write { on, body, call, .. }: Write<path::Payment, Wish>,
) -> Result<Response, Rejected<Servicing>> {
    let fee = || NsfFee {
        id: FactId(ids::new_id(call.at)),
    };
    let command = Command::ReversePayment(ReversePayment {
        payment: on.payment,
        reason: body.reason.into(),
        effective: body.effective,
        nsf_fee: body.assess_fee.then(fee),
    });
    let reply = move |accepted: &Accepted<'_>| {
        let reversed = Payment::after(accepted, on.payment, on.created_at).map(|mut reversed| {
            reversed.nsf_fee = nsf_fee_of(accepted);
            reversed.with_restatements(accepted)
        });
        json(&reversed)
    };
    call.submit(&app, command, StatusCode::OK, reply).await
}

/// The fee that the reversal brought, if one was asked for.
fn nsf_fee_of(accepted: &Accepted<'_>) -> Option<Value> {
    accepted
        .events
        .iter()
        .find_map(|recorded| match &recorded.event {
            Event::FeeAssessed(fee) => Some(json!({
                "id": fee.fee,
                "amount": fee.amount.to_decimal(accepted.account.terms.currency),
            })),
            _ => None,
        })
}
