//! `GET /api/v1/creditor/denied-attempts`: who was turned away, newest first.

use super::audit_filter::midnight;
use super::render::Creditor;
use super::words;
use crate::app::App;
use crate::auth::Caller;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, Rejected, json_response};
use crate::query::{Parameters, page};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::Days;
use quittance_store::denials::{Filter, Reason, list as read};
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};
use tokio_postgres::Row;
use uuid::Uuid;

pub fn endpoint() -> Endpoint {
    let reasons = Reason::ALL.map(|(name, _)| name);
    Endpoint::get(
        "/api/v1/creditor/denied-attempts",
        "list_denied_attempts",
        list,
    )
    .says(
        "Denied attempts",
        "Requests of the creditor's keys and users that were turned away: a role or scope that \
             was lacking, or something named that is absent or another's, newest first, forward by \
             cursor. They are beside the book and kept for a time that whoever runs the ledger \
             sets. What a rule of the ledger has refused is in the audit log.",
    )
    .needs(KeyRole::Admin, "audit:read")
    .query("reason", Schema::one_of(&reasons), "Only for this reason.")
    .query(
        "actor",
        Schema::text("user:5e7b1d90-2c4a-4837-b6f1-9a0d3e8c5274"),
        "Only of this actor.",
    )
    .query("from", Schema::date("2026-01-01"), "The first day, in UTC.")
    .query("to", Schema::date("2026-12-31"), "The last day, in UTC.")
    .query(
        "limit",
        Schema::integer(10).with("default", json!(50)),
        "Entries of a page: brought within 1 to 100.",
    )
    .query(
        "cursor",
        Schema::text("019a5c1e-7d52-7b9f-8c3a-2f4e6d8b0a13"),
        "`nextCursor` of the page before.",
    )
    .replies(StatusCode::OK, "The page.", schema())
}

fn schema() -> Schema {
    let text = |example| Schema::text(example).or_null();
    let reasons = Reason::ALL.map(|(name, _)| name);
    let entry = Schema::object()
        .field("timestamp", Schema::date_time("2026-01-15T14:30:00Z"))
        .told("reason", Schema::one_of(&reasons), "Why it was denied.")
        .told(
            "lacking",
            text("admin"),
            "The role or scope that was lacking, or the kind of thing that was not found.",
        )
        .field("actor", text("user:5e7b1d90-2c4a-4837-b6f1-9a0d3e8c5274"))
        .told("role", text("viewer"), "The actor's role.")
        .told("method", Schema::text("GET"), "The request's method.")
        .told(
            "path",
            text("/api/v1/creditor/evidence"),
            "What was asked for.",
        )
        .told(
            "address",
            text("203.0.113.7"),
            "Where the request came from.",
        )
        .told(
            "userAgent",
            text("curl/8.5.0"),
            "What the caller said it is.",
        )
        .field("requestId", Schema::text("01kaj3v9zq6m2t8w4x7y1b5c0d"))
        .told(
            "attempts",
            Schema::integer(1),
            "How many that were alike came within a moment; the request id is that of the first.",
        )
        .named("DeniedAttempt");
    Schema::object()
        .field("entries", Schema::list(entry))
        .field("limit", Schema::integer(50))
        .field(
            "nextCursor",
            Schema::text("019a5c1e-7d52-7b9f-8c3a-2f4e6d8b0a13").or_null(),
        )
        .named("DeniedAttempts")
}

async fn list(
    State(app): State<App>,
    caller: Caller<Creditor>,
    parameters: Parameters<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let limit = parameters.clamped("limit", 1, 100, 50)?;
    let before = match parameters.text("cursor") {
        None => Uuid::max(),
        Some(cursor) => cursor
            .parse()
            .map_err(|_| Problem::parameter("cursor", "is not a cursor of this list"))?,
    };
    let filter = filter(&parameters)?;
    let mut reader = app.readers.of(caller.creditor).await?;
    let rows = read(&mut reader, caller.creditor, &filter, before, limit + 1).await?;
    drop(reader);
    let (shown, more) = page(&rows, limit);
    let last = shown.last().filter(|_| more);
    let next = last.map(|row| row.get::<_, Uuid>("denial_id"));
    let entries: Vec<Value> = shown.iter().map(entry).collect();
    let body = json!({ "entries": entries, "limit": limit, "nextCursor": next });
    Ok(json_response(StatusCode::OK, json(&body)))
}

fn filter(parameters: &Parameters<Creditor>) -> Result<Filter, Problem> {
    let reason = parameters.choice("reason", &Reason::ALL)?;
    let after = parameters.date("to")?;
    let after = after.and_then(|to| to.checked_add_days(Days::new(1)));
    Ok(Filter {
        reason,
        actor: parameters.text("actor").map(str::to_owned),
        from: parameters.date("from")?.map(midnight),
        until: after.map(midnight),
    })
}

fn entry(row: &Row) -> Value {
    let text = |column: &str| row.get::<_, Option<String>>(column);
    json!({
        "timestamp": words::moment(row.get("denied_at")),
        "reason": text("reason"),
        "lacking": text("lacking"),
        "actor": text("actor"),
        "role": text("role"),
        "method": text("method"),
        "path": text("path"),
        "address": text("address"),
        "userAgent": text("user_agent"),
        "requestId": text("request_id"),
        "attempts": row.get::<_, i32>("attempts"),
    })
}
