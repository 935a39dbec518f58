//! The members of a published event.

use crate::account::Restatement;
use crate::allocation::Split;
use crate::interest::Rate;
use crate::money::{Currency, Money};
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::fmt::Display;

/// Members of a JSON object, added one by one.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    members: Map<String, Value>,
    currency: Currency,
}

impl Data {
    pub(crate) fn new(currency: Currency) -> Data {
        Data {
            members: Map::new(),
            currency,
        }
    }

    /// The same members, with amounts in another currency from here.
    pub(super) fn of(data: Data, currency: Currency) -> Data {
        Data { currency, ..data }
    }

    /// The object.
    pub fn into_members(self) -> Map<String, Value> {
        self.members
    }

    fn with(mut self, name: &str, value: Value) -> Data {
        self.members.insert(name.to_owned(), value);
        self
    }

    pub(super) fn id(self, name: &str, id: impl Display) -> Data {
        self.with(name, Value::String(id.to_string()))
    }

    /// An id that may be missing, and is null then.
    pub(super) fn id_or_null(self, name: &str, id: Option<impl Display>) -> Data {
        self.with(name, json!(id.map(|id| id.to_string())))
    }

    pub(super) fn text(self, name: &str, text: &str) -> Data {
        self.with(name, Value::String(text.to_owned()))
    }

    /// A text that may be missing, and is null then.
    pub(super) fn text_or_null(self, name: &str, text: Option<&str>) -> Data {
        self.with(name, json!(text))
    }

    pub(super) fn number(self, name: &str, number: u64) -> Data {
        self.with(name, json!(number))
    }

    /// An amount as decimal text.
    pub(super) fn money(self, name: &str, amount: Money) -> Data {
        let text = amount.to_decimal(self.currency);
        self.with(name, Value::String(text))
    }

    pub(super) fn date(self, name: &str, date: NaiveDate) -> Data {
        self.with(name, json!(date))
    }

    /// A date that may be missing, and is null then.
    pub(super) fn date_or_null(self, name: &str, date: Option<NaiveDate>) -> Data {
        self.with(name, json!(date))
    }

    /// A name from a closed list.
    pub(super) fn word(self, name: &str, word: impl Serialize) -> Data {
        self.with(name, json!(word))
    }

    /// A yearly rate as a decimal fraction.
    pub(super) fn rate(self, name: &str, rate: Rate) -> Data {
        self.with(name, Value::String(rate.to_decimal().to_string()))
    }

    /// How money was divided.
    pub(super) fn applied(self, split: Split) -> Data {
        let value = self.split(split);
        self.with("applied", value)
    }

    /// The payments whose division a retroactive change has altered.
    pub(super) fn restated(self, restatements: &[Restatement]) -> Data {
        let restated: Vec<Value> = restatements
            .iter()
            .map(|restatement| {
                json!({
                    "payment_id": restatement.payment,
                    "before": self.split(restatement.before),
                    "after": self.split(restatement.after),
                })
            })
            .collect();
        self.with("restatements", Value::Array(restated))
    }

    pub(super) fn list(self, name: &str, items: impl IntoIterator<Item = Value>) -> Data {
        self.with(name, items.into_iter().collect())
    }

    /// An amount as decimal text, for a member of a member.
    pub(super) fn amount(&self, amount: Money) -> Value {
        Value::String(amount.to_decimal(self.currency))
    }

    fn split(&self, split: Split) -> Value {
        json!({
            "fees": self.amount(split.fees),
            "interest": self.amount(split.interest),
            "principal": self.amount(split.principal),
            "overpayment": self.amount(split.overpayment),
        })
    }
}
