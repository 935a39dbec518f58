//! `POST /api/v1/loans/{id}/re-age`: call a loan that is past due current again.

use super::path::{Loan, Write};
use super::render::Servicing;
use super::schedule_view;
use super::words::LATE_LOAN;
use crate::app::App;
use crate::body::{Body, Fields, Given};
use crate::command::json;
use crate::openapi::Endpoint;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::account::{Command, ReageAccount};
use quittance_store::Accepted;
use quittance_store::keys::KeyRole;
use serde_json::json as object;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/loans/{id}/re-age", "reage_loan", reage)
        .says(
            "Re-age a loan",
            "What is past due stays owed and is no longer past due; no due date is changed, and \
             earlier days stay as they were. The loan must be nine months old, three instalments \
             in a row or as much together must have been paid, and it happens once in twelve \
             months and twice in five years; in a workout, which is counted apart, once in five \
             years (65 FR 36903).",
        )
        .needs(KeyRole::LoanOfficer, "loans:write")
        .id("id", &LATE_LOAN)
        .body::<Wish>()
        .example(
            "Back at work",
            object!({ "reason": "borrower is employed again", "workout": false }),
        )
        .replies(StatusCode::OK, "The schedule.", schedule_view::schema())
}

struct Wish {
    reason: String,
    workout: bool,
    effective: NaiveDate,
}

impl Body for Wish {
    fn read(fields: &mut Fields, given: &Given) -> Wish {
        Wish {
            reason: fields.required_text("reason", 255),
            workout: fields.boolean("workout").unwrap_or(false),
            effective: fields.date("effective_date").unwrap_or(given.today),
        }
    }
}

async fn reage(
    State(app): State<App>,
    Write { body, call, .. }: Write<Loan, Wish>,
) -> Result<Response, Rejected<Servicing>> {
    let today = call.at.date_naive();
    let command = Command::ReageAccount(ReageAccount {
        reason: body.reason.into(),
        workout: body.workout,
        effective: body.effective,
    });
    let reply = move |accepted: &Accepted<'_>| json(&schedule_view::view(accepted.account, today));
    call.submit(&app, command, StatusCode::OK, reply).await
}
