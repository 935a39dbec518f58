//! Reading events back: one stream to fold, or a whole book in order.

use crate::database::{DatabaseError, Reader};
use quittance_domain::account::{Event, State, UnreadableEvent, apply};
use quittance_domain::{AccountId, CreditorId};
use tokio_postgres::{Client, Row, Statement};
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

/// The statement that [`load_states`] runs, prepared once a connection.
pub(crate) const STREAMS: &str = include_str!("sql/read_streams.sql");

/// Folds one account's stream; without events it comes back unopened.
///
/// # Errors
/// [`ReadError`].
pub async fn load_state(
    reader: &mut Reader,
    creditor: CreditorId,
    account: AccountId,
) -> Result<State, ReadError> {
    let ids = [account.0];
    let rows = reader
        .query(STREAMS, &[&creditor.0, &ids.as_slice()])
        .await?;
    let states = fold_rows(creditor, &ids, &rows)?;
    Ok(states
        .into_iter()
        .next()
        .map(|(_, state)| state)
        .unwrap_or_default())
}

/// Folds the streams of one creditor's accounts; a stream without events comes back unopened.
///
/// # Errors
/// [`ReadError`].
pub(crate) async fn load_states(
    client: &Client,
    streams: &Statement,
    creditor: CreditorId,
    accounts: &[AccountId],
) -> Result<Vec<(AccountId, State)>, ReadError> {
    let ids: Vec<Uuid> = accounts.iter().map(|account| account.0).collect();
    let rows = client.query(streams, &[&creditor.0, &ids]).await?;
    fold_rows(creditor, &ids, &rows)
}

fn fold_rows(
    creditor: CreditorId,
    ids: &[Uuid],
    rows: &[Row],
) -> Result<Vec<(AccountId, State)>, ReadError> {
    let mut states: std::collections::HashMap<Uuid, State> =
        ids.iter().map(|id| (*id, State::Unopened)).collect();
    for row in rows {
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

/// COPY takes no parameters; a UUID and integers need no quoting rules.
pub(crate) fn scan_statement(creditor: CreditorId, after: i64, until: i64) -> String {
    include_str!("sql/scan_book.sql")
        .replace("$creditor", &creditor.to_string())
        .replace("$after", &after.to_string())
        .replace("$until", &until.to_string())
}
