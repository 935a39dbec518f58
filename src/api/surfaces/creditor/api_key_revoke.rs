//! `DELETE /api/v1/creditor/api-keys/{id}`: revoke a key for good, at once.

use super::api_key_view::{schema, view};
use super::ids;
use super::render::Creditor;
use super::vocabulary::API_KEY;
use crate::app::App;
use crate::auth::{Caller, Subject};
use crate::command::json;
use crate::openapi::Endpoint;
use crate::path::Ids;
use crate::problem::{Problem, Rejected, json_response};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::keys::{self, KeyRole};

pub fn endpoint() -> Endpoint {
    Endpoint::delete("/api/v1/creditor/api-keys/{id}", "revoke_api_key", revoke)
        .says("Revoke an API key", "For good, and at once.")
        .needs(KeyRole::Admin, "api_keys:write")
        .without_request_id()
        .id("id", &API_KEY)
        .replies(StatusCode::OK, "The key.", schema().named("ApiKey"))
}

async fn revoke(
    State(app): State<App>,
    caller: Caller<Creditor>,
    path: Ids<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let id = ids::parse_key(path.get("id"))?;
    let mut client = app.registrar.client().await?;
    keys::revoke(&mut client, caller.creditor, id, &caller.name).await?;
    drop(client);
    app.actors.forget(Subject::Key(id));
    let key = keys::read(&app.readers, caller.creditor, id).await?;
    let key = key.ok_or(Problem::not_found("key"))?;
    Ok(json_response(StatusCode::OK, json(&view(&key))))
}
