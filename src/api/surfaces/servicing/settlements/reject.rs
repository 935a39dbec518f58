//! `POST /api/v1/loans/{id}/settlements/{settlement}/reject`: the offer is over.

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
use quittance_domain::account::{Command, RejectSettlement};
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post(
        "/api/v1/loans/{id}/settlements/{settlement}/reject",
        "reject_loan_settlement",
        reject,
    )
    .says(
        "Reject a settlement offer",
        "By either side: the offer is over, and another can be made.",
    )
    .needs(KeyRole::LoanOfficer, "loans:write")
    .id("id", &OFFERED_LOAN)
    .id("settlement", &LOAN_OFFER)
    .body::<Nothing>()
    .example("Nothing more to say", json!({}))
    .replies(StatusCode::OK, "The offer.", schema())
}

async fn reject(
    State(app): State<App>,
    Write { on, call, .. }: Write<LoanOffer, Nothing>,
) -> Result<Response, Rejected<Servicing>> {
    let command = Command::RejectSettlement(RejectSettlement {
        offer: on.offer,
        effective: call.today(),
    });
    change(&app, call, on.offer, command).await
}
