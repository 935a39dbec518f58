//! What an endpoint for webhooks is told of an event, in the words of its dialect.
//!
//! One event may be several messages, or none.
//! A message is a function of the book alone, so that it is the same whenever and wherever it is
//! made.

mod creditor;
mod plans;
mod servicing;
mod standard;

use crate::account::{self, Account, Status};
use crate::creditor::Dialect;
use crate::id::CreditorId;
use crate::money::{Currency, Money};
use crate::stream::Event;
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Number, Value, json};

/// An event, with what there was around it.
#[derive(Clone, Copy, Debug)]
pub struct Happened<'a> {
    pub creditor: CreditorId,
    pub sequence: u64,
    pub recorded_at: DateTime<Utc>,
    pub event: &'a Event,
    /// What the account was before; nothing for one that the event opens.
    pub status_before: Option<Status>,
    /// The account after the event; nothing for an event of the creditor's own.
    pub account: Option<&'a Account>,
}

/// A message to an endpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// The event's name in the dialect.
    pub topic: &'static str,
    pub body: Value,
}

/// The topic of a delivery that somebody asks for to see whether it arrives.
pub const TEST: &str = "webhook.test";

/// What an endpoint of this dialect is told, whatever it has asked for.
pub fn messages(dialect: Dialect, happened: &Happened<'_>) -> Vec<Message> {
    match dialect {
        Dialect::Standard => vec![standard::message(happened)],
        Dialect::Creditor => of_account(happened, creditor::messages),
        Dialect::Servicing => of_account(happened, servicing::messages),
        Dialect::Plans => of_account(happened, plans::messages),
    }
}

/// The body of a test.
pub fn test(dialect: Dialect, creditor: CreditorId, at: DateTime<Utc>) -> Value {
    match dialect {
        Dialect::Standard => standard::envelope(TEST, at, json!({})),
        Dialect::Creditor => json!({ "event": TEST, "sent_at": moment(at) }),
        Dialect::Servicing => servicing::envelope(TEST, creditor, at, json!({})),
        Dialect::Plans => plans::test(creditor, at),
    }
}

fn of_account(
    happened: &Happened<'_>,
    tell: fn(&Happened<'_>, &account::Event, &Account) -> Vec<Message>,
) -> Vec<Message> {
    match (happened.event, happened.account) {
        (Event::Account(event), Some(account)) => tell(happened, event, account),
        _ => Vec::new(),
    }
}

/// A moment to the second, as all published APIs write it.
fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// An amount as an exact JSON number.
fn number(amount: Money, currency: Currency) -> Value {
    let text = amount.to_decimal(currency);
    let number: Result<Number, _> = serde_json::from_str(&text);
    number.map_or(Value::Null, Value::Number)
}

/// The members of two objects.
fn merged(one: Value, other: Value) -> Value {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            Value::Object(one.into_iter().chain(other).collect::<Map<_, _>>())
        }
        (one, _) => one,
    }
}
