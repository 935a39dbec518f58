//! `GET /api/v1/creditor/api-keys`: every key, the revoked ones too, without the keys themselves.

use super::api_key_view::{schema, view};
use super::render::Creditor;
use crate::app::App;
use crate::auth::Caller;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Rejected, json_response};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::keys::{self, KeyRole};
use serde_json::{Value, json};

pub fn endpoint() -> Endpoint {
    let keys = Schema::list(schema().named("ApiKey"));
    Endpoint::get("/api/v1/creditor/api-keys", "list_api_keys", list)
        .says(
            "API keys",
            "Every one, the revoked ones too, without the keys themselves.",
        )
        .needs(KeyRole::Admin, "api_keys:read")
        .replies(
            StatusCode::OK,
            "The keys.",
            Schema::object().field("apiKeys", keys),
        )
}

async fn list(
    State(app): State<App>,
    caller: Caller<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let keys = keys::list(&app.readers, caller.creditor).await?;
    let views: Vec<Value> = keys.iter().map(view).collect();
    Ok(json_response(
        StatusCode::OK,
        json(&json!({ "apiKeys": views })),
    ))
}
