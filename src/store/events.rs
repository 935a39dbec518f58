//! Reading events back: one stream to fold, or a whole book in order.

use crate::chain::Hash;
use crate::database::DatabaseError;
use crate::readers::Reader;
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::account::{Account, Status};
use quittance_domain::stored::UnreadableEvent;
use quittance_domain::stream::{Divergence, Event, State, StreamId, apply};
use quittance_domain::{AccountId, CreditorId, account};
use std::collections::{HashMap, HashSet};
use tokio_postgres::{Client, GenericClient, Row, Statement};
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
    /// A state folded past it would be nobody's: neither what the book says nor what it once said.
    #[error("event {sequence} of the book does not follow from those before it: {source}")]
    Diverged { sequence: u64, source: Divergence },
    #[error("event {0} of the book is missing")]
    Missing(u64),
    #[error("the database sent rows in an unexpected form")]
    Malformed,
}

impl ReadError {
    /// Whether trying again later can help.
    pub fn is_passing(&self) -> bool {
        matches!(self, ReadError::Database(error) if error.is_passing())
    }
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
    state_of(creditor, account, &rows)
}

/// Folds one account's stream to what it was before an event and to what it was after it.
///
/// # Errors
/// [`ReadError`].
pub async fn load_around(
    reader: &mut Reader,
    creditor: CreditorId,
    account: AccountId,
    sequence: i64,
) -> Result<(account::State, account::State), ReadError> {
    let ids = [account.0];
    let mut rows = reader
        .query(STREAMS, &[&creditor.0, &ids.as_slice()])
        .await?;
    let mut fold_to = |last: i64| {
        rows.retain(|row| row.get::<_, i64>("sequence") <= last);
        state_of(creditor, account, &rows)
    };
    let after = fold_to(sequence)?;
    Ok((fold_to(sequence - 1)?, after))
}

/// An account's state after the events of these rows.
fn state_of(
    creditor: CreditorId,
    account: AccountId,
    rows: &[Row],
) -> Result<account::State, ReadError> {
    let folded = fold_stream(creditor, StreamId::Account(account), rows)?;
    Ok(match folded.state {
        State::Account(state) => state,
        _ => account::State::default(),
    })
}

/// A stream folded to its end.
pub(crate) struct Folded {
    pub stream: StreamId,
    pub state: State,
    /// The sequence of its last event, 0 without any.
    pub upto: u64,
}

/// Folds streams of one creditor's book; a stream without events comes back as a new one.
///
/// One that cannot be read is given with what is wrong with it, and keeps no other from being read.
///
/// # Errors
/// What the database says.
pub(crate) async fn load_states(
    client: &Client,
    statement: &Statement,
    creditor: CreditorId,
    streams: &[StreamId],
) -> Result<Vec<Result<Folded, (StreamId, ReadError)>>, tokio_postgres::Error> {
    let ids: Vec<Uuid> = streams.iter().map(|stream| stream.uuid()).collect();
    let rows = client.query(statement, &[&creditor.0, &ids]).await?;
    let mut by_stream: HashMap<Uuid, Vec<Row>> = HashMap::new();
    for row in rows {
        by_stream.entry(row.get(0)).or_default().push(row);
    }
    let folded = streams.iter().map(|&stream| {
        let rows = by_stream.remove(&stream.uuid()).unwrap_or_default();
        fold_stream(creditor, stream, &rows).map_err(|error| (stream, error))
    });
    Ok(folded.collect())
}

/// Folds the events of one stream.
fn fold_stream(creditor: CreditorId, stream: StreamId, rows: &[Row]) -> Result<Folded, ReadError> {
    let folded = fold_rows(creditor, &[stream], rows)?.pop();
    folded.ok_or(ReadError::Malformed)
}

fn fold_rows(
    creditor: CreditorId,
    streams: &[StreamId],
    rows: &[Row],
) -> Result<Vec<Folded>, ReadError> {
    let mut folded: HashMap<StreamId, Folded> = streams
        .iter()
        .map(|&stream| {
            let (state, upto) = (State::new(stream), 0);
            let folded = Folded {
                stream,
                state,
                upto,
            };
            (stream, folded)
        })
        .collect();
    for row in rows {
        let stream = StreamId::of(creditor, row.get(0), row.get(2));
        let (sequence, event) = read_row(stream, row)?;
        let Some(folded) = folded.get_mut(&stream) else {
            continue;
        };
        folded.upto = sequence;
        apply(&mut folded.state, sequence, &event)
            .map_err(|source| ReadError::Diverged { sequence, source })?;
    }
    Ok(folded.into_values().collect())
}

