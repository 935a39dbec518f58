//! Published events as the feed shows them.

use crate::app::App;
use crate::body::Place;
use crate::openapi::Schema;
use crate::problem::Problem;
use crate::query::Parameters;
use crate::surfaces::servicing::words::{LOAN, PAYMENT};
use chrono::SecondsFormat;
use quittance_domain::stream::StreamId;
use quittance_domain::{AccountId, CreditorId, Currency, published};
use quittance_store::events::{Entry, ReadError, page};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::{BTreeSet, HashMap};

/// An event of the feed.
#[derive(Debug, Serialize)]
pub struct Told {
    pub sequence: u64,
    #[serde(rename = "type")]
    name: &'static str,
    account_id: Option<AccountId>,
    effective_date: chrono::NaiveDate,
    recorded_at: String,
    actor: Box<str>,
    request_id: Option<Box<str>>,
    hash: String,
    data: Map<String, Value>,
}

/// The shape of [`Told`].
pub fn schema() -> Schema {
    let data = json!({ "payment_id": PAYMENT.example, "amount": "500.00", "method": "ach" });
    Schema::object()
        .told(
            "sequence",
            Schema::integer(42),
            "The event's place in the creditor's book: 1, 2, 3 … without a gap.",
        )
        .told(
            "type",
            Schema::text("payment.received"),
            "What happened; more types may come.",
        )
        .told(
            "account_id",
            Schema::uuid(LOAN.example).or_null(),
            "The account that it happened to; null for what concerns a consumer or the creditor itself.",
        )
        .field("effective_date", Schema::date("2026-01-15"))
        .told(
            "recorded_at",
            Schema::date_time("2026-01-15T14:30:00.000000Z"),
            "When it was recorded, in UTC; never earlier than the event before.",
        )
        .field(
            "actor",
            Schema::text("key:0198f3a2-7c41-7d3e-9b52-6a1f0c8e4d27"),
        )
        .told(
            "request_id",
            Schema::text("PMT-1").or_null(),
            "The request id that it came with.",
        )
        .told(
            "hash",
            Schema::text("5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"),
            "The hash of the book up to this event: kept, it proves that a later book extends it.",
        )
        .told(
            "data",
            Schema::map(json!(true), data),
            "Its particulars, by its type; amounts are text, nothing is personal.",
        )
        .named("PublishedEvent")
}

/// The events after a sequence.
///
/// # Errors
/// What the database says.
pub async fn read(
    app: &App,
    creditor: CreditorId,
    after: u64,
    limit: usize,
) -> Result<Vec<Told>, Problem> {
    let mut reader = app.readers.of(creditor).await?;
    let entries = page(&mut reader, creditor, after, limit).await;
    drop(reader);
    let entries = entries.map_err(|error| match error {
        ReadError::Database(error) => error.into(),
        other => Problem::defect(other),
    })?;
    let accounts: BTreeSet<AccountId> = entries.iter().filter_map(account).collect();
    let accounts: Vec<AccountId> = accounts.into_iter().collect();
    let currencies = app.currencies(creditor, &accounts).await?;
    Ok(entries
        .into_iter()
        .map(|entry| told(entry, &currencies))
        .collect())
}

fn account(entry: &Entry) -> Option<AccountId> {
    match entry.stream {
        StreamId::Account(account) => Some(account),
        StreamId::Consumer(_) | StreamId::Creditor(_) => None,
    }
}

fn told(entry: Entry, currencies: &HashMap<AccountId, Currency>) -> Told {
    let account_id = account(&entry);
    let currency = account_id.and_then(|account| currencies.get(&account));
    // Where there is no account, as for an opening that was refused, there is no amount either.
    let currency = currency.copied().unwrap_or(Currency::USD);
    let at = entry
        .recorded_at
        .to_rfc3339_opts(SecondsFormat::Micros, true);
    Told {
        sequence: entry.sequence,
        name: published::name(&entry.event),
        account_id,
        effective_date: entry.effective,
        recorded_at: at,
        actor: entry.actor,
        request_id: entry.request_id,
        hash: hex::encode(entry.hash),
        data: published::publish(&entry.event, currency).into_members(),
    }
}

/// The sequence that a consumer has come to: a number, or `now`, or nothing, which is the beginning.
///
/// # Errors
/// [`Problem::Invalid`], naming the parameter or header.
pub async fn position(
    app: &App,
    creditor: CreditorId,
    (name, given, place): (&str, Option<&str>, Place),
) -> Result<u64, Problem> {
    match given {
        None => Ok(0),
        Some("now") => {
            let heads = app.readers.heads(&[creditor]).await?;
            Ok(heads.first().map_or(0, |(_, head)| *head))
        }
        Some(text) => text.parse().map_err(|_| {
            let message = "must be the sequence of an event, 0, or now";
            Problem::invalid(name, message).found_in(place)
        }),
    }
}

/// The `after` of a query.
pub fn after<S>(parameters: &Parameters<S>) -> (&'static str, Option<&str>, Place) {
    ("after", parameters.given("after"), Place::Query)
}
