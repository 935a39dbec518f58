//! Creditors and the events that are theirs: registration, keys.

use crate::By;
use crate::chain::{GENESIS, Hash, Link};
use crate::database::DatabaseError;
use crate::ids;
use crate::origins;
use chrono::{DateTime, Utc};
use quittance_domain::CreditorId;
use quittance_domain::creditor::{CreditorRegistered, Event};
use quittance_domain::journal::Books;
use tokio_postgres::{Client, Transaction};
use uuid::Uuid;

/// Registers a creditor: its row, its book and the book's first event.
///
/// The connection must have the writer's role.
///
/// # Errors
/// [`DatabaseError`].
pub async fn register(
    client: &mut Client,
    name: &str,
    books: Books,
    by: impl Into<By>,
) -> Result<CreditorId, DatabaseError> {
    let at = ids::now();
    let creditor = CreditorId(ids::new_id(at));
    let transaction = begin(client, creditor).await?;
    let kind = match books {
        Books::Owner => "owner",
        Books::Agency => "agency",
    };
    let row: [&(dyn tokio_postgres::types::ToSql + Sync); 4] = [&creditor.0, &name, &kind, &at];
    transaction
        .execute(include_str!("sql/insert_creditor.sql"), &row)
        .await?;
    let genesis = GENESIS.as_slice();
    transaction
        .execute(
            include_str!("sql/insert_book.sql"),
            &[&creditor.0, &genesis, &at],
        )
        .await?;
    let event = CreditorRegistered {
        name: name.into(),
        books,
        effective: at.date_naive(),
    };
    let event = Event::CreditorRegistered(event);
    append(&transaction, creditor, &event, &by.into(), at).await?;
    transaction.commit().await?;
    Ok(creditor)
}

/// Begins a transaction with one creditor as its tenant.
pub(crate) async fn begin(
    client: &mut Client,
    creditor: CreditorId,
) -> Result<Transaction<'_>, DatabaseError> {
    let transaction = client.transaction().await?;
    transaction.batch_execute(&tenant(creditor)).await?;
    Ok(transaction)
}

/// Does some work in a transaction of its own, with one creditor as its tenant; what fails leaves
/// nothing behind.
pub(crate) async fn within<T>(
    client: &mut Client,
    creditor: CreditorId,
    work: impl AsyncFnOnce(&Transaction<'_>) -> Result<T, DatabaseError>,
) -> Result<T, DatabaseError> {
    let transaction = begin(client, creditor).await?;
    let done = work(&transaction).await?;
    transaction.commit().await?;
    Ok(done)
}

/// Makes one creditor the tenant for the rest of a transaction.
pub fn tenant(creditor: CreditorId) -> String {
    format!("SET LOCAL quittance.creditors = '{creditor}'")
}

/// Appends one of the creditor's own events, whose stream is the creditor itself.
pub(crate) async fn append(
    transaction: &Transaction<'_>,
    creditor: CreditorId,
    event: &Event,
    by: &By,
    at: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    let head = transaction
        .query_one(include_str!("sql/lock_head.sql"), &[&creditor.0])
        .await?;
    let (sequence, previous): (i64, Vec<u8>) = (head.get(0), head.get(1));
    let recorded_at = at.max(head.get::<_, DateTime<Utc>>(2));
    let previous: Hash = previous.try_into().unwrap_or(GENESIS);
    let payload = payload(event);
    let link = Link {
        creditor: creditor.0,
        sequence: sequence + 1,
        stream: creditor.0,
        event_type: event.name(),
        version: event.version(),
        effective: event.effective(),
        recorded_at,
        actor: by,
        request_id: by.request.as_deref(),
        origin: by.origin_id(),
        payload: payload.as_bytes(),
    };
    origins::keep(transaction, creditor, by, recorded_at).await?;
    let hash = link.hash(&previous);
    let hash = hash.as_slice();
    let columns: [&(dyn tokio_postgres::types::ToSql + Sync); 11] = [
        &creditor.0,
        &link.sequence,
        &link.version,
        &link.effective,
        &recorded_at,
        &link.event_type,
        &link.actor,
        &payload,
        &hash,
        &link.origin,
        &link.request_id,
    ];
    transaction
        .execute(include_str!("sql/insert_event.sql"), &columns)
        .await?;
    let head: [&(dyn tokio_postgres::types::ToSql + Sync); 4] =
        [&creditor.0, &link.sequence, &hash, &recorded_at];
    transaction
        .execute(include_str!("sql/move_head.sql"), &head)
        .await?;
    Ok(())
}

/// The payload of an event as it is stored.
fn payload(event: &Event) -> String {
    let mut payload = Vec::new();
    if let Err(error) = event.write_payload(&mut payload) {
        tracing::error!(%error, "an event cannot be written as JSON");
    }
    String::from_utf8(payload).unwrap_or_default()
}

/// Every creditor, oldest first.
///
/// The connection must have the owner's role: row-level security shows a tenant only itself, and
/// the owner the registry of creditors without what is theirs.
///
/// # Errors
/// [`DatabaseError`].
pub async fn list(client: &Client) -> Result<Vec<(CreditorId, String)>, DatabaseError> {
    let rows = client
        .query(include_str!("sql/list_creditors.sql"), &[])
        .await?;
    Ok(rows
        .iter()
        .map(|row| (CreditorId(row.get::<_, Uuid>(0)), row.get(1)))
        .collect())
}
