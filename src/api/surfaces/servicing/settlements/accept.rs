//! `POST /api/v1/loans/{id}/settlements/{settlement}/accept`: it binds both sides.

use super::super::path::{LoanOffer, Write};
use super::super::render::Servicing;
use super::super::words::{LOAN_OFFER, OFFERED_LOAN};
use super::view::{change, schema};
use crate::app::App;
use crate::body::Nothing;
use crate::openapi::Endpoint;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::FactId;
use quittance_domain::account::{AcceptSettlement, Command};
use quittance_store::ids::new_id;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/loans/{id}/settlements/{settlement}/accept", "accept_loan_settlement", accept)
        .says("Accept a settlement offer", "Binds both sides: payments from now on count toward it, and once it is paid the rest is written off and the loan is settled.")
        .needs(KeyRole::LoanOfficer, "loans:write")
        .id("id", &OFFERED_LOAN)
        .id("settlement", &LOAN_OFFER)
        .body::<Nothing>()
        .example("Nothing more to say", json!({}))
        .replies(StatusCode::OK, "The offer.", schema())
}

async fn accept(
    State(app): State<App>,
    Write { on, call, .. }: Write<LoanOffer, Nothing>,
) -> Result<Response, Rejected<Servicing>> {
    let command = Command::AcceptSettlement(AcceptSettlement {
        offer: on.offer,
        acceptance: FactId(new_id(call.at)),
        effective: call.today(),
    });
    change(&app, call, on.offer, command).await
}
