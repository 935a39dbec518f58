//! `GET /api/v1/creditor/users`: everybody who may come in with a password, or could once.

use super::render::Creditor;
use super::user_view::view;
use crate::app::App;
use crate::auth::Caller;
use crate::command::json;
use crate::problem::{Rejected, json_response};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::keys::KeyRole;
use quittance_store::users;
use serde_json::{Value, json};

pub async fn list(
    State(app): State<App>,
    caller: Caller<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    caller.require(KeyRole::Admin)?;
    caller.require_scope("users:read")?;
    let users = users::list(&app.readers, caller.creditor).await?;
    let views: Vec<Value> = users.iter().map(view).collect();
    Ok(json_response(
        StatusCode::OK,
        json(&json!({ "users": views })),
    ))
}
