//! `GET /api/v1/ledger/entries`: pages of entries.

use super::entry_view::{entries, schema};
use crate::app::App;
use crate::auth::Caller;
use crate::openapi::{Endpoint, Schema};
use crate::problem::Rejected;
use crate::query::Parameters;
use crate::surfaces::servicing::page::{List, digits, respond, rows};
use crate::surfaces::servicing::render::Servicing;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::keys::KeyRole;

/// Every column but the lines is as old as the entry.
const ENTRIES: List = List::paged(digits, &[], &["entry_number", "entry_date", "posted_at"]);

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get("/api/v1/ledger/entries", "list_ledger_entries", list)
        .says(
            "Entries of the ledger",
            "A page of them, newest first. Posted entries are never changed: what was wrong is \
             reversed by a later entry.",
        )
        .needs(KeyRole::Viewer, "loans:read")
        .replies(StatusCode::OK, "The entries.", Schema::list(schema()));
    ENTRIES.declare(endpoint)
}

async fn list(
    State(app): State<App>,
    caller: Caller<Servicing>,
    parameters: Parameters<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let page = ENTRIES.asked(&parameters)?;
    let creditor = caller.creditor.0;
    let mut reader = app.readers.of(caller.creditor).await?;
    if let Some(ids) = &page.ids {
        let sql = include_str!("sql/pick_entries.sql");
        let found = reader.query(sql, &[&creditor, ids]).await?;
        return Ok(rows::cut(&page, entries(&found)?));
    }
    let sql = include_str!("../sql/read_counter.sql");
    let counter = "journal_entries";
    let total = reader.query_opt(sql, &[&creditor, &counter]).await?;
    let total = total.map_or(0, |row| row.get(0));
    let sql = if page.sort.descending {
        include_str!("sql/list_entries_newest.sql")
    } else {
        include_str!("sql/list_entries_oldest.sql")
    };
    let rows = reader
        .query(sql, &[&creditor, &page.limit, &page.first])
        .await?;
    Ok(respond(page.first, total, &entries(&rows)?))
}
