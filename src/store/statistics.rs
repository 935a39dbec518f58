//! Fresh statistics while tables are young.
//!
//! Plans are made once and kept, and a plan made while a table is nearly empty can go by a key's
//! first column alone, reading a creditor's whole history.
//! Postgres makes plans again when a table is analyzed; its own round comes a minute or more after
//! a table has grown, so in the meantime this does it, each time the book has grown fourfold.

use crate::database::{Database, DatabaseError, Role};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How often the growth is looked at.
const PAUSE: Duration = Duration::from_millis(500);
/// Commands after which statistics are made for the first time.
const FIRST: u64 = 500;
/// Commands after which Postgres' own rounds are enough.
const LAST: u64 = 2_000_000;
const GROWTH: u64 = 4;
/// A tenth of the usual sample is enough to tell a key from a prefix of it; Postgres' own rounds take
/// the whole one later.
const SAMPLE: &str = "SET default_statistics_target = 10";

/// Makes statistics as `committed` grows; ends when the tables are grown up, or when nobody else
/// counts any more.
///
/// What the tables held when they were analyzed last counts as well, so that a process that starts
/// on a grown ledger leaves it alone.
pub(crate) async fn keep_fresh(database: Database, committed: Arc<AtomicU64>) {
    let known = known(&database).await.unwrap_or_default();
    let mut next = (known * GROWTH).max(FIRST);
    while next < LAST && Arc::strong_count(&committed) > 1 {
        tokio::time::sleep(PAUSE).await;
        let count = known + committed.load(Ordering::Relaxed);
        if count < next {
            continue;
        }
        match analyze(&database).await {
            Ok(()) => next = count * GROWTH,
            // A login that may not take the owner's role leaves it to Postgres.
            Err(error) => {
                tracing::debug!(%error, "no statistics made");
                next *= GROWTH;
            }
        }
    }
}

/// The events that the planner knows of.
async fn known(database: &Database) -> Result<u64, DatabaseError> {
    let client = database.connect(Role::Owner).await?;
    let row = client
        .query_one(include_str!("sql/known_events.sql"), &[])
        .await?;
    Ok(u64::try_from(row.get::<_, i64>(0)).unwrap_or_default())
}

async fn analyze(database: &Database) -> Result<(), DatabaseError> {
    let client = database.connect(Role::Owner).await?;
    // Statements of one message are one transaction, which would keep every table's lock to its end.
    client.batch_execute(SAMPLE).await?;
    client
        .batch_execute(include_str!("sql/analyze.sql"))
        .await?;
    Ok(())
}
