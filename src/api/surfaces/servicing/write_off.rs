//! `POST /api/v1/loans/{id}/write-off`: give up what is left.

use super::because::UpTo;
use super::entry;
use super::path::{Loan, Write};
use super::render::Servicing;
use super::words::LOAN;
use crate::app::App;
use crate::openapi::Endpoint;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::account::{Command, WriteOff};
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/loans/{id}/write-off", "write_off_loan", write_off)
        .says("Write off a remainder", "Gives up the amount, or all that is due on the day, such as a balance too small to collect.")
        .needs(KeyRole::Admin, "loans:write")
        .id("id", &LOAN)
        .body::<UpTo>()
        .example("Too small to collect", json!({ "reason": "small balance" }))
        .replies(StatusCode::CREATED, "The write-off.", entry::schema("4.12", "small balance").named("WriteOff"))
}

async fn write_off(
    State(app): State<App>,
    Write { body, call, .. }: Write<Loan, UpTo>,
) -> Result<Response, Rejected<Servicing>> {
    let command = |id, reason| {
        Command::WriteOff(WriteOff {
            id,
            amount: body.amount,
            reason,
            effective: body.effective,
        })
    };
    entry::record(&app, call, body.reason, command).await
}
