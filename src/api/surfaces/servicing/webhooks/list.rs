//! `GET /api/v1/webhooks`: the endpoints.

use super::super::page::{List, rows, uuid};
use super::super::render::Servicing;
use super::view;
use crate::app::App;
use crate::auth::Caller;
use crate::openapi::{Endpoint, Schema};
use crate::problem::Rejected;
use crate::query::Parameters;
use crate::webhooks;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::keys::KeyRole;

const WEBHOOKS: List = List::whole(
    uuid,
    &["is_active", "format"],
    &["url", "format", "is_active", "failed_attempts"],
);

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get("/api/v1/webhooks", "list_webhooks", list)
        .says(
            "The webhooks",
            "Where events are sent, the oldest endpoint first; secrets are never shown again.",
        )
        .needs(KeyRole::Admin, "webhooks:read")
        .replies(
            StatusCode::OK,
            "The endpoints.",
            Schema::list(view::schema()),
        );
    WEBHOOKS.declare(endpoint)
}

async fn list(
    State(app): State<App>,
    caller: Caller<Servicing>,
    parameters: Parameters<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let page = WEBHOOKS.asked(&parameters)?;
    let mut shown = Vec::new();
    for webhook in webhooks::all(&app, &caller).await? {
        if view::shows(webhook.dialect) {
            let health = view::health_of(&app, &caller, webhook.id).await?;
            shown.push(view::view(&webhook, &health));
        }
    }
    Ok(rows::cut(&page, shown))
}
