//! The ledger's own events, as the Standard Webhooks specification lays out a payload.

use super::{Happened, Message};
use crate::money::Currency;
use crate::published::{name, publish};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

pub(super) fn message(happened: &Happened<'_>) -> Message {
    let topic = name(happened.event);
    let currency = happened.account.map(|account| account.terms.currency);
    let data = publish(happened.event, currency.unwrap_or(Currency::USD));
    let mut body = envelope(
        topic,
        happened.recorded_at,
        Value::Object(data.into_members()),
    );
    body["sequence"] = json!(happened.sequence);
    body["account_id"] = json!(happened.account.map(|account| account.id));
    body["effective_date"] = json!(happened.event.effective());
    Message { topic, body }
}

pub(super) fn envelope(topic: &str, at: DateTime<Utc>, data: Value) -> Value {
    let at = at.to_rfc3339_opts(SecondsFormat::Micros, true);
    json!({ "type": topic, "timestamp": at, "data": data })
}
