//! `DELETE /api/v1/creditor/api-keys/{id}`: revoke a key for good, at once.

use super::api_key_view::view;
use super::ids;
use super::render::Creditor;
use crate::app::App;
use crate::auth::{Caller, Subject};
use crate::command::json;
use crate::problem::{Problem, Rejected, json_response};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::keys::{self, KeyRole};

pub async fn revoke(
    State(app): State<App>,
    caller: Caller<Creditor>,
    Path(id): Path<String>,
) -> Result<Response, Rejected<Creditor>> {
    caller.require(KeyRole::Admin)?;
    caller.require_scope("api_keys:write")?;
    let id = ids::parse_key(&id)?;
    let mut client = app.registrar.client().await?;
    keys::revoke(&mut client, caller.creditor, id, &caller.name).await?;
    drop(client);
    app.actors.forget(Subject::Key(id));
    let key = keys::read(&app.readers, caller.creditor, id).await?;
    let key = key.ok_or(Problem::not_found("key"))?;
    Ok(json_response(StatusCode::OK, json(&view(&key))))
}
