//! `GET /api/v1/loans/{id}/journal`: the balanced lines of a loan, in the order of their booking.

use super::path::loan_id;
use super::render::Servicing;
use super::views::moment;
use super::words::LOAN;
use crate::app::App;
use crate::auth::Caller;
use crate::axes::Axes;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::{Rejected, json_response};
use crate::query::Parameters;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::Money;
use quittance_domain::journal::Account;
use quittance_store::ids;
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get("/api/v1/loans/{id}/journal", "list_journal", list)
        .says(
            "The journal of a loan",
            "Balanced lines in the order of their booking. A line is never changed; what is \
             restated is reversed and booked anew. With `on`, lines effective by that day; with \
             `as_of`, lines booked by then.",
        )
        .needs(KeyRole::Viewer, "loans:read")
        .id("id", &LOAN)
        .replies(StatusCode::OK, "The lines.", Schema::list(schema()));
    Axes::declare(endpoint)
}

fn schema() -> Schema {
    let account = |code, name| {
        Schema::object()
            .told(
                "code",
                Schema::text(code),
                "Its code in the chart of accounts.",
            )
            .told("name", Schema::text(name), "Its name.")
    };
    Schema::object()
        .told(
            "sequence",
            Schema::integer(42),
            "The event's place in the creditor's book.",
        )
        .told("line", Schema::integer(0), "The line's place in the event.")
        .told("event", Schema::text("payment.received"), "What happened.")
        .field("effective_date", Schema::date("2026-01-15"))
        .told(
            "posted_date",
            Schema::date("2026-01-15"),
            "The day of the booking.",
        )
        .told(
            "posted_at",
            Schema::date_time("2026-01-15T14:30:00Z"),
            "When it was booked.",
        )
        .told(
            "debit",
            account("1000", "cash"),
            "The account that is debited.",
        )
        .told(
            "credit",
            account("1100", "loans_receivable"),
            "The account that is credited.",
        )
        .field("amount", Schema::money_text("412.50"))
        .named("JournalLine")
}

async fn list(
    State(app): State<App>,
    caller: Caller<Servicing>,
    path: Ids<Servicing>,
    parameters: Parameters<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let loan = loan_id(&path)?;
    let axes = Axes::of(&parameters, ids::now())?;
    let currency = app.currency(caller.creditor, loan).await?;
    let mut reader = app.readers.of(caller.creditor).await?;
    let sql = include_str!("sql/list_journal.sql");
    let rows = reader
        .query(
            sql,
            &[&caller.creditor.0, &loan.0, &axes.known_at, &axes.day],
        )
        .await?;
    let lines: Vec<Value> = rows
        .iter()
        .map(|row| {
            let recorded_at: DateTime<Utc> = row.get("recorded_at");
            json!({
                "sequence": row.get::<_, i64>("sequence"),
                "line": row.get::<_, i32>("line"),
                "event": row.get::<_, &str>("type"),
                "effective_date": row.get::<_, NaiveDate>("effective_date"),
                "posted_date": recorded_at.date_naive(),
                "posted_at": moment(recorded_at),
                "debit": account(row.get("debit")),
                "credit": account(row.get("credit")),
                "amount": Money::from_minor(row.get("amount")).to_decimal(currency),
            })
        })
        .collect();
    Ok(json_response(StatusCode::OK, json(&lines)))
}

fn account(code: i16) -> Value {
    let name = Account::from_code(code).map_or("unknown", Account::slug);
    json!({ "code": code.to_string(), "name": name })
}
