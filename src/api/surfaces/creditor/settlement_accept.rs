//! `POST /api/v1/creditor/settlements/{id}/accept`: accept an offer, which binds both sides.

use super::offer_view::Offer;
use super::path;
use super::render::Creditor;
use super::vocabulary::OFFER;
use crate::app::App;
use crate::body::Nothing;
use crate::command::json;
use crate::openapi::Endpoint;
use crate::problem::Rejected;
use crate::write::Write;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::FactId;
use quittance_domain::account::{AcceptSettlement, Command};
use quittance_store::Accepted;
use quittance_store::ids::new_id;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post(
        "/api/v1/creditor/settlements/{id}/accept",
        "accept_settlement",
        accept,
    )
    .says(
        "Accept an offer",
        "Binds both sides: once the offer is paid, the account is settled. An offer that has \
             been accepted is refused with 409.",
    )
    .needs(KeyRole::LoanOfficer, "settlements:write")
    .id("id", &OFFER)
    .body::<Nothing>()
    .example("Nothing more to say", json!({}))
    .replies(StatusCode::OK, "The offer.", Offer::schema())
}

async fn accept(
    State(app): State<App>,
    Write { on, call, .. }: Write<Creditor, path::Offer, Nothing>,
) -> Result<Response, Rejected<Creditor>> {
    let command = Command::AcceptSettlement(AcceptSettlement {
        offer: on.offer,
        acceptance: FactId(new_id(call.at)),
        effective: call.today(),
    });
    let reply = move |accepted: &Accepted<'_>| {
        let at = Some(accepted.recorded_at);
        json(&Offer::after(accepted, on.offer, on.offered_at, at))
    };
    call.submit(&app, command, StatusCode::OK, reply).await
}
