//! `DELETE /api/v1/creditor/api-keys/{id}`: revoke a key for good, at once.

use super::api_key_view::{schema, view};
use super::ids;
use super::render::Creditor;
use super::vocabulary::API_KEY;
use crate::app::App;
use crate::auth::{Caller, Subject};
use crate::body::{Given, Nothing, Payload};
use crate::command::{json, marked_replayed};
use crate::once::{Turn, turn};
use crate::openapi::Endpoint;
use crate::path::Ids;
use crate::problem::{Problem, Rejected, json_response};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::ids::now;
use quittance_store::keys::{self, KeyRole};

pub fn endpoint() -> Endpoint {
    Endpoint::delete("/api/v1/creditor/api-keys/{id}", "revoke_api_key", revoke)
        .says("Revoke an API key", "For good, and at once.")
        .needs(KeyRole::Admin, "api_keys:write")
        .id("id", &API_KEY)
        .replies(StatusCode::OK, "The key.", schema().named("ApiKey"))
}

async fn revoke(
    State(app): State<App>,
    caller: Caller<Creditor>,
    path: Ids<Creditor>,
    mut payload: Payload<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let id = ids::parse_key(path.get("id"))?;
    let Nothing = payload.read(&Given::on(now().date_naive()))?;
    let (creditor, request) = (caller.creditor, payload.request.as_ref());
    let mut client = app.registrar.client().await?;
    let replayed = match turn(&app, &mut client, &caller, request).await? {
        Turn::Again(_) => true,
        Turn::First(once) => {
            keys::revoke_in(once.transaction(), creditor, id, &caller.name).await?;
            once.finish(StatusCode::OK.as_u16(), "").await?;
            false
        }
    };
    drop(client);
    app.actors.forget(Subject::Key(id));
    let key = keys::read(&app.readers, creditor, id).await?;
    let key = key.ok_or(Problem::not_found("key"))?;
    let reply = json_response(StatusCode::OK, json(&view(&key)));
    Ok(if replayed {
        marked_replayed(reply)
    } else {
        reply
    })
}
