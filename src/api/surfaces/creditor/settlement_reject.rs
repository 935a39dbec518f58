//! `POST /api/v1/creditor/settlements/{id}/reject`: say no to an offer.

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
use quittance_domain::account::{Command, RejectSettlement};
use quittance_store::Accepted;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post(
        "/api/v1/creditor/settlements/{id}/reject",
        "reject_settlement",
        reject,
    )
    .says(
        "Reject an offer",
        "By either side: the offer is over, and another can be made.",
    )
    .needs(KeyRole::LoanOfficer, "settlements:write")
    .id("id", &OFFER)
    .body::<Nothing>()
    .example("Nothing more to say", json!({}))
    .replies(StatusCode::OK, "The offer.", Offer::schema())
}

async fn reject(
    State(app): State<App>,
    Write { on, call, .. }: Write<Creditor, path::Offer, Nothing>,
) -> Result<Response, Rejected<Creditor>> {
    let command = Command::RejectSettlement(RejectSettlement {
        offer: on.offer,
        effective: call.today(),
    });
    let reply = move |accepted: &Accepted<'_>| {
        json(&Offer::after(
            accepted,
            on.offer,
            on.offered_at,
            on.accepted_at,
        ))
    };
    call.submit(&app, command, StatusCode::OK, reply).await
}
