//! `POST /api/v1/loans/{id}/payments/preview`: how a payment would be divided, leaving no trace.

use super::path::{self, Loan, Write};
use super::payment_record::DIRECTIONS;
use super::render::Servicing;
use super::words::LOAN;
use crate::app::App;
use crate::body::{Body, Fields, Given};
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, Rejected, json_response};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::Money;
use quittance_domain::account;
use quittance_domain::allocation::Direction;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post(
        "/api/v1/loans/{id}/payments/preview",
        "preview_payment",
        preview,
    )
    .says(
        "Preview a payment",
        "How a payment would be divided if it were recorded now. Nothing is kept.",
    )
    .sent_twice("it is answered anew, since nothing is kept.")
    .needs(KeyRole::Viewer, "payments:read")
    .id("id", &LOAN)
    .body::<Wish>()
    .example("Today", json!({ "amount": "500.00" }))
    .replies(StatusCode::OK, "The division.", schema())
}

fn schema() -> Schema {
    Schema::object()
        .field("amount", Schema::money_text("500.00"))
        .field("principal_applied", Schema::money_text("412.50"))
        .field("interest_applied", Schema::money_text("62.50"))
        .field("fees_applied", Schema::money_text("25.00"))
        .field("remaining_principal", Schema::money_text("8087.50"))
        .field("overpayment", Schema::money_text("0.00"))
        .named("Preview")
}

struct Wish {
    amount: Money,
    effective: NaiveDate,
    direction: Direction,
}

impl Body for Wish {
    fn read(fields: &mut Fields, given: &Given) -> Wish {
        Wish {
            amount: fields.positive_amount("amount", given.currency),
            effective: fields.date("effective_date").unwrap_or(given.today),
            direction: fields.choice("direction", &DIRECTIONS).unwrap_or_default(),
        }
    }
}

async fn preview(
    State(app): State<App>,
    Write {
        on,
        body,
        currency,
        call,
    }: Write<Loan, Wish>,
) -> Result<Response, Rejected<Servicing>> {
    let loan = path::account(&app, &call.caller, on.0, None).await?;
    let Wish {
        amount,
        effective,
        direction,
    } = body;
    let preview = account::preview(
        &account::State::Open(loan),
        amount,
        direction,
        effective,
        call.today(),
    )
    .map_err(Problem::Refused)?;
    let money = |amount: Money| amount.to_decimal(currency);
    let body = json(&json!({
        "amount": money(amount),
        "principal_applied": money(preview.split.principal),
        "interest_applied": money(preview.split.interest),
        "fees_applied": money(preview.split.fees),
        "remaining_principal": money(preview.remaining.principal),
        "overpayment": money(preview.split.overpayment),
    }));
    Ok(json_response(StatusCode::OK, body))
}
