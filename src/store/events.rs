//! Reading events back: one stream to fold, or a whole book in order.

use crate::chain::{Hash, Link};
use crate::database::DatabaseError;
use chrono::{DateTime, NaiveDate, Utc};
use futures_util::{Stream, StreamExt};
use quittance_domain::account::{Event, State, UnreadableEvent, apply};
use quittance_domain::{AccountId, CreditorId};
use tokio_postgres::binary_copy::BinaryCopyOutStream;
use tokio_postgres::types::Type;
use tokio_postgres::{Client, Row};
use uuid::Uuid;

pub use crate::verify::{Broken, Verified, verify_book};

/// Why a stream could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error("event {sequence} of the book cannot be read: {source}")]
    Unreadable {
        sequence: i64,
        source: UnreadableEvent,
    },
    #[error("the database sent rows in an unexpected form")]
    Malformed,
}

impl From<tokio_postgres::Error> for ReadError {
    fn from(error: tokio_postgres::Error) -> ReadError {
        ReadError::Database(DatabaseError::Statement(error))
    }
}

/// An event as stored, every column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEvent {
    pub sequence: i64,
    pub stream: Uuid,
    pub event_type: String,
    pub version: i16,
    pub effective: NaiveDate,
    pub recorded_at: DateTime<Utc>,
    pub actor: String,
    pub request_id: Option<String>,
    pub payload: Vec<u8>,
    pub hash: Vec<u8>,
}

impl StoredEvent {
    /// The hash that this event must have after `previous`.
    pub fn expected_hash(&self, creditor: CreditorId, previous: &Hash) -> Hash {
        Link {
            creditor: creditor.0,
            sequence: self.sequence,
            stream: self.stream,
            event_type: &self.event_type,
            version: self.version,
            effective: self.effective,
            recorded_at: self.recorded_at,
            actor: &self.actor,
            request_id: self.request_id.as_deref(),
            payload: &self.payload,
        }
        .hash(previous)
    }

    /// The account event that this is; `None` for the creditor's own events.
    ///
    /// # Errors
    /// [`UnreadableEvent`].
    pub fn read(&self, creditor: CreditorId) -> Result<Option<Event>, UnreadableEvent> {
        if self.stream == creditor.0 {
            return Ok(None);
        }
        Event::read(&self.event_type, self.version, &self.payload).map(Some)
    }
}

const STREAMS: &str = include_str!("sql/read_streams.sql");

/// Folds the streams of one creditor's accounts; a stream without events comes back unopened.
///
/// # Errors
/// [`ReadError`].
pub async fn load_states(
    client: &Client,
    creditor: CreditorId,
    accounts: &[AccountId],
) -> Result<Vec<(AccountId, State)>, ReadError> {
    let ids: Vec<Uuid> = accounts.iter().map(|account| account.0).collect();
    let rows = client.query(STREAMS, &[&creditor.0, &ids]).await?;
    let mut states: std::collections::HashMap<Uuid, State> =
        ids.iter().map(|id| (*id, State::Unopened)).collect();
    for row in &rows {
        let (sequence, event) = read_row(row)?;
        if let Some(state) = states.get_mut(&row.get::<_, Uuid>(0))
            && let Err(divergence) = apply(state, sequence, &event)
        {
            tracing::error!(%creditor, sequence, %divergence, "an event does not follow");
        }
    }
    Ok(states
        .into_iter()
        .map(|(id, state)| (AccountId(id), state))
        .collect())
}

fn read_row(row: &Row) -> Result<(u64, Event), ReadError> {
    let sequence: i64 = row.get(1);
    let payload: &str = row.get(4);
    let event = Event::read(row.get(2), row.get(3), payload.as_bytes())
        .map_err(|source| ReadError::Unreadable { sequence, source })?;
    Ok((u64::try_from(sequence).unwrap_or_default(), event))
}

const COLUMNS: [Type; 10] = [
    Type::INT8,
    Type::UUID,
    Type::TEXT,
    Type::INT2,
    Type::DATE,
    Type::TIMESTAMPTZ,
    Type::TEXT,
    Type::TEXT,
    Type::JSON,
    Type::BYTEA,
];

/// Streams a creditor's book from after `after` up to and including `until`, in order, by binary
/// COPY: the fastest way out of Postgres.
///
/// The connection must have the creditor set as its tenant.
///
/// # Errors
/// [`ReadError`].
pub async fn scan_book(
    client: &Client,
    creditor: CreditorId,
    after: i64,
    until: i64,
) -> Result<impl Stream<Item = Result<StoredEvent, ReadError>> + use<>, ReadError> {
    let out = client
        .copy_out(&scan_statement(creditor, after, until))
        .await?;
    let rows = BinaryCopyOutStream::new(out, &COLUMNS);
    Ok(rows.map(|row| {
        let row = row?;
        Ok(StoredEvent {
            sequence: row.try_get(0)?,
            stream: row.try_get(1)?,
            event_type: row.try_get(2)?,
            version: row.try_get(3)?,
            effective: row.try_get(4)?,
            recorded_at: row.try_get(5)?,
            actor: row.try_get(6)?,
            request_id: row.try_get(7)?,
            payload: row.try_get::<RawJson>(8)?.0,
            hash: row.try_get(9)?,
        })
    }))
}

/// COPY takes no parameters; a UUID and integers need no quoting rules.
pub(crate) fn scan_statement(creditor: CreditorId, after: i64, until: i64) -> String {
    include_str!("sql/scan_book.sql")
        .replace("$creditor", &creditor.to_string())
        .replace("$after", &after.to_string())
        .replace("$until", &until.to_string())
}

/// The exact text of a `json` value.
struct RawJson(Vec<u8>);

impl<'a> tokio_postgres::types::FromSql<'a> for RawJson {
    fn from_sql(
        _: &Type,
        raw: &'a [u8],
    ) -> Result<RawJson, Box<dyn std::error::Error + Sync + Send>> {
        Ok(RawJson(raw.to_vec()))
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::JSON
    }
}
