//! `GET /api/v1/creditor/audit-log`: who did what, when, and how it ended, newest first.

use super::render::Creditor;
use super::{audit_entry, audit_filter};
use crate::app::App;
use crate::auth::Caller;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, Rejected, json_response};
use crate::query::{Parameters, page};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get("/api/v1/creditor/audit-log", "list_audit_log", list);
    audit_filter::declared(endpoint)
        .says(
            "The audit log",
            "Every event of the creditor's book, what was refused included, newest first, forward \
             by cursor. What is personal is sealed in it.",
        )
        .needs(KeyRole::LoanOfficer, "audit:read")
        .query(
            "limit",
            Schema::integer(10).with("default", json!(50)),
            "Entries of a page: brought within 1 to 100.",
        )
        .query(
            "cursor",
            Schema::text("1000"),
            "`nextCursor` of the page before.",
        )
        .replies(StatusCode::OK, "The page.", schema())
}

fn schema() -> Schema {
    Schema::object()
        .field(
            "entries",
            Schema::list(audit_entry::schema().named("AuditEntry")),
        )
        .field("limit", Schema::integer(50))
        .field("nextCursor", Schema::text("41").or_null())
        .named("AuditLog")
}

async fn list(
    State(app): State<App>,
    caller: Caller<Creditor>,
    parameters: Parameters<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let limit = parameters.clamped("limit", 1, 100, 50)?;
    let before = match parameters.text("cursor") {
        None => i64::MAX,
        Some(cursor) => cursor
            .parse()
            .map_err(|_| Problem::parameter("cursor", "is not a cursor of this list"))?,
    };
    let filter = audit_filter::read(&parameters)?;
    let mut reader = app.readers.of(caller.creditor).await?;
    let rows = audit_entry::read(&mut reader, caller.creditor, &filter, before, limit + 1).await?;
    drop(reader);
    let (shown, more) = page(&rows, limit);
    let last = shown.last().filter(|_| more);
    let next = last.map(|row| row.get::<_, i64>("sequence").to_string());
    let entries: Result<Vec<Value>, Problem> = shown
        .iter()
        .map(|row| audit_entry::of_row(caller.creditor, row))
        .collect();
    let body = json!({ "entries": entries?, "limit": limit, "nextCursor": next });
    Ok(json_response(StatusCode::OK, json(&body)))
}
