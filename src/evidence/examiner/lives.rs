//! Accounts folded out of the book, some at a time, with who has recorded what.

use super::Scope;
use super::maintenance::{Changed, changed};
use crate::error::ExportError;
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::account::{self, Account};
use quittance_domain::stream::{Event, State, StreamId, apply};
use quittance_store::Reader;
use quittance_store::events::ReadError;
use std::collections::{BTreeMap, HashMap};
use tokio_postgres::Row;
use uuid::Uuid;

/// Accounts that are in memory at once.
const AT_ONCE: i64 = 200;

/// Who recorded an event, and when.
#[derive(Clone, Debug)]
pub struct Recorded {
    pub event: String,
    pub recorded_at: DateTime<Utc>,
    pub effective: NaiveDate,
    pub actor: String,
    pub role: Option<String>,
    pub reason: Option<String>,
}

impl Recorded {
    /// Of a row with these columns.
    pub fn of(row: &Row) -> Result<Recorded, tokio_postgres::Error> {
        Ok(Recorded {
            event: row.try_get("type")?,
            recorded_at: row.try_get("recorded_at")?,
            effective: row.try_get("effective_date")?,
            actor: row.try_get("actor")?,
            role: row.try_get("role")?,
            reason: row.try_get("reason")?,
        })
    }
}

/// An account as it was known, and its events by their sequences.
#[derive(Debug)]
pub struct Life {
    pub account: Account,
    /// What the creditor calls this kind of debt.
    pub account_type: Option<String>,
    /// Whether the consumer's personal data can be read by nobody any more.
    pub erased: bool,
    pub recorded: BTreeMap<u64, Recorded>,
    /// What was changed that is no transaction.
    pub changes: Vec<(u64, Changed)>,
}

/// Every account of a creditor's, in order of opening.
#[derive(Debug)]
pub struct Lives<'a> {
    scope: &'a Scope,
    after: i64,
}

impl<'a> Lives<'a> {
    pub fn new(scope: &'a Scope) -> Lives<'a> {
        Lives { scope, after: 0 }
    }

    /// The next accounts; none after the last.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn next(&mut self, reader: &mut Reader) -> Result<Option<Vec<Life>>, ExportError> {
        let (creditor, known_at) = (self.scope.creditor, self.scope.known_at);
        let sql = include_str!("../sql/examined_accounts.sql");
        let accounts = reader
            .query(sql, &[&creditor.0, &self.after, &known_at, &AT_ONCE])
            .await?;
        let Some(last) = accounts.last() else {
            return Ok(None);
        };
        self.after = last.try_get("sequence")?;
        let ids: Vec<Uuid> = accounts.iter().map(|row| row.get("account_id")).collect();
        let sql = include_str!("../sql/examined_events.sql");
        let events = reader.query(sql, &[&creditor.0, &ids, &known_at]).await?;
        let mut streams: HashMap<Uuid, Vec<&Row>> = HashMap::new();
        for row in &events {
            streams.entry(row.try_get(0)?).or_default().push(row);
        }
        let mut lives = Vec::with_capacity(accounts.len());
        for row in &accounts {
            let id: Uuid = row.try_get("account_id")?;
            let events = streams.remove(&id).unwrap_or_default();
            lives.extend(self.life(row, &events)?);
        }
        Ok(Some(lives))
    }

    fn life(&self, of: &Row, rows: &[&Row]) -> Result<Option<Life>, ExportError> {
        let (account_type, erased) = (of.try_get("account_type")?, of.try_get("erased")?);
        let mut state = State::Account(account::State::default());
        let (mut recorded, mut changes) = (BTreeMap::new(), Vec::new());
        for row in rows {
            let (stored, event_type): (i64, &str) = (row.try_get(1)?, row.try_get(2)?);
            let stream = StreamId::of(self.scope.creditor, row.try_get(0)?, event_type);
            let payload: &str = row.try_get("payload")?;
            let unreadable = |source| ReadError::Unreadable {
                sequence: stored,
                source,
            };
            let event = Event::read(stream, event_type, row.try_get(3)?, payload.as_bytes());
            let event = event.map_err(unreadable)?;
            let sequence = u64::try_from(stored).map_err(|_| ExportError::Event(stored))?;
            let dues = |state: &State| state.account().map(super::maintenance::Dues::of);
            let before = dues(&state);
            apply(&mut state, sequence, &event).map_err(|_| ExportError::Event(stored))?;
            if let Event::Account(event) = &event {
                let after = dues(&state);
                let of_event = changed(event, before.as_ref(), after.as_ref());
                changes.extend(of_event.into_iter().map(|changed| (sequence, changed)));
            }
            recorded.insert(sequence, Recorded::of(row)?);
        }
        Ok(state.account().map(|account| Life {
            account: account.clone(),
            account_type,
            erased,
            recorded,
            changes,
        }))
    }
}
