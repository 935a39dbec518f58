//! `GET /api/v1/portfolio`: a creditor's whole book on a day, as known at a moment.

use super::ledger::{Accounts, TrialBalance, sequence_at};
use super::render::Servicing;
use crate::app::App;
use crate::auth::Caller;
use crate::axes::Axes;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Rejected, json_response};
use crate::query::Parameters;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::account::Status;
use quittance_domain::account::schedule::{Band, Bucket};
use quittance_domain::{Currency, Money};
use quittance_store::ids;
use quittance_store::keys::KeyRole;
use serde_json::{Map, Value, json};
use tokio_postgres::Row;

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get("/api/v1/portfolio", "get_portfolio", get)
        .says(
            "The portfolio",
            "The trial balance of the creditor's ledger by currency, from journal lines effective \
             by the day, how many loans there are of each status, and how late those are that have \
             something to pay by a day. A debit balance is positive.",
        )
        .needs(KeyRole::Viewer, "loans:read")
        .replies(StatusCode::OK, "The portfolio.", schema());
    Axes::declare(endpoint)
}

fn schema() -> Schema {
    let account = Schema::object()
        .told(
            "code",
            Schema::text("1100"),
            "Its code in the chart of accounts.",
        )
        .told("name", Schema::text("loans_receivable"), "Its name.")
        .told(
            "debit",
            Schema::money_text("10000.00"),
            "All that was debited.",
        )
        .told(
            "credit",
            Schema::money_text("412.50"),
            "All that was credited.",
        )
        .told(
            "balance",
            Schema::money_text("9587.50"),
            "Debits less credits.",
        );
    let ledger = Schema::object()
        .field("currency", Schema::text("USD"))
        .told(
            "accounts",
            Schema::list(account),
            "Every account that was posted to.",
        )
        .named("TrialBalance");
    let counts = Status::ALL
        .iter()
        .fold(Schema::object(), |counts, (name, _)| {
            counts.told(name, Schema::integer(1), "How many loans.")
        });
    let late = Schema::object()
        .told("buckets", ranges(Bucket::ALL), "By spans of thirty days.")
        .told(
            "ncua",
            ranges(Band::ALL),
            "By the bands of the NCUA's call report.",
        )
        .named("DelinquentLoans");
    Schema::object()
        .told("on", Schema::date("2026-03-01"), "The day it is true for.")
        .told(
            "sequence",
            Schema::integer(42),
            "The last event that is taken into account.",
        )
        .told("loans", counts, "Loans by status, as known at the moment.")
        .told(
            "delinquency",
            late,
            "How many loans are how late on the day, by the payments known at the moment.",
        )
        .told(
            "ledgers",
            Schema::list(ledger),
            "A trial balance for each currency.",
        )
        .named("Portfolio")
}

/// A number of loans for each range of days.
fn ranges<T>(all: &[(&'static str, T)]) -> Schema {
    all.iter().fold(Schema::object(), |counts, (name, _)| {
        counts.told(name, Schema::integer(1), "How many loans.")
    })
}

async fn get(
    State(app): State<App>,
    caller: Caller<Servicing>,
    parameters: Parameters<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let now = ids::now();
    let axes = Axes::of(&parameters, now)?;
    let creditor = caller.creditor;
    let mut reader = app.readers.of(creditor).await?;
    let sequence = sequence_at(&mut reader, creditor, axes.known_at.unwrap_or(now)).await?;
    let balances = TrialBalance::read(&mut reader, creditor, sequence, axes.on()).await?;
    let sql = include_str!("sql/count_statuses.sql");
    let rows = reader.report(sql, &[&creditor.0, &sequence]).await?;
    let sql = include_str!("sql/count_delinquencies.sql");
    let late = reader
        .report(sql, &[&creditor.0, &sequence, &axes.on()])
        .await?;
    let body = json!({
        "on": axes.on(),
        "sequence": sequence,
        "loans": counts(&rows),
        "delinquency": delinquent(&late),
        "ledgers": ledgers(&balances),
    });
    Ok(json_response(StatusCode::OK, json(&body)))
}

fn counts(rows: &[Row]) -> Value {
    let mut counts: Map<String, Value> = Status::ALL
        .iter()
        .map(|(name, _)| ((*name).to_owned(), json!(0)))
        .collect();
    for row in rows {
        counts.insert(row.get("status"), json!(row.get::<_, i64>("accounts")));
    }
    Value::Object(counts)
}

/// From rows of days past due and how many loans are that late.
fn delinquent(rows: &[Row]) -> Value {
    let zero = |names: &mut dyn Iterator<Item = &'static str>| -> Map<String, Value> {
        names.map(|name| (name.to_owned(), json!(0))).collect()
    };
    let mut buckets = zero(&mut Bucket::ALL.iter().map(|(name, _)| *name));
    let mut bands = zero(&mut Band::ALL.iter().map(|(name, _)| *name));
    let add = |counts: &mut Map<String, Value>, name: &str, more: i64| {
        let sum = counts[name].as_i64().unwrap_or_default() + more;
        counts.insert(name.to_owned(), json!(sum));
    };
    for row in rows {
        let (days, accounts): (i32, i64) = (row.get("days"), row.get("accounts"));
        let days = u32::try_from(days).unwrap_or_default();
        add(&mut buckets, Bucket::of(days).name(), accounts);
        if let Some(band) = Band::of(days) {
            add(&mut bands, band.name(), accounts);
        }
    }
    json!({ "buckets": buckets, "ncua": bands })
}

fn ledgers(balances: &TrialBalance) -> Vec<Value> {
    let ledger = |(currency, accounts): (&Currency, &Accounts)| {
        let money = |amount: Money| amount.to_decimal(*currency);
        let accounts: Vec<Value> = accounts
            .iter()
            .map(|(account, sums)| {
                json!({
                    "code": account.code().to_string(),
                    "name": account.slug(),
                    "debit": money(sums.debit),
                    "credit": money(sums.credit),
                    "balance": money(sums.balance()),
                })
            })
            .collect();
        json!({ "currency": currency, "accounts": accounts })
    };
    balances.0.iter().map(ledger).collect()
}
