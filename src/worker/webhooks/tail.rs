//! Following the books: messages are made of what endpoints want to be told.

use super::Office;
use super::roster::{Endpoint, Roster};
use quittance_domain::published::dialects::{Happened, messages};
use quittance_store::events::{ReadError, follow};
use quittance_store::{DatabaseError, Role};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::time::{Duration, Instant};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Transaction};
use uuid::Uuid;

/// Events read at once.
const PAGE: usize = 500;
/// Between two looks at the heads of the books.
const INTERVAL: Duration = Duration::from_millis(100);
/// After something went wrong.
const PAUSE: Duration = Duration::from_secs(1);
/// After something went wrong with one endpoint's book alone.
const REST: Duration = Duration::from_secs(10);

/// Where this process stands with an endpoint.
#[derive(Debug)]
struct Cursor {
    /// How far its messages have been made, as far as this process knows.
    sequence: i64,
    /// Until when it is let be, after something went wrong with it.
    rests: Option<Instant>,
}

/// Follows the books of all creditors that have endpoints.
pub(super) async fn keep_following(office: Office) {
    loop {
        if let Err(error) = follow_all(&office).await {
            tracing::warn!(%error, "webhooks: the books could not be followed");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn follow_all(office: &Office) -> Result<(), ReadError> {
    let mut client = office.database.connect(Role::Writer).await?;
    // What is lost of this with the machine is made again.
    client.batch_execute("SET synchronous_commit = off").await?;
    let heads = client.prepare(include_str!("sql/heads.sql")).await?;
    let mut roster = Roster::default();
    let mut cursors: HashMap<Uuid, Cursor> = HashMap::new();
    loop {
        if roster.refresh(&office.database, &client).await? {
            cursors.retain(|webhook, _| roster.endpoints.contains_key(webhook));
        }
        if roster.endpoints.is_empty() {
            tokio::time::sleep(PAUSE).await;
            continue;
        }
        client.batch_execute(&roster.tenants()).await?;
        let rows = client.query(&heads, &[]).await?;
        let heads: HashMap<Uuid, i64> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
        let mut behind = false;
        for endpoint in roster.endpoints.values() {
            let head = heads.get(&endpoint.creditor.0).copied().unwrap_or(0);
            let cursor = cursors.entry(endpoint.webhook.id);
            let cursor = cursor.or_insert(Cursor {
                sequence: endpoint.since,
                rests: None,
            });
            behind |= step(office, &mut client, endpoint, head, cursor).await?;
        }
        if !behind {
            tokio::time::sleep(INTERVAL).await;
        }
    }
}

/// Makes the messages of one page for one endpoint, so that each comes to its turn; says whether
/// there are more.
///
/// What is wrong with one creditor's book keeps nobody else's endpoints waiting.
///
/// # Errors
/// [`ReadError`] when the connection is gone.
async fn step(
    office: &Office,
    client: &mut Client,
    endpoint: &Endpoint,
    head: i64,
    cursor: &mut Cursor,
) -> Result<bool, ReadError> {
    if cursor.sequence >= head || cursor.rests.is_some_and(|until| Instant::now() < until) {
        return Ok(false);
    }
    match make(client, endpoint).await {
        Ok(Some(made)) => {
            cursor.sequence = made.until;
            if made.messages > 0 {
                office.made.notify_one();
            }
            Ok(cursor.sequence < head)
        }
        // Another process is at it.
        Ok(None) => Ok(false),
        Err(error) if client.is_closed() => Err(error),
        Err(error) => {
            let (creditor, webhook) = (endpoint.creditor, endpoint.webhook.id);
            tracing::error!(%creditor, %webhook, %error, "webhooks: a book could not be followed");
            cursor.rests = Some(Instant::now() + REST);
            Ok(false)
        }
    }
}

/// What one step has made.
struct Made {
    until: i64,
    messages: usize,
}

/// The messages of one endpoint, as columns.
#[derive(Default)]
struct Columns {
    ids: Vec<Uuid>,
    sequences: Vec<i64>,
    topics: Vec<&'static str>,
    bodies: Vec<String>,
}

/// Makes the messages of a page of the book; nothing when another process does so.
async fn make(client: &mut Client, endpoint: &Endpoint) -> Result<Option<Made>, ReadError> {
    let transaction = client.transaction().await?;
    let creditor = endpoint.creditor;
    let tenant = quittance_store::creditors::tenant(creditor);
    transaction.batch_execute(&tenant).await?;
    let Some(after) = lock(&transaction, endpoint).await? else {
        return Ok(None);
    };
    let mut columns = Columns::default();
    let page = follow(
        &transaction,
        creditor,
        after,
        PAGE,
        |entry, before, account| {
            let happened = Happened {
                creditor,
                sequence: entry.sequence,
                recorded_at: entry.recorded_at,
                event: &entry.event,
                status_before: before,
                account,
            };
            let told = messages(endpoint.webhook.dialect, &happened);
            for (part, message) in told.into_iter().enumerate() {
                if endpoint.webhook.is_told_of(message.topic) {
                    let millis = happened.recorded_at.timestamp_millis();
                    let id = id(endpoint.webhook.id, entry.sequence, part, millis);
                    columns.ids.push(id);
                    columns.sequences.push(bigint(entry.sequence));
                    columns.topics.push(message.topic);
                    columns.bodies.push(message.body.to_string());
                }
            }
        },
    );
    let until = bigint(page.await?.unwrap_or(after));
    let messages = columns.ids.len();
    write(&transaction, endpoint, until, &columns).await?;
    transaction.commit().await?;
    Ok(Some(Made { until, messages }))
}

/// The sequence up to which the endpoint's messages have been made, which nobody else changes until
/// the transaction ends.
async fn lock(
    transaction: &Transaction<'_>,
    endpoint: &Endpoint,
) -> Result<Option<u64>, tokio_postgres::Error> {
    let (creditor, webhook) = (endpoint.creditor.0, endpoint.webhook.id);
    let sql = include_str!("sql/begin_endpoint.sql");
    transaction
        .execute(sql, &[&creditor, &webhook, &endpoint.since])
        .await?;
    let sql = include_str!("sql/lock_endpoint.sql");
    let row = transaction.query_opt(sql, &[&creditor, &webhook]).await?;
    Ok(row.map(|row| row.get::<_, i64>(0).unsigned_abs()))
}

async fn write(
    transaction: &Transaction<'_>,
    endpoint: &Endpoint,
    until: i64,
    columns: &Columns,
) -> Result<(), DatabaseError> {
    let (creditor, webhook) = (endpoint.creditor.0, endpoint.webhook.id);
    let at = quittance_store::ids::now();
    if !columns.ids.is_empty() {
        let parameters: [&(dyn ToSql + Sync); 7] = [
            &creditor,
            &webhook,
            &columns.ids,
            &columns.sequences,
            &columns.topics,
            &columns.bodies,
            &at,
        ];
        let sql = include_str!("sql/insert_messages.sql");
        transaction.execute(sql, &parameters).await?;
    }
    let sql = include_str!("sql/move_endpoint.sql");
    transaction
        .execute(sql, &[&creditor, &webhook, &until])
        .await?;
    Ok(())
}

/// The id of a message, always the same for the same event and endpoint: a ULID whose random part is
/// a hash, so that a ledger restored from a backup sends what it sends again under the same ids.
fn id(webhook: Uuid, sequence: u64, part: usize, millis: i64) -> Uuid {
    let hash = Sha256::new()
        .chain_update(webhook.as_bytes())
        .chain_update(sequence.to_be_bytes())
        .chain_update((part as u64).to_be_bytes())
        .finalize();
    let mut random = [0; 16];
    random[6..].copy_from_slice(&hash[..10]);
    let millis = u64::try_from(millis).unwrap_or_default();
    Uuid::from_bytes(ulid::Ulid::from_parts(millis, u128::from_be_bytes(random)).to_bytes())
}

fn bigint(sequence: u64) -> i64 {
    i64::try_from(sequence).unwrap_or(i64::MAX)
}
