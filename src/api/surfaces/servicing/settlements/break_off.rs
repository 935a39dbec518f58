//! `POST /api/v1/loans/{id}/settlements/{settlement}/break`: an accepted settlement is not kept.

use super::super::because::Because;
use super::super::path::{LoanOffer, Write};
use super::super::render::Servicing;
use super::super::words::{ACCEPTED_LOAN_OFFER, SETTLING_LOAN};
use super::view::{change, schema};
use crate::app::App;
use crate::openapi::Endpoint;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::FactId;
use quittance_domain::account::{BreakSettlement, Command};
use quittance_store::ids::new_id;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/loans/{id}/settlements/{settlement}/break", "break_loan_settlement", break_off)
        .says("Break a settlement", "An accepted settlement that is not kept: the whole debt is owed again, less what has been paid, and another offer can be made. The daily close does the same by itself when a part is missed.")
        .needs(KeyRole::LoanOfficer, "loans:write")
        .id("id", &SETTLING_LOAN)
        .id("settlement", &ACCEPTED_LOAN_OFFER)
        .body::<Because>()
        .example("Payments missed", json!({ "reason": "two payments missed" }))
        .replies(StatusCode::OK, "The offer.", schema())
}

async fn break_off(
    State(app): State<App>,
    Write { on, body, call, .. }: Write<LoanOffer, Because>,
) -> Result<Response, Rejected<Servicing>> {
    let command = Command::BreakSettlement(BreakSettlement {
        id: FactId(new_id(call.at)),
        offer: on.offer,
        reason: body.reason.into(),
        effective: body.effective,
    });
    change(&app, call, on.offer, command).await
}