/// The event in a row whose columns are stream, sequence, type, version and payload.
pub(crate) fn read_row(stream: StreamId, row: &Row) -> Result<(u64, Event), ReadError> {
    let sequence: i64 = row.get(1);
    let payload: &str = row.get(4);
    let event = Event::read(stream, row.get(2), row.get(3), payload.as_bytes())
        .map_err(|source| ReadError::Unreadable { sequence, source })?;
    Ok((u64::try_from(sequence).unwrap_or_default(), event))
}

/// An event of a book, with everything that is stored of it.
#[derive(Clone, Debug)]
pub struct Entry {
    pub sequence: u64,
    pub stream: StreamId,
    pub event: Event,
    pub effective: NaiveDate,
    pub recorded_at: DateTime<Utc>,
    pub actor: Box<str>,
    pub request_id: Option<Box<str>>,
    /// The hash of the chain up to and with this event.
    pub hash: Hash,
}

/// The events of a book after a sequence, at most `limit` of them, in order.
///
/// A sequence is taken under the lock of the book and events of a transaction are seen together,
/// so what comes back begins at the next sequence and has no gap; a book that has one is not told of
/// beyond it.
///
/// # Errors
/// [`ReadError`].
pub async fn page(
    reader: &mut Reader,
    creditor: CreditorId,
    after: u64,
    limit: usize,
) -> Result<Vec<Entry>, ReadError> {
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let sql = include_str!("sql/read_page.sql");
    let rows = reader.query(sql, &[&creditor.0, &after, &limit]).await?;
    entries(creditor, after, &rows)
}

/// The events of a page of the book, of which none may be missing.
fn entries(creditor: CreditorId, after: i64, rows: &[Row]) -> Result<Vec<Entry>, ReadError> {
    let mut before = after;
    let read = rows.iter().map(|row| {
        let expected = before.saturating_add(1);
        before = row.get("sequence");
        match before == expected {
            true => entry(creditor, row),
            false => Err(ReadError::Missing(expected.unsigned_abs())),
        }
    });
    read.collect()
}

/// Tells of the events of a book after a sequence, at most `limit` of them and in order: each with
/// its account's status before it and the account after it.
///
/// The histories of the accounts that these events are about are read too, so that what is told is
/// the same whoever asks. Says which event was the last.
///
/// # Errors
/// [`ReadError`].
pub async fn follow(
    client: &impl GenericClient,
    creditor: CreditorId,
    after: u64,
    limit: usize,
    mut tell: impl FnMut(&Entry, Option<Status>, Option<&Account>),
) -> Result<Option<u64>, ReadError> {
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let sql = include_str!("sql/read_page.sql");
    let rows = client.query(sql, &[&creditor.0, &after, &limit]).await?;
    let entries = entries(creditor, after, &rows)?;
    let streams: HashSet<StreamId> = entries.iter().map(|entry| entry.stream).collect();
    let streams: Vec<StreamId> = streams.into_iter().collect();
    let ids: Vec<Uuid> = streams.iter().map(|stream| stream.uuid()).collect();
    let sql = include_str!("sql/read_streams_until.sql");
    let rows = client.query(sql, &[&creditor.0, &ids, &after]).await?;
    let folded = fold_rows(creditor, &streams, &rows)?.into_iter();
    let mut states: HashMap<StreamId, State> =
        folded.map(|folded| (folded.stream, folded.state)).collect();
    for entry in &entries {
        let Some(state) = states.get_mut(&entry.stream) else {
            continue;
        };
        let before = state.account().map(Account::status);
        let sequence = entry.sequence;
        apply(state, sequence, &entry.event)
            .map_err(|source| ReadError::Diverged { sequence, source })?;
        tell(entry, before, state.account());
    }
    Ok(entries.last().map(|entry| entry.sequence))
}

fn entry(creditor: CreditorId, row: &Row) -> Result<Entry, ReadError> {
    let stream = StreamId::of(creditor, row.get("stream_id"), row.get("type"));
    let sequence: i64 = row.get("sequence");
    let payload: &str = row.get("payload");
    let event = Event::read(
        stream,
        row.get("type"),
        row.get("version"),
        payload.as_bytes(),
    )
    .map_err(|source| ReadError::Unreadable { sequence, source })?;
    let hash: &[u8] = row.get("hash");
    Ok(Entry {
        sequence: u64::try_from(sequence).unwrap_or_default(),
        stream,
        event,
        effective: row.get("effective_date"),
        recorded_at: row.get("recorded_at"),
        actor: row.get::<_, &str>("actor").into(),
        request_id: row.get::<_, Option<&str>>("request_id").map(Into::into),
        hash: hash.try_into().map_err(|_| ReadError::Malformed)?,
    })
}
