//! `POST /api/v1/loans/{id}/pay-off`: a payment of exactly what pays the loan off on its day.

use super::path::{Loan, Write};
use super::payment_record::accepted;
use super::render::Servicing;
use super::views::Payment;
use super::words::LOAN;
use crate::app::App;
use crate::body::{Body, Fields, Given};
use crate::openapi::Endpoint;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::FactId;
use quittance_domain::account::{Command, Method, PayOff};
use quittance_store::ids;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/loans/{id}/pay-off", "pay_off_loan", pay_off)
        .says(
            "Pay a loan off",
            "Records a payment of the quote for its day, to the cent: what `payoff` answers.",
        )
        .needs(KeyRole::LoanOfficer, "payments:write")
        .id("id", &LOAN)
        .body::<Wish>()
        .example("By wire", json!({ "payment_method": "wire" }))
        .replies(
            StatusCode::CREATED,
            "The payment and how it was divided.",
            Payment::schema(),
        )
}

struct Wish {
    method: Method,
    effective: NaiveDate,
    external_id: Option<String>,
}

impl Body for Wish {
    fn read(fields: &mut Fields, given: &Given) -> Wish {
        Wish {
            method: fields
                .required_choice("payment_method", &Method::ALL)
                .unwrap_or(Method::Other),
            effective: fields.date("effective_date").unwrap_or(given.today),
            external_id: fields.text("external_id", 255),
        }
    }
}

async fn pay_off(
    State(app): State<App>,
    Write {
        body,
        currency,
        call,
        ..
    }: Write<Loan, Wish>,
) -> Result<Response, Rejected<Servicing>> {
    let command = PayOff {
        id: FactId(ids::new_id(call.at)),
        method: body.method,
        effective: body.effective,
        external_id: body.external_id.map(Into::into),
    };
    let reply = accepted(command.id, currency);
    let command = Command::PayOff(command);
    call.submit(&app, command, StatusCode::CREATED, reply).await
}
