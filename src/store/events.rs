//! Reading events back: one stream to fold, or a whole book in order.

use crate::database::{DatabaseError, Reader};
use chrono::{DateTime, Utc};
use quittance_domain::stored::UnreadableEvent;
use quittance_domain::stream::{Event, State, StreamId, apply};
use quittance_domain::{AccountId, CreditorId, account};
use std::collections::HashMap;
use tokio_postgres::{Client, Row, Statement};
use uuid::Uuid;

pub use crate::verify::{Broken, Verified, verify_anchored, verify_book};

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

/// The statement that [`load_states`] runs, prepared once a connection.
pub(crate) const STREAMS: &str = include_str!("sql/read_streams.sql");

/// Folds one account's stream; without events it comes back unopened.
///
/// With `known_at`, events recorded after that moment are left out.
///
/// # Errors
/// [`ReadError`].
pub async fn load_state(
    reader: &mut Reader,
    creditor: CreditorId,
    account: AccountId,
    known_at: Option<DateTime<Utc>>,
) -> Result<account::State, ReadError> {
    let ids = [account.0];
    let mut rows = reader
        .query(STREAMS, &[&creditor.0, &ids.as_slice()])
        .await?;
    if let Some(known_at) = known_at {
        // A book's events are recorded in order, so what is known is a beginning of the stream.
        rows.retain(|row| row.get::<_, DateTime<Utc>>("recorded_at") <= known_at);
    }
    let state = fold_rows(creditor, &ids, &rows)?.pop();
    Ok(match state {
        Some((_, State::Account(state))) => state,
        _ => account::State::default(),
    })
}

/// Folds streams of one creditor's book; a stream without events comes back as a new one.
///
/// # Errors
/// [`ReadError`].
pub(crate) async fn load_states(
    client: &Client,
    statement: &Statement,
    creditor: CreditorId,
    streams: &[StreamId],
) -> Result<Vec<(StreamId, State)>, ReadError> {
    let ids: Vec<Uuid> = streams.iter().map(|stream| stream.uuid()).collect();
    let rows = client.query(statement, &[&creditor.0, &ids]).await?;
    fold_rows(creditor, &ids, &rows)
}

fn fold_rows(
    creditor: CreditorId,
    ids: &[Uuid],
    rows: &[Row],
) -> Result<Vec<(StreamId, State)>, ReadError> {
    let mut states: HashMap<StreamId, State> = ids
        .iter()
        .map(|id| StreamId::of(creditor, *id))
        .map(|stream| (stream, State::new(stream)))
        .collect();
    for row in rows {
        let stream = StreamId::of(creditor, row.get(0));
        let (sequence, event) = read_row(stream, row)?;
        if let Some(state) = states.get_mut(&stream)
            && let Err(divergence) = apply(state, sequence, &event)
        {
            tracing::error!(%creditor, sequence, %divergence, "an event does not follow");
        }
    }
    Ok(states.into_iter().collect())
}

fn read_row(stream: StreamId, row: &Row) -> Result<(u64, Event), ReadError> {
    let sequence: i64 = row.get(1);
    let payload: &str = row.get(4);
    let event = Event::read(stream, row.get(2), row.get(3), payload.as_bytes())
        .map_err(|source| ReadError::Unreadable { sequence, source })?;
    Ok((u64::try_from(sequence).unwrap_or_default(), event))
}
