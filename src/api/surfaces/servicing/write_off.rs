//! `POST /api/v1/loans/{id}/write-off`: give up what is left.

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
use quittance_domain::account::{Command, WriteOff};
use quittance_domain::{FactId, Money};
use quittance_store::ids;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/loans/{id}/write-off", "write_off_loan", write_off)
        .says("Write off a remainder", "Gives up the amount, or all that is due on the day, such as a balance too small to collect.")
        .needs(KeyRole::Admin, "loans:write")
        .id("id", &LOAN)
        .body::<Wish>()
        .example("Too small to collect", json!({ "reason": "small balance" }))
        .replies(StatusCode::CREATED, "The write-off.", entry::schema("4.12", "small balance").named("WriteOff"))
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

async fn write_off(
    State(app): State<App>,
    Write { body, call, .. }: Write<Loan, Wish>,
) -> Result<Response, Rejected<Servicing>> {
    let id = FactId(ids::new_id(call.at));
    let reason: Box<str> = body.reason.into();
    let reply = entry::reply(id, reason.clone());
    let command = Command::WriteOff(WriteOff {
        id,
        amount: body.amount,
        reason,
        effective: body.effective,
    });
    call.submit(&app, command, StatusCode::CREATED, reply).await
}
