//! An entry: the lines that one event booked.

use crate::openapi::Schema;
use crate::problem::Problem;
use crate::surfaces::servicing::views::moment;
use crate::surfaces::servicing::words::LOAN;
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::journal::Account;
use quittance_domain::{Currency, Money};
use serde_json::{Value, json};
use tokio_postgres::Row;
use uuid::Uuid;

/// Groups rows, which come with the lines of an entry side by side, into entries.
pub fn entries(rows: &[Row]) -> Result<Vec<Value>, Problem> {
    let same = |a: &Row, b: &Row| sequence(a) == sequence(b);
    rows.chunk_by(same).map(entry).collect()
}

fn sequence(row: &Row) -> i64 {
    row.get("sequence")
}

fn entry(rows: &[Row]) -> Result<Value, Problem> {
    let first = rows
        .first()
        .ok_or_else(|| Problem::defect("an entry has lines"))?;
    let currency: Currency = first
        .get::<_, &str>("currency")
        .parse()
        .map_err(Problem::defect)?;
    let recorded_at: DateTime<Utc> = first.get("recorded_at");
    let lines = rows.iter().flat_map(|row| {
        let amount = Money::from_minor(row.get("amount")).to_decimal(currency);
        let zero = Money::ZERO.to_decimal(currency);
        let day: NaiveDate = row.get("line_date");
        [
            line(row.get("debit"), &amount, &zero, day),
            line(row.get("credit"), &zero, &amount, day),
        ]
    });
    Ok(json!({
        "id": sequence(first).to_string(),
        "entry_number": sequence(first),
        "entry_date": recorded_at.date_naive(),
        "effective_date": first.get::<_, NaiveDate>("effective_date"),
        "posted_at": moment(recorded_at),
        "status": "posted",
        "source_type": first.get::<_, &str>("type"),
        "source_id": first.get::<_, Uuid>("stream_id"),
        "currency": currency,
        "lines": lines.collect::<Vec<Value>>(),
    }))
}

fn line(code: i16, debit: &str, credit: &str, effective: NaiveDate) -> Value {
    json!({
        "account_id": code.to_string(),
        "name": Account::from_code(code).map_or("unknown", Account::slug),
        "debit": debit,
        "credit": credit,
        "effective_date": effective,
    })
}

/// The shape of an entry.
pub fn schema() -> Schema {
    let line = Schema::object()
        .told("account_id", Schema::text("1000"), "The account's code.")
        .told("name", Schema::text("cash"), "The account's name.")
        .told("debit", Schema::money_text("412.50"), "What is debited.")
        .told("credit", Schema::money_text("0.00"), "What is credited.")
        .told(
            "effective_date",
            Schema::date("2026-01-15"),
            "The day it counts from.",
        );
    Schema::object()
        .told("id", Schema::text("42"), "The id: the number as text.")
        .told(
            "entry_number",
            Schema::integer(42),
            "The event's place in the creditor's book.",
        )
        .told(
            "entry_date",
            Schema::date("2026-01-15"),
            "The day of the booking.",
        )
        .field("effective_date", Schema::date("2026-01-15"))
        .told(
            "posted_at",
            Schema::date_time("2026-01-15T14:30:00Z"),
            "When it was booked.",
        )
        .told(
            "status",
            Schema::one_of(&["posted"]),
            "An entry is posted or it is not there.",
        )
        .told(
            "source_type",
            Schema::text("payment.received"),
            "What happened.",
        )
        .told("source_id", Schema::uuid(LOAN.example), "The loan.")
        .field("currency", Schema::text("USD"))
        .told("lines", Schema::list(line), "Debits equal credits.")
        .named("LedgerEntry")
}
