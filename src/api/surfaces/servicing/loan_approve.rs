//! `POST /api/v1/loans/{id}/approve`: it can be disbursed from here on.

use super::loan_view;
use super::path::{Loan, Write};
use super::render::Servicing;
use super::words::PENDING_LOAN;
use crate::app::App;
use crate::body::{Body, Fields, Given};
use crate::command::json;
use crate::openapi::Endpoint;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::account::{ApproveLoan, Command};
use quittance_store::Accepted;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/loans/{id}/approve", "approve_loan", approve)
        .says("Approve a loan", "It can be disbursed from here on.")
        .needs(KeyRole::LoanOfficer, "loans:write")
        .id("id", &PENDING_LOAN)
        .body::<Wish>()
        .example("Today", json!({}))
        .replies(StatusCode::OK, "The loan.", loan_view::changed())
}

struct Wish {
    effective: NaiveDate,
}

impl Body for Wish {
    fn read(fields: &mut Fields, given: &Given) -> Wish {
        Wish {
            effective: fields.date("effective_date").unwrap_or(given.today),
        }
    }
}

async fn approve(
    State(app): State<App>,
    Write { body, call, .. }: Write<Loan, Wish>,
) -> Result<Response, Rejected<Servicing>> {
    let command = Command::ApproveLoan(ApproveLoan {
        effective: body.effective,
    });
    let today = call.today();
    let reply = move |accepted: &Accepted<'_>| json(&loan_view::after(accepted, today));
    call.submit(&app, command, StatusCode::OK, reply).await
}
