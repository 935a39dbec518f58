//! `GET /api/v1/creditor/audit-log/{sequence}`: an entry, with the account before and after it.

use super::render::Creditor;
use super::vocabulary::AUDIT_ENTRY;
use super::{audit_entry, words};
use crate::app::App;
use crate::auth::Caller;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::{Problem, Rejected, json_response};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::account::State as Account;
use quittance_domain::stream::StreamId;
use quittance_store::audit::Filter;
use quittance_store::events::load_around;
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};

pub fn endpoint() -> Endpoint {
    Endpoint::get(
        "/api/v1/creditor/audit-log/{sequence}",
        "get_audit_entry",
        get,
    )
    .says(
        "One entry of the audit log",
        "With the account as it stood before the event and after it, folded from the book and not \
         read from anywhere: both as of the day of recording, so that what differs is what the \
         event has done. Entries about no account have neither.",
    )
    .needs(KeyRole::LoanOfficer, "audit:read")
    .id("sequence", &AUDIT_ENTRY)
    .replies(StatusCode::OK, "The entry.", schema())
}

fn schema() -> Schema {
    let standing = || {
        Schema::object()
            .told(
                "status",
                Schema::text("active"),
                "The ledger's own word for it.",
            )
            .told("principal", Schema::number("5000.0"), "The principal owed.")
            .told(
                "interest",
                Schema::number("12.5"),
                "Interest, accrued to the day.",
            )
            .told("fees", Schema::number("25.0"), "Fees that are open.")
            .told(
                "credit",
                Schema::number("0.0"),
                "What was paid beyond what was owed.",
            )
            .told(
                "annualRate",
                Schema::text("0.085"),
                "The rate in force after the last fact, as a decimal fraction.",
            )
            .named("AccountStanding")
    };
    audit_entry::schema()
        .told(
            "before",
            standing().or_null(),
            "The account before the event; none when the event opened it.",
        )
        .told(
            "after",
            standing().or_null(),
            "The account after the event.",
        )
        .named("AuditEntryDetail")
}

async fn get(
    State(app): State<App>,
    caller: Caller<Creditor>,
    path: Ids<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let unknown = || Problem::not_found(AUDIT_ENTRY.name);
    let sequence: i64 = path.get("sequence").parse().map_err(|_| unknown())?;
    let after = sequence.checked_add(1).ok_or_else(unknown)?;
    let mut reader = app.readers.of(caller.creditor).await?;
    let everything = Filter::default();
    let rows = audit_entry::read(&mut reader, caller.creditor, &everything, after, 1).await?;
    let row = rows
        .first()
        .filter(|row| row.get::<_, i64>("sequence") == sequence);
    let row = row.ok_or_else(unknown)?;
    let mut entry = audit_entry::of_row(caller.creditor, row)?;
    let on = row.get::<_, DateTime<Utc>>("recorded_at").date_naive();
    let stream = StreamId::of(caller.creditor, row.get("account_id"), row.get("type"));
    if let StreamId::Account(account) = stream {
        let around = load_around(&mut reader, caller.creditor, account, sequence).await;
        let (before, after) = around.map_err(Problem::defect)?;
        entry["before"] = standing(&before, on);
        entry["after"] = standing(&after, on);
    } else {
        (entry["before"], entry["after"]) = (Value::Null, Value::Null);
    }
    Ok(json_response(StatusCode::OK, json(&entry)))
}

fn standing(state: &Account, on: NaiveDate) -> Value {
    let Some(account) = state.account() else {
        return Value::Null;
    };
    let position = account.position_on(on);
    let due = position.due_on(&account.terms, on);
    let amount = |amount| words::amount(amount, account.terms.currency);
    let rate = position.annual_rate.unwrap_or(account.terms.annual_rate);
    json!({
        "status": account.status().name(),
        "principal": amount(due.principal),
        "interest": amount(due.interest),
        "fees": amount(due.fees),
        "credit": amount(position.overpayment),
        "annualRate": rate.to_decimal().normalize().to_string(),
    })
}
