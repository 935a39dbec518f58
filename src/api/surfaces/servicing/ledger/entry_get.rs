//! `GET /api/v1/ledger/entries/{id}`: one entry.

use super::entry_view::{entries, schema};
use crate::app::App;
use crate::auth::Caller;
use crate::command::json;
use crate::openapi::Endpoint;
use crate::path::Ids;
use crate::problem::{Problem, Rejected, json_response};
use crate::surfaces::servicing::render::Servicing;
use crate::surfaces::servicing::words::ENTRY;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::keys::KeyRole;

pub fn endpoint() -> Endpoint {
    Endpoint::get("/api/v1/ledger/entries/{id}", "get_ledger_entry", get)
        .says("An entry of the ledger", "With its balanced lines.")
        .needs(KeyRole::Viewer, "loans:read")
        .id("id", &ENTRY)
        .replies(StatusCode::OK, "The entry.", schema())
}

async fn get(
    State(app): State<App>,
    caller: Caller<Servicing>,
    path: Ids<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let missing = || Problem::not_found("ledger entry");
    let sequence: i64 = path.get("id").parse().map_err(|_| missing())?;
    let mut reader = app.readers.of(caller.creditor).await?;
    let sql = include_str!("sql/get_entry.sql");
    let rows = reader.query(sql, &[&caller.creditor.0, &sequence]).await?;
    let entry = entries(&rows)?.pop().ok_or_else(missing)?;
    Ok(json_response(StatusCode::OK, json(&entry)))
}
