//! `GET /api/v1/creditor/audit-log`: who did what, when, and how it ended, newest first.

use super::audit_filter;
use super::render::Creditor;
use super::vocabulary::ACCOUNT;
use super::{ids, words};
use crate::app::App;
use crate::auth::Caller;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, Rejected, json_response};
use crate::query::Parameters;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::CreditorId;
use quittance_domain::stream::StreamId;
use quittance_store::audit::currencies;
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

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
    let entry = Schema::object()
        .field("sequence", Schema::integer(42))
        .field("timestamp", Schema::date_time("2026-01-15T14:30:00Z"))
        .field("effectiveDate", Schema::date("2026-01-15"))
        .field(
            "actor",
            Schema::text("user:5e7b1d90-2c4a-4837-b6f1-9a0d3e8c5274"),
        )
        .field("action", Schema::text("account.placed"))
        .field("accountId", Schema::text(ACCOUNT.example).or_null())
        .field("outcome", Schema::one_of(&["accepted", "refused"]))
        .field(
            "requestId",
            Schema::text("01kaj3v9zq6m2t8w4x7y1b5c0d").or_null(),
        )
        .field("details", Schema::map(json!(true), json!({})))
        .named("AuditEntry");
    Schema::object()
        .field("entries", Schema::list(entry))
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
    let more = limit + 1;
    let [min, max] = filter.amounts.texts();
    let (none, three) = (currencies(0), currencies(3));
    let creditor = caller.creditor.0;
    let mut reader = app.readers.of(caller.creditor).await?;
    let mut wanted: Vec<&(dyn ToSql + Sync)> = vec![
        &creditor,
        &before,
        &filter.actor,
        &filter.kind,
        &filter.from,
        &filter.until,
        &more,
        &min,
        &max,
        &none,
        &three,
    ];
    let rows = match &filter.account {
        None => {
            reader
                .query(include_str!("sql/list_audit.sql"), &wanted)
                .await?
        }
        Some(account) => {
            wanted.push(account);
            let sql = include_str!("sql/list_audit_of_account.sql");
            reader.query(sql, &wanted).await?
        }
    };
    drop(reader);
    let shown = rows.len().min(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = (rows.len() > shown).then(|| rows[shown - 1].get::<_, i64>("sequence").to_string());
    let entries: Result<Vec<Value>, Problem> = rows[..shown]
        .iter()
        .map(|row| entry(creditor, row))
        .collect();
    let body = json!({ "entries": entries?, "limit": limit, "nextCursor": next });
    Ok(json_response(StatusCode::OK, json(&body)))
}

fn entry(creditor: Uuid, row: &Row) -> Result<Value, Problem> {
    let stream = StreamId::of(CreditorId(creditor), row.get("account_id"), row.get("type"));
    let account = match stream {
        StreamId::Account(account) => Some(ids::account(account)),
        // The creditor's own stream and a consumer's are about no account.
        StreamId::Consumer(_) | StreamId::Creditor(_) => None,
    };
    let details: Value = serde_json::from_str(row.get("payload")).map_err(Problem::defect)?;
    Ok(json!({
        "sequence": row.get::<_, i64>("sequence"),
        "timestamp": words::moment(row.get("recorded_at")),
        "effectiveDate": row.get::<_, NaiveDate>("effective_date"),
        "actor": row.get::<_, &str>("actor"),
        "action": row.get::<_, &str>("type"),
        "accountId": account,
        "outcome": row.get::<_, &str>("outcome"),
        "requestId": row.get::<_, Option<&str>>("request_id"),
        "details": details,
    }))
}
