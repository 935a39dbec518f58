//! Events: what happened to a consumer, as stored.

use crate::id::ConsumerId;
use crate::stored::{UnreadableEvent, events};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What every payload can be asked.
trait Payload {
    /// The date from which the event counts.
    fn effective(&self) -> NaiveDate;
}

/// Somebody is known who has no account yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsumerRegistered {
    pub consumer: ConsumerId,
    /// The creditor's own id for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<Box<str>>,
    /// What is known of them, sealed under their own key.
    pub sealed: Box<str>,
    pub effective: NaiveDate,
}

/// From here this is what is known of the consumer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticularsGiven {
    pub consumer: ConsumerId,
    /// The creditor's own id for them; absent when it is as before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<Box<str>>,
    /// What is known of them, sealed under their own key.
    pub sealed: Box<str>,
    pub effective: NaiveDate,
}

/// The creditor lists the consumer no longer; accounts, key and particulars stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsumerRemoved {
    pub consumer: ConsumerId,
    pub effective: NaiveDate,
}

/// The creditor lists the consumer again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsumerRestored {
    pub consumer: ConsumerId,
    pub effective: NaiveDate,
}

/// The key of the consumer is destroyed: what was sealed under it, in whatever event, can be read
/// by nobody from here on.
///
/// One who is erased has been removed before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsumerErased {
    pub consumer: ConsumerId,
    pub effective: NaiveDate,
}

macro_rules! payloads {
    ($($name:ident),+ $(,)?) => {
        $(impl Payload for $name {
            fn effective(&self) -> NaiveDate {
                self.effective
            }
        })+
    };
}

payloads!(
    ConsumerRegistered,
    ParticularsGiven,
    ConsumerRemoved,
    ConsumerRestored,
    ConsumerErased,
);

events! {
    /// An event of a consumer's stream.
    enum Event;
    ConsumerRegistered(ConsumerRegistered) = "consumer.registered", 1;
    ParticularsGiven(ParticularsGiven) = "consumer.particulars_given", 1;
    ConsumerRemoved(ConsumerRemoved) = "consumer.removed", 1;
    ConsumerRestored(ConsumerRestored) = "consumer.restored", 1;
    ConsumerErased(ConsumerErased) = "consumer.erased", 1;
}

/// Whether a stored type is one of a consumer's stream, by which such a stream is told from an
/// account's.
pub fn is_event(name: &str) -> bool {
    name.starts_with("consumer.")
}

impl Event {
    /// The date from which the event counts.
    pub fn effective(&self) -> NaiveDate {
        self.payload().effective()
    }

    /// Whose it is.
    pub fn consumer(&self) -> ConsumerId {
        match self {
            Event::ConsumerRegistered(event) => event.consumer,
            Event::ParticularsGiven(event) => event.consumer,
            Event::ConsumerRemoved(event) => event.consumer,
            Event::ConsumerRestored(event) => event.consumer,
            Event::ConsumerErased(event) => event.consumer,
        }
    }
}
