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

/// Makes statistics as `committed` grows; ends when the tables are grown up, or when nobody else
/// counts any more.
pub(crate) async fn keep_fresh(database: Database, committed: Arc<AtomicU64>) {
    let mut next = FIRST;
    while next < LAST && Arc::strong_count(&committed) > 1 {
        tokio::time::sleep(PAUSE).await;
        let count = committed.load(Ordering::Relaxed);
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

async fn analyze(database: &Database) -> Result<(), DatabaseError> {
    let client = database.connect(Role::Owner).await?;
    client
        .batch_execute(include_str!("sql/analyze.sql"))
        .await?;
    Ok(())
}
