//! `POST /api/v1/loans/{id}/credits`: goodwill, applied as a payment would be, without money.

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
use quittance_domain::account::{Command, GrantCredit};
use quittance_domain::{FactId, Money};
use quittance_store::ids;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/loans/{id}/credits", "grant_credit", grant)
        .says("Grant a goodwill credit", "Applied by the loan's order as a payment would be, without money; what exceeds everything owed is a credit balance.")
        .needs(KeyRole::LoanOfficer, "loans:write")
        .id("id", &LOAN)
        .body::<Wish>()
        .example("An apology", json!({ "amount": "20.00", "reason": "our mistake" }))
        .replies(StatusCode::CREATED, "The credit.", entry::schema("20.00", "our mistake").named("Credit"))
}

struct Wish {
    amount: Money,
    reason: String,
    effective: NaiveDate,
}

impl Body for Wish {
    fn read(fields: &mut Fields, given: &Given) -> Wish {
        Wish {
            amount: fields.positive_amount("amount", given.currency),
            reason: fields.required_text("reason", 255),
            effective: fields.date("effective_date").unwrap_or(given.today),
        }
    }
}

async fn grant(
    State(app): State<App>,
    Write { body, call, .. }: Write<Loan, Wish>,
) -> Result<Response, Rejected<Servicing>> {
    let id = FactId(ids::new_id(call.at));
    let reason: Box<str> = body.reason.into();
    let reply = entry::reply(id, reason.clone());
    let command = Command::GrantCredit(GrantCredit {
        id,
        amount: body.amount,
        reason,
        effective: body.effective,
    });
    call.submit(&app, command, StatusCode::CREATED, reply).await
}
