//! `POST /api/v1/loans/{id}/charge-off`: freeze the balances; later payments are recoveries.

use super::loan_view;
use super::path::{Loan, Write};
use super::render::Servicing;
use super::words::LOAN;
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
use quittance_domain::account::{ChargeOff, Command};
use quittance_store::keys::KeyRole;
use quittance_store::{Accepted, ids};
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post(
        "/api/v1/loans/{id}/charge-off",
        "charge_off_loan",
        charge_off,
    )
    .says(
        "Charge a loan off",
        "Freezes the balances. Payments that come later are recoveries.",
    )
    .needs(KeyRole::Admin, "loans:write")
    .id("id", &LOAN)
    .body::<Wish>()
    .example(
        "At the regulatory boundary",
        json!({ "reason": "180 days past due" }),
    )
    .replies(StatusCode::OK, "The loan.", loan_view::changed())
}

struct Wish {
    reason: String,
    effective: NaiveDate,
}

impl Body for Wish {
    fn read(fields: &mut Fields, given: &Given) -> Wish {
        Wish {
            reason: fields.text("reason", 255).unwrap_or_default(),
            effective: fields.date("effective_date").unwrap_or(given.today),
        }
    }
}

async fn charge_off(
    State(app): State<App>,
    Write { body, call, .. }: Write<Loan, Wish>,
) -> Result<Response, Rejected<Servicing>> {
    let command = Command::ChargeOff(ChargeOff {
        id: FactId(ids::new_id(call.at)),
        effective: body.effective,
        reason: body.reason.into(),
    });
    let today = call.today();
    let reply = move |accepted: &Accepted<'_>| json(&loan_view::after(accepted, today));
    call.submit(&app, command, StatusCode::OK, reply).await
}
