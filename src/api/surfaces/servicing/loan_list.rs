//! `GET /api/v1/loans`: a page of loans.

use super::loan_get::view;
use super::loan_view;
use super::page::{Page, respond};
use super::render::Servicing;
use crate::app::App;
use crate::auth::Caller;
use crate::openapi::{Endpoint, Schema};
use crate::problem::Rejected;
use crate::query::Parameters;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::ids;
use quittance_store::keys::KeyRole;
use serde_json::Value;

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get("/api/v1/loans", "list_loans", list)
        .says("Loans", "A page of them, newest first.")
        .needs(KeyRole::Viewer, "loans:read")
        .replies(
            StatusCode::OK,
            "The loans.",
            Schema::list(loan_view::schema()),
        );
    Page::declare(endpoint)
}

async fn list(
    State(app): State<App>,
    caller: Caller<Servicing>,
    parameters: Parameters<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let page = Page::of(&parameters)?;
    let mut reader = app.readers.of(caller.creditor).await?;
    let creditor = caller.creditor.0;
    let counter = match &page.status {
        None => "accounts".to_owned(),
        Some(status) => format!("accounts:{status}"),
    };
    let sql = include_str!("sql/read_counter.sql");
    let total = reader.query_opt(sql, &[&creditor, &counter]).await?;
    let total = total.map_or(0, |row| row.get(0));
    let sql = if page.newest_first {
        include_str!("sql/list_loans_newest.sql")
    } else {
        include_str!("sql/list_loans_oldest.sql")
    };
    let rows = reader
        .query(sql, &[&creditor, &page.status, &page.limit, &page.first])
        .await?;
    let today = ids::now().date_naive();
    let loans: Result<Vec<Value>, _> = rows.iter().map(|row| view(row, today)).collect();
    Ok(respond(page.first, total, &loans?))
}
