//! An entry of the audit log, as it is read and shown.

use super::vocabulary::ACCOUNT;
use super::{ids, words};
use crate::openapi::Schema;
use crate::problem::Problem;
use chrono::NaiveDate;
use quittance_domain::CreditorId;
use quittance_domain::stream::StreamId;
use quittance_store::audit::{Filter, currencies};
use quittance_store::{DatabaseError, Reader};
use serde_json::{Value, json};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

/// What every entry shows.
pub fn schema() -> Schema {
    Schema::object()
        .field("sequence", Schema::integer(42))
        .field("timestamp", Schema::date_time("2026-01-15T14:30:00Z"))
        .field("effectiveDate", Schema::date("2026-01-15"))
        .field(
            "actor",
            Schema::text("user:5e7b1d90-2c4a-4837-b6f1-9a0d3e8c5274"),
        )
        .told(
            "role",
            Schema::text("loan_officer").or_null(),
            "The actor's role; none for the program itself.",
        )
        .told(
            "address",
            Schema::text("203.0.113.7").or_null(),
            "Where the request came from.",
        )
        .told(
            "userAgent",
            Schema::text("python-requests/2.32").or_null(),
            "What the caller said it is.",
        )
        .field("action", Schema::text("account.placed"))
        .field("accountId", Schema::text(ACCOUNT.example).or_null())
        .field("outcome", Schema::one_of(&["accepted", "refused"]))
        .field(
            "requestId",
            Schema::text("01kaj3v9zq6m2t8w4x7y1b5c0d").or_null(),
        )
        .told(
            "reason",
            Schema::text("Returned by the bank").or_null(),
            "Why, where a reason was given, or why it was refused.",
        )
        .field("details", Schema::map(json!(true), json!({})))
}

/// A creditor's entries before a sequence, newest first.
///
/// # Errors
/// [`DatabaseError`].
pub async fn read(
    reader: &mut Reader,
    creditor: CreditorId,
    filter: &Filter,
    before: i64,
    limit: i64,
) -> Result<Vec<Row>, DatabaseError> {
    let [min, max] = filter.amounts.texts();
    let (none, three) = (currencies(0), currencies(3));
    let mut wanted: Vec<&(dyn ToSql + Sync)> = vec![
        &creditor.0,
        &before,
        &filter.actor,
        &filter.kind,
        &filter.from,
        &filter.until,
        &limit,
        &min,
        &max,
        &none,
        &three,
    ];
    let account: &Uuid = match &filter.account {
        None => {
            return reader
                .query(include_str!("sql/list_audit.sql"), &wanted)
                .await;
        }
        Some(account) => account,
    };
    wanted.push(account);
    let sql = include_str!("sql/list_audit_of_account.sql");
    reader.query(sql, &wanted).await
}

/// As it is shown.
///
/// # Errors
/// [`Problem::Internal`] for a payload that is none.
pub fn of_row(creditor: CreditorId, row: &Row) -> Result<Value, Problem> {
    let stream = StreamId::of(creditor, row.get("account_id"), row.get("type"));
    let account = match stream {
        StreamId::Account(account) => Some(ids::account(account)),
        // The creditor's own stream and a consumer's are about no account.
        StreamId::Consumer(_) | StreamId::Creditor(_) => None,
    };
    let details: Value = serde_json::from_str(row.get("payload")).map_err(Problem::defect)?;
    let outcome: &str = row.get("outcome");
    let reason = match outcome {
        "refused" => &details["message"],
        _ => &details["reason"],
    };
    Ok(json!({
        "sequence": row.get::<_, i64>("sequence"),
        "timestamp": words::moment(row.get("recorded_at")),
        "effectiveDate": row.get::<_, NaiveDate>("effective_date"),
        "actor": row.get::<_, &str>("actor"),
        "role": row.get::<_, Option<&str>>("role"),
        "address": row.get::<_, Option<&str>>("address"),
        "userAgent": row.get::<_, Option<&str>>("user_agent"),
        "action": row.get::<_, &str>("type"),
        "accountId": account,
        "outcome": outcome,
        "requestId": row.get::<_, Option<&str>>("request_id"),
        "reason": reason,
        "details": details,
    }))
}
