//! `GET /external/v1/me`: whose key this is.

use super::render::External;
use crate::app::App;
use crate::auth::{Caller, Subject};
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, Rejected, json_response};
use crate::surfaces::creditor::vocabulary::API_KEY;
use crate::surfaces::creditor::{ids, words};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::keys::{self, KeyRole};
use serde_json::json;

pub fn endpoint() -> Endpoint {
    let creditor = Schema::object()
        .field("id", Schema::uuid("0199a3f1-7c52-7d10-9e64-3b8f5a2c1d07"))
        .field("name", Schema::text("Sample Federal CU"));
    let key = Schema::object()
        .field("id", Schema::text(API_KEY.example))
        .field("name", Schema::text("Core banking"))
        .field("prefix", Schema::text("1a2b3c4d"))
        .field(
            "lastUsedAt",
            Schema::date_time("2026-01-15T14:30:00Z").or_null(),
        )
        .field("createdAt", Schema::date_time("2026-01-15T14:30:00Z"));
    let reply = Schema::object()
        .told("creditor", creditor, "The creditor that owns the key.")
        .told("apiKey", key, "The key.")
        .named("Identity");
    Endpoint::get("/external/v1/me", "identity", me)
        .says(
            "Whose key this is",
            "The creditor that owns the key, and the key's own data.",
        )
        .needs_role(KeyRole::Viewer)
        .replies(StatusCode::OK, "Both.", reply)
}

async fn me(
    State(app): State<App>,
    caller: Caller<External>,
) -> Result<Response, Rejected<External>> {
    let profile = app.profile(caller.creditor).await?;
    let Subject::Key(id) = caller.subject else {
        // A person's token is for the portal.
        return Err(Problem::CredentialWrong.into());
    };
    let key = keys::read(&app.readers, caller.creditor, id).await?;
    let key = key.ok_or(Problem::CredentialWrong)?;
    let body = json!({
        "creditor": { "id": caller.creditor, "name": profile.name },
        "apiKey": {
            "id": ids::key(key.id),
            "name": key.name,
            "prefix": key.prefix,
            "lastUsedAt": key.last_used_at.map(words::moment),
            "createdAt": words::moment(key.created_at),
        },
    });
    Ok(json_response(StatusCode::OK, json(&body)))
}
