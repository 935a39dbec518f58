//! `POST /api/v1/loans/{id}/entries/{entry}/reverse`: what was neither a payment nor a fee never was.

use super::because::Because;
use super::entry;
use super::path::{Entry, Write};
use super::render::Servicing;
use super::words::{LOAN, LOAN_ENTRY};
use crate::app::App;
use crate::command::json;
use crate::openapi::Endpoint;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::account::{Command, ReverseEntry};
use quittance_store::Accepted;
use quittance_store::keys::KeyRole;
use serde_json::json as object;

pub fn endpoint() -> Endpoint {
    Endpoint::post(
        "/api/v1/loans/{id}/entries/{entry}/reverse",
        "reverse_entry",
        reverse,
    )
    .says(
        "Reverse an entry",
        "A disbursement, a refund, a chargeback, an adjustment, a credit, a waiver of interest, \
         a write-off, a change of the rate, a reimbursement, a charge-off or a recall is as if it had never \
         been, from its own day on; what was booked since is worked out anew, which the reply shows. \
         Payments are reversed, fees waived and their waivers undone in ways of their own.",
    )
    .needs(KeyRole::LoanOfficer, "loans:write")
    .id("id", &LOAN)
    .id("entry", &LOAN_ENTRY)
    .body::<Because>()
    .example(
        "On the wrong loan",
        object!({ "reason": "credited to the wrong loan" }),
    )
    .replies(
        StatusCode::OK,
        "The entry, reversed.",
        entry::dated("credited to the wrong loan").named("ReversedEntry"),
    )
}

async fn reverse(
    State(app): State<App>,
    Write { on, body, call, .. }: Write<Entry, Because>,
) -> Result<Response, Rejected<Servicing>> {
    let id = on.entry;
    let reason: Box<str> = body.reason.into();
    let command = Command::ReverseEntry(ReverseEntry {
        entry: id,
        reason: reason.clone(),
        effective: body.effective,
    });
    let reply = move |accepted: &Accepted<'_>| json(&entry::entry(accepted, id, &reason));
    call.submit(&app, command, StatusCode::OK, reply).await
}
