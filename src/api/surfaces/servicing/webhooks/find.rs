//! `GET /api/v1/webhooks/{id}`: one endpoint.

use super::super::render::Servicing;
use super::super::words::WEBHOOK;
use super::view;
use crate::app::App;
use crate::auth::Caller;
use crate::command::json;
use crate::openapi::Endpoint;
use crate::path::Ids;
use crate::problem::{Rejected, json_response};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::keys::KeyRole;

pub fn endpoint() -> Endpoint {
    Endpoint::get("/api/v1/webhooks/{id}", "get_webhook", get)
        .says("A webhook", "An endpoint, and how it does.")
        .needs(KeyRole::Admin, "webhooks:read")
        .id("id", &WEBHOOK)
        .replies(StatusCode::OK, "The endpoint.", view::schema())
}

async fn get(
    State(app): State<App>,
    caller: Caller<Servicing>,
    path: Ids<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let webhook = view::named(&app, &caller, &path).await?;
    let health = view::health_of(&app, &caller, webhook.id).await?;
    let body = json(&view::view(&webhook, &health));
    Ok(json_response(StatusCode::OK, body))
}
