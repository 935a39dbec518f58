//! `POST /api/v1/loans/{id}/disburse`: pay out the approved principal, or part of it.

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
use quittance_domain::account::{Command, Disburse};
use quittance_domain::{FactId, Money};
use quittance_store::keys::KeyRole;
use quittance_store::{Accepted, ids};
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/loans/{id}/disburse", "disburse_loan", disburse)
        .says(
            "Disburse a loan",
            "Pays out the amount, or all of the approved principal that is left.",
        )
        .needs(KeyRole::LoanOfficer, "loans:write")
        .id("id", &PENDING_LOAN)
        .body::<Wish>()
        .example("All of it", json!({}))
        .example(
            "A part",
            json!({ "amount": "2500.00", "effective_date": "2026-01-15" }),
        )
        .replies(StatusCode::OK, "The loan.", loan_view::changed())
}

struct Wish {
    amount: Option<Money>,
    effective: NaiveDate,
}

impl Body for Wish {
    fn read(fields: &mut Fields, given: &Given) -> Wish {
        Wish {
            amount: fields.amount("amount", given.currency),
            effective: fields.date("effective_date").unwrap_or(given.today),
        }
    }
}

async fn disburse(
    State(app): State<App>,
    Write { body, call, .. }: Write<Loan, Wish>,
) -> Result<Response, Rejected<Servicing>> {
    let command = Command::Disburse(Disburse {
        id: FactId(ids::new_id(call.at)),
        amount: body.amount,
        effective: body.effective,
    });
    let today = call.today();
    let reply = move |accepted: &Accepted<'_>| json(&loan_view::after(accepted, today));
    call.submit(&app, command, StatusCode::OK, reply).await
}
