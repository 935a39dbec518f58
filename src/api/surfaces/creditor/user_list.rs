//! `GET /api/v1/creditor/users`: everybody who may come in with a password, or could once.

use super::render::Creditor;
use super::user_view::{schema, view};
use crate::app::App;
use crate::auth::Caller;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Rejected, json_response};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::keys::KeyRole;
use quittance_store::users;
use serde_json::{Value, json};

pub fn endpoint() -> Endpoint {
    let users = Schema::object().field("users", Schema::list(schema()));
    Endpoint::get("/api/v1/creditor/users", "list_users", list)
        .says(
            "Users",
            "Everybody who may come in with a password, or could once.",
        )
        .needs(KeyRole::Admin, "users:read")
        .replies(StatusCode::OK, "The users.", users)
}

async fn list(
    State(app): State<App>,
    caller: Caller<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let users = users::list(&app.readers, caller.creditor).await?;
    let views: Vec<Value> = users.iter().map(view).collect();
    Ok(json_response(
        StatusCode::OK,
        json(&json!({ "users": views })),
    ))
}
