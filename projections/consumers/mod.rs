//! Consumers: what is known of each, as told last, by an account of theirs or by themselves.
//!
//! Ordering: a row comes of several streams, whose events a rebuild sees in any order, so every
//! event is merged into it in a way that does not depend on which comes first.

use crate::{bigint, columns, place};
use chrono::{DateTime, Utc};
use quittance_domain::account;
use quittance_domain::consumer::Event;
use quittance_store::projector::{Recorded, RecordedConsumer, Write};
use std::collections::BTreeMap;
use uuid::Uuid;

pub const UPSERT: &str = include_str!("upsert.sql");

/// The rows of a batch.
#[derive(Default)]
pub(crate) struct Rows(BTreeMap<(Uuid, Uuid), Row>);

/// What events say of a consumer.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    /// Of the first event that names the consumer.
    sequence: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    /// Of the event that tells what is known, with what it tells; 0 when none does.
    told: (i64, String),
    external_id: Option<String>,
    /// Of the last removal and of the last return from one.
    removed: Option<i64>,
    restored: Option<i64>,
    /// Of the erasure, after which nothing is known.
    erased: Option<i64>,
}

impl Row {
    /// What an event says that only names the consumer.
    fn named(sequence: u64, recorded_at: DateTime<Utc>) -> Row {
        Row {
            sequence: bigint(sequence),
            created_at: recorded_at,
            updated_at: recorded_at,
            told: (0, String::new()),
            external_id: None,
            removed: None,
            restored: None,
            erased: None,
        }
    }

    fn telling(self, sealed: &str) -> Row {
        Row {
            told: (self.sequence, sealed.to_owned()),
            ..self
        }
    }

    fn merge(self, other: Row) -> Row {
        Row {
            sequence: self.sequence.min(other.sequence),
            created_at: self.created_at.min(other.created_at),
            updated_at: self.updated_at.max(other.updated_at),
            told: self.told.max(other.told),
            external_id: other.external_id.or(self.external_id),
            removed: self.removed.max(other.removed),
            restored: self.restored.max(other.restored),
            erased: self.erased.max(other.erased),
        }
    }

    /// What the row keeps of what was told.
    fn kept<T>(&self, told: T) -> Option<T> {
        self.erased.is_none().then_some(told)
    }
}

impl Rows {
    /// Adds what the opening of an account tells of its consumer.
    pub fn observe_opening(&mut self, recorded: &Recorded<'_>) {
        if let account::Event::LoanCreated(opening) | account::Event::AccountPlaced(opening) =
            recorded.event
        {
            let named = Row::named(recorded.sequence, recorded.recorded_at);
            let key = (recorded.creditor.0, opening.consumer.0);
            self.add(key, named.telling(&opening.sealed));
        }
    }

    pub fn observe(&mut self, recorded: &RecordedConsumer<'_>) {
        let named = Row::named(recorded.sequence, recorded.recorded_at);
        let external_id = |id: &Option<Box<str>>| id.as_deref().map(str::to_owned);
        let at = Some(named.sequence);
        let row = match recorded.event {
            Event::ConsumerRegistered(event) => Row {
                external_id: external_id(&event.external_id),
                ..named.telling(&event.sealed)
            },
            Event::ParticularsGiven(event) => Row {
                external_id: external_id(&event.external_id),
                ..named.telling(&event.sealed)
            },
            Event::ConsumerRemoved(_) => Row {
                removed: at,
                ..named
            },
            Event::ConsumerRestored(_) => Row {
                restored: at,
                ..named
            },
            Event::ConsumerErased(_) => Row {
                erased: at,
                ..named
            },
        };
        self.add((recorded.creditor.0, recorded.event.consumer().0), row);
    }

    fn add(&mut self, key: (Uuid, Uuid), row: Row) {
        let merged = match self.0.remove(&key) {
            Some(before) => before.merge(row),
            None => row,
        };
        self.0.insert(key, merged);
    }

    pub fn write(self, writes: &mut Vec<Write>) {
        let rows: Vec<_> = self.0.into_iter().collect();
        columns!(
            writes,
            place::CONSUMERS_UPSERT,
            &rows,
            |row| row.0.0,
            row.0.1,
            row.1.sequence,
            row.1.created_at,
            row.1.updated_at,
            row.1.told.0,
            row.1.kept(row.1.told.1.clone()).unwrap_or_default(),
            row.1.kept(row.1.external_id.clone()).flatten(),
            row.1.removed,
            row.1.restored,
            row.1.erased
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_later_holds_whichever_is_seen_first() {
        let at = DateTime::UNIX_EPOCH;
        let opened = Row::named(3, at).telling("first");
        let again = Row::named(9, at).telling("later");
        let removed = Row {
            removed: Some(7),
            ..Row::named(7, at)
        };
        let rows = [opened, again, removed];
        let forth = rows.iter().cloned().reduce(Row::merge).unwrap();
        let back = rows.iter().rev().cloned().reduce(Row::merge).unwrap();
        assert_eq!(forth, back);
        assert_eq!((forth.sequence, forth.removed), (3, Some(7)));
        assert_eq!(forth.told, (9, "later".to_owned()));
        assert_eq!(forth.kept(()), Some(()));
        let erased = Row {
            erased: Some(11),
            ..Row::named(11, at)
        };
        assert_eq!(erased.clone().merge(forth.clone()).kept(()), None);
        assert_eq!(forth.merge(erased).kept(()), None);
    }
}
