//! Deliveries to webhooks, as people look at them: what was sent, what is waiting, what was given up.
//!
//! They are made and sent by the worker; here they are read, asked for again, and tested.

use crate::creditors::begin;
use crate::database::DatabaseError;
use crate::ids;
use crate::readers::Reader;
use chrono::{DateTime, Utc};
use quittance_domain::{CreditorId, names};
use tokio_postgres::{Client, Row, Transaction};
use uuid::Uuid;

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryState {
    /// To be sent, or to be sent again.
    Pending,
    Delivered,
    /// Given up; it can be asked for again.
    Dead,
}

names! {
    DeliveryState {
        Pending => "pending",
        Delivered => "delivered",
        Dead => "dead",
    }
}

/// A message to an endpoint, and how its sending goes.
#[derive(Clone, Debug)]
pub struct Delivery {
    pub id: Uuid,
    /// The event that it tells of; absent for a test.
    pub sequence: Option<i64>,
    pub topic: String,
    pub body: String,
    pub state: DeliveryState,
    pub attempts: i32,
    /// When it is to be sent next, while it is pending.
    pub due_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
    /// What was answered last, if anything was.
    pub last_status: Option<i16>,
    pub last_error: Option<String>,
}

impl Delivery {
    fn from_row(row: &Row) -> Delivery {
        let state = DeliveryState::from_name(row.get("state"));
        Delivery {
            id: row.get("message_id"),
            sequence: row.get("sequence"),
            topic: row.get("topic"),
            body: row.get("body"),
            state: state.unwrap_or(DeliveryState::Pending),
            attempts: row.get("attempts"),
            due_at: row.get("due_at"),
            created_at: row.get("created_at"),
            finished_at: row.get("finished_at"),
            last_status: row.get("last_status"),
            last_error: row.get("last_error"),
        }
    }
}

/// How an endpoint does.
#[derive(Clone, Debug, Default)]
pub struct Health {
    /// Messages given up in a row.
    pub failures: i32,
    pub last_delivered_at: Option<DateTime<Utc>>,
    pub last_error: Option<String>,
}

/// The health of an endpoint; one that was never sent anything is well.
///
/// # Errors
/// [`DatabaseError`].
pub async fn health(
    reader: &mut Reader,
    creditor: CreditorId,
    webhook: Uuid,
) -> Result<Health, DatabaseError> {
    let sql = include_str!("sql/read_health.sql");
    let row = reader.query_opt(sql, &[&creditor.0, &webhook]).await?;
    Ok(row.map_or_else(Health::default, |row| Health {
        failures: row.get(0),
        last_delivered_at: row.get(1),
        last_error: row.get(2),
    }))
}

/// Deliveries to an endpoint, the latest first, those before `before`; only those in a state, if
/// one is given.
///
/// # Errors
/// [`DatabaseError`].
pub async fn list(
    reader: &mut Reader,
    creditor: CreditorId,
    webhook: Uuid,
    state: Option<DeliveryState>,
    (before, limit): (Option<Uuid>, i64),
) -> Result<Vec<Delivery>, DatabaseError> {
    let before = before.unwrap_or(Uuid::max());
    let rows = match state {
        // Its own statement, which goes by its own index.
        Some(DeliveryState::Dead) => {
            let sql = include_str!("sql/list_dead_letters.sql");
            reader
                .query(sql, &[&creditor.0, &webhook, &before, &limit])
                .await?
        }
        state => {
            let state = state.map(DeliveryState::name);
            let sql = include_str!("sql/list_deliveries.sql");
            reader
                .query(sql, &[&creditor.0, &webhook, &before, &limit, &state])
                .await?
        }
    };
    Ok(rows.iter().map(Delivery::from_row).collect())
}

/// Whether there is such a delivery to the endpoint.
///
/// # Errors
/// [`DatabaseError`].
pub async fn exists(
    reader: &mut Reader,
    creditor: CreditorId,
    webhook: Uuid,
    message: Uuid,
) -> Result<bool, DatabaseError> {
    let sql = include_str!("sql/find_delivery.sql");
    let of: [&(dyn tokio_postgres::types::ToSql + Sync); 3] = [&creditor.0, &webhook, &message];
    Ok(reader.query_opt(sql, &of).await?.is_some())
}

/// Forgets how many deliveries in a row were given up.
///
/// # Errors
/// [`DatabaseError`].
pub async fn forgive(
    client: &mut Client,
    creditor: CreditorId,
    webhook: Uuid,
) -> Result<(), DatabaseError> {
    let transaction = begin(client, creditor).await?;
    let sql = include_str!("sql/forgive_endpoint.sql");
    transaction.execute(sql, &[&creditor.0, &webhook]).await?;
    Ok(transaction.commit().await?)
}

/// Asks for deliveries to be made again: one that has ended in whatever way, or all that were given
/// up. Says how many that are.
///
/// # Errors
/// [`DatabaseError`].
pub async fn send_again(
    transaction: &Transaction<'_>,
    creditor: CreditorId,
    webhook: Uuid,
    message: Option<Uuid>,
) -> Result<u64, DatabaseError> {
    let at = ids::now();
    let count = match message {
        Some(message) => {
            let sql = include_str!("sql/send_again.sql");
            let parameters: [&(dyn tokio_postgres::types::ToSql + Sync); 4] =
                [&creditor.0, &webhook, &message, &at];
            transaction.execute(sql, &parameters).await?
        }
        None => {
            let sql = include_str!("sql/send_dead_letters_again.sql");
            transaction
                .execute(sql, &[&creditor.0, &webhook, &at])
                .await?
        }
    };
    Ok(count)
}

/// Puts a message that tells of no event among those to be sent.
///
/// # Errors
/// [`DatabaseError`].
pub async fn enqueue(
    transaction: &Transaction<'_>,
    creditor: CreditorId,
    webhook: Uuid,
    (topic, body): (&str, &str),
) -> Result<Uuid, DatabaseError> {
    let at = ids::now();
    let id = ids::new_id(at);
    let columns: [&(dyn tokio_postgres::types::ToSql + Sync); 6] =
        [&creditor.0, &id, &webhook, &topic, &body, &at];
    // Which is where it is counted how the sending goes.
    let sql = include_str!("sql/begin_endpoint.sql");
    transaction.execute(sql, &[&creditor.0, &webhook]).await?;
    let sql = include_str!("sql/insert_message.sql");
    transaction.execute(sql, &columns).await?;
    Ok(id)
}
