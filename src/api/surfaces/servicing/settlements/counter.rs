//! `POST /api/v1/loans/{id}/settlements/{settlement}/counter`: propose another amount.

use super::super::path::{LoanOffer, Write, account};
use super::super::render::Servicing;
use super::super::words::{LOAN_OFFER, OFFERED_LOAN};
use super::view::{change, schema};
use crate::app::App;
use crate::body::{Body, Fields, Given};
use crate::openapi::Endpoint;
use crate::problem::{Problem, Rejected};
use crate::settlement::Counter;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post(
        "/api/v1/loans/{id}/settlements/{settlement}/counter",
        "counter_loan_settlement",
        counter,
    )
    .says(
        "Counter a settlement offer",
        "The other side's amount: the borrower's to an offer that is pending, the creditor's to one \
         that is countered. The settlement matrix binds both.",
    )
    .needs(KeyRole::LoanOfficer, "loans:write")
    .id("id", &OFFERED_LOAN)
    .id("settlement", &LOAN_OFFER)
    .body::<Countered>()
    .example("Less", json!({ "amount": "7000.00" }))
    .replies(StatusCode::OK, "The offer.", schema())
}

struct Countered(Counter);

impl Body for Countered {
    fn read(fields: &mut Fields, given: &Given) -> Countered {
        Countered(Counter::read(fields, given, "expires_on"))
    }
}

async fn counter(
    State(app): State<App>,
    Write { on, body, call, .. }: Write<LoanOffer, Countered>,
) -> Result<Response, Rejected<Servicing>> {
    let loan = account(&app, &call.caller, on.loan, None).await?;
    let offer = loan.offer(on.offer);
    let tier = offer.ok_or(Problem::not_found("settlement offer"))?.tier;
    let command = body.0.countered(&app, &call, on.offer, tier).await?;
    change(&app, call, on.offer, command).await
}
