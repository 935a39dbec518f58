//! `GET /api/v1/creditor/webhooks`: where events are sent.

use super::render::Creditor;
use super::webhook_view;
use crate::app::App;
use crate::auth::Caller;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Rejected, Surface, json_response};
use crate::webhooks;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::creditor::Dialect;
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};

pub fn endpoint() -> Endpoint {
    declared(Endpoint::get(
        "/api/v1/creditor/webhooks",
        "list_webhooks",
        list::<Creditor>,
    ))
}

/// The declaration, under whatever path.
pub fn declared(endpoint: Endpoint) -> Endpoint {
    let webhook = webhook_view::schema().named("Webhook");
    endpoint
        .says(
            "The webhook",
            "At most one; its secret is never shown again.",
        )
        .needs(KeyRole::Viewer, "webhooks:read")
        .replies(
            StatusCode::OK,
            "The list.",
            Schema::object().field("webhooks", Schema::list(webhook)),
        )
}

/// Whether an endpoint of this dialect is the portal's.
pub fn shows(dialect: Dialect) -> bool {
    dialect == Dialect::Creditor
}

pub async fn list<S: Surface>(
    State(app): State<App>,
    caller: Caller<S>,
) -> Result<Response, Rejected<S>> {
    let all = webhooks::all(&app, &caller).await?;
    let own = all.iter().filter(|webhook| shows(webhook.dialect));
    let webhooks: Vec<Value> = own.map(webhook_view::view).collect();
    let body = json!({ "webhooks": webhooks });
    Ok(json_response(StatusCode::OK, json(&body)))
}
