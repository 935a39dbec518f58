//! `POST /api/v1/loans/{id}/settlements/{settlement}/expire`: the offer lapses.

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
use quittance_domain::account::{Command, ExpireSettlement};
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post(
        "/api/v1/loans/{id}/settlements/{settlement}/expire",
        "expire_loan_settlement",
        expire,
    )
    .says(
        "Let a settlement offer expire",
        "It cannot be accepted any more, whether its last day has gone by or not. A daily close \
         lets every offer expire whose last day has gone by, and none can be accepted after that \
         day even before the close.",
    )
    .needs(KeyRole::LoanOfficer, "loans:write")
    .id("id", &OFFERED_LOAN)
    .id("settlement", &LOAN_OFFER)
    .body::<Nothing>()
    .example("Nothing more to say", json!({}))
    .replies(StatusCode::OK, "The offer.", schema())
}

async fn expire(
    State(app): State<App>,
    Write { on, call, .. }: Write<LoanOffer, Nothing>,
) -> Result<Response, Rejected<Servicing>> {
    let command = Command::ExpireSettlement(ExpireSettlement {
        offer: on.offer,
        early: true,
        effective: call.today(),
    });
    change(&app, call, on.offer, command).await
}
