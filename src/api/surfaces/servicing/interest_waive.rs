//! `POST /api/v1/loans/{id}/interest-waivers`: forgive interest that is due.

use super::entry;
use super::path::{Loan, Write};
use super::render::Servicing;
use super::words::LOAN;
use crate::app::App;
use crate::body::{Body, Fields, Given};
use crate::openapi::Endpoint;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::account::{Command, WaiveInterest};
use quittance_domain::{FactId, Money};
use quittance_store::ids;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post(
        "/api/v1/loans/{id}/interest-waivers",
        "waive_interest",
        waive,
    )
    .says(
        "Waive interest",
        "Forgives the amount, or all interest that is due on the day.",
    )
    .needs(KeyRole::LoanOfficer, "loans:write")
    .id("id", &LOAN)
    .body::<Wish>()
    .example("All that is due", json!({ "reason": "hardship" }))
    .example("A part", json!({ "amount": "10.00", "reason": "hardship" }))
    .replies(
        StatusCode::CREATED,
        "The waiver.",
        entry::schema("10.00", "hardship").named("InterestWaiver"),
    )
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

async fn waive(
    State(app): State<App>,
    Write { body, call, .. }: Write<Loan, Wish>,
) -> Result<Response, Rejected<Servicing>> {
    let id = FactId(ids::new_id(call.at));
    let reason: Box<str> = body.reason.into();
    let reply = entry::reply(id, reason.clone());
    let command = Command::WaiveInterest(WaiveInterest {
        id,
        amount: body.amount,
        reason,
        effective: body.effective,
    });
    call.submit(&app, command, StatusCode::CREATED, reply).await
}
