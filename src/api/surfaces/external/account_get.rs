//! `GET /external/v1/accounts/{id}`: an account with every note on it.

use super::account_view::{self, view};
use super::render::External;
use crate::accounts::AccountRow;
use crate::app::App;
use crate::auth::Caller;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::{Rejected, json_response};
use crate::surfaces::creditor::ids;
use crate::surfaces::creditor::note::{self, Note};
use crate::surfaces::creditor::vocabulary::ACCOUNT;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::get("/external/v1/accounts/{id}", "get_account", get)
        .says("One account", "With every note on it.")
        .needs(KeyRole::Viewer, "accounts:read")
        .id("id", &ACCOUNT)
        .replies(StatusCode::OK, "The account.", schema())
}

/// The shape of an account with its notes.
pub fn schema() -> Schema {
    account_view::schema()
        .field("notes", Schema::list(Note::schema()))
        .named("AccountWithNotes")
}

async fn get(
    State(app): State<App>,
    caller: Caller<External>,
    path: Ids<External>,
) -> Result<Response, Rejected<External>> {
    let id = ids::parse_account(path.get("id"))?;
    let mut reader = app.readers.of(caller.creditor).await?;
    let row = AccountRow::by_id(&mut reader, caller.creditor, id.0).await?;
    let key = row.consumer_key(&app).ok();
    let notes = note::of(&mut reader, caller.creditor, id, key.as_ref()).await?;
    drop(reader);
    let mut body = view(&app, &row, now().date_naive());
    body["notes"] = json!(notes);
    Ok(json_response(StatusCode::OK, json(&body)))
}
