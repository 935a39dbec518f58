//! `GET /api/v1/webhooks/{id}/deliveries`: what was sent, and what came of it.

use super::super::render::Servicing;
use super::super::words::WEBHOOK;
use super::view;
use crate::app::App;
use crate::auth::Caller;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::{Problem, Rejected, json_response};
use crate::query::Parameters;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::deliveries::{self, DeliveryState};
use quittance_store::keys::KeyRole;
use serde_json::Value;
use uuid::Uuid;

pub fn endpoint() -> Endpoint {
    let path = "/api/v1/webhooks/{id}/deliveries";
    declared(Endpoint::get(path, "list_webhook_deliveries", list))
        .says(
            "Deliveries",
            "What was sent to an endpoint and what came of it, the latest first; kept for 30 days \
             after it has ended.",
        )
        .query(
            "state",
            Schema::name_of(&DeliveryState::ALL),
            "Only those that stand so.",
        )
}

/// What the list has in common with that of dead letters.
pub fn declared(endpoint: Endpoint) -> Endpoint {
    endpoint
        .needs(KeyRole::Admin, "webhooks:read")
        .id("id", &WEBHOOK)
        .query(
            "before",
            Schema::uuid("ffffffff-ffff-ffff-ffff-ffffffffffff"),
            "The last delivery of the page before.",
        )
        .query(
            "limit",
            Schema::integer(10).with("default", 50.into()),
            "Deliveries of a page: brought within 1 to 100.",
        )
        .replies(
            StatusCode::OK,
            "The deliveries.",
            Schema::list(view::delivery_schema()),
        )
}

async fn list(
    State(app): State<App>,
    caller: Caller<Servicing>,
    path: Ids<Servicing>,
    parameters: Parameters<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let state = parameters.choice("state", &DeliveryState::ALL)?;
    page(&app, &caller, &path, &parameters, state).await
}

/// A page of the deliveries that stand so.
pub async fn page(
    app: &App,
    caller: &Caller<Servicing>,
    path: &Ids<Servicing>,
    parameters: &Parameters<Servicing>,
    state: Option<DeliveryState>,
) -> Result<Response, Rejected<Servicing>> {
    let before = parameters.given("before").map(Uuid::try_parse);
    let before = before
        .transpose()
        .map_err(|_| Problem::parameter("before", "must be the id of a delivery"))?;
    let limit = parameters.clamped("limit", 1, 100, 50)?;
    let webhook = view::named(app, caller, path).await?.id;
    let mut reader = app.readers.of(caller.creditor).await?;
    let of = (before, limit);
    let found = deliveries::list(&mut reader, caller.creditor, webhook, state, of).await?;
    let shown: Vec<Value> = found.iter().map(view::delivery).collect();
    Ok(json_response(StatusCode::OK, json(&shown)))
}
