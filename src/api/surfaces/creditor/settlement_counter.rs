//! `POST /api/v1/creditor/settlements/{id}/counter`: propose another amount.

use super::offer_view::Offer;
use super::path;
use super::render::Creditor;
use super::vocabulary::OFFER;
use crate::app::App;
use crate::body::{Body, Fields, Given};
use crate::command::json;
use crate::openapi::Endpoint;
use crate::problem::Rejected;
use crate::settlement::Counter;
use crate::write::Write;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::Accepted;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post(
        "/api/v1/creditor/settlements/{id}/counter",
        "counter_settlement",
        counter,
    )
    .says(
        "Counter an offer",
        "The other side's amount: the consumer's to an offer that is pending, the creditor's to one \
         that is countered. The settlement matrix binds both.",
    )
    .needs(KeyRole::LoanOfficer, "settlements:write")
    .id("id", &OFFER)
    .body::<Countered>()
    .example("Less", json!({ "amount": 3500.00 }))
    .replies(StatusCode::OK, "The offer.", Offer::schema())
}

struct Countered(Counter);

impl Body for Countered {
    fn read(fields: &mut Fields, given: &Given) -> Countered {
        Countered(Counter::read(fields, given, "expiresOn"))
    }
}

async fn counter(
    State(app): State<App>,
    Write { on, body, call, .. }: Write<Creditor, path::Offer, Countered>,
) -> Result<Response, Rejected<Creditor>> {
    let command = body.0.countered(&app, &call, on.offer, on.tier).await?;
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
