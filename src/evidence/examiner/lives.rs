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
pub struct History {
    pub account: Account,
    pub recorded: BTreeMap<u64, Recorded>,
    /// What was changed that is no transaction.
    pub changes: Vec<(u64, Changed)>,
}

/// An account's history, and what else is known of it.
#[derive(Debug)]
pub struct Life {
    pub history: History,
    /// What the creditor calls this kind of debt.
    pub account_type: Option<String>,
    /// Whether the consumer's personal data can be read by nobody any more.
    pub erased: bool,
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
        let Scope {
            creditor, known_at, ..
        } = self.scope;
        let sql = include_str!("../sql/examined_accounts.sql");
        let accounts = reader
            .query(sql, &[&creditor.0, &self.after, &known_at, &AT_ONCE])
            .await?;
        let Some(last) = accounts.last() else {
            return Ok(None);
        };
        self.after = last.try_get("sequence")?;
        let ids: Vec<Uuid> = accounts.iter().map(|row| row.get("account_id")).collect();
        let mut histories = histories(reader, self.scope, &ids).await?;
        let mut lives = Vec::with_capacity(accounts.len());
        for row in &accounts {
            let Some(history) = histories.remove(&row.try_get("account_id")?) else {
                continue;
            };
            lives.push(Life {
                history,
                account_type: row.try_get("account_type")?,
                erased: row.try_get("erased")?,
            });
        }
        Ok(Some(lives))
    }
}

/// The histories of some accounts.
///
/// # Errors
/// [`ExportError`].
pub async fn histories(
    reader: &mut Reader,
    scope: &Scope,
    accounts: &[Uuid],
) -> Result<HashMap<Uuid, History>, ExportError> {
    let sql = include_str!("../sql/examined_events.sql");
    let events = reader
        .query(sql, &[&scope.creditor.0, &accounts, &scope.known_at])
        .await?;
    let mut streams: HashMap<Uuid, Vec<&Row>> = HashMap::new();
    for row in &events {
        streams.entry(row.try_get(0)?).or_default().push(row);
    }
    let mut histories = HashMap::with_capacity(streams.len());
    for (account, rows) in streams {
        if let Some(history) = history(scope, &rows)? {
            histories.insert(account, history);
        }
    }
    Ok(histories)
}

fn history(scope: &Scope, rows: &[&Row]) -> Result<Option<History>, ExportError> {
    let mut state = State::Account(account::State::default());
    let (mut recorded, mut changes) = (BTreeMap::new(), Vec::new());
    for row in rows {
        let (stored, event_type): (i64, &str) = (row.try_get(1)?, row.try_get(2)?);
        let stream = StreamId::of(scope.creditor, row.try_get(0)?, event_type);
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
        apply(&mut state, sequence, &event)
            .map_err(|source| ReadError::Diverged { sequence, source })?;
        if let Event::Account(event) = &event {
            let after = dues(&state);
            let of_event = changed(event, before.as_ref(), after.as_ref());
            changes.extend(of_event.into_iter().map(|changed| (sequence, changed)));
        }
        recorded.insert(sequence, Recorded::of(row)?);
    }
    Ok(state.account().map(|account| History {
        account: account.clone(),
        recorded,
        changes,
    }))
}
