//! Taking turns with other processes that write to the same books.
//!
//! A batch is decided on the heads that this process remembers, and written if they are still the
//! books' heads: without a competitor that costs nothing, and against an occasional one it costs a
//! second try.
//! Against a busy one it may never succeed, since whoever was first is also the one who knows the
//! new head first.
//! So a writer that has been beaten takes the locks of the heads before it reads and decides, for a
//! while: Postgres hands locks out in the order in which they were asked for, and nobody starves.

use crate::events::ReadError;
use crate::writer::cache::Cache;
use crate::writer::flight::{Beaten, Statements};
use crate::writer::job::Job;
use crate::writer::lookup::{Lookups, envelopes, head_of, local_tenants, tenants};
use quittance_domain::CreditorId;
use std::collections::BTreeSet;
use tokio_postgres::Client;
use uuid::Uuid;

/// Flights in a row that another process beat before the locks are taken first; one will do if the
/// two have waited for one another.
const PATIENCE: u32 = 2;
/// How long a turn is waited for; another writer's takes one transaction.
/// A session that keeps a lock and does nothing must not keep those who write waiting too.
const TURN: &str = "5s";
/// Batches under locks since another process was last seen.
const GUARDED: u32 = 32;

/// Whether the writer takes locks before it decides.
#[derive(Debug, Default)]
pub(super) struct Guard {
    beaten: u32,
    remaining: u32,
}

impl Guard {
    /// A flight has been beaten by another process.
    pub fn beaten(&mut self, how: Beaten) {
        self.beaten += 1;
        if self.beaten >= PATIENCE || how == Beaten::AfterWaiting {
            self.remaining = GUARDED;
        }
    }

    /// A flight has been written.
    pub fn written(&mut self) {
        self.beaten = 0;
    }

    /// Whether the next batch is to be decided under locks.
    pub fn is_up(&self) -> bool {
        self.remaining > 0
    }

    /// Opens a transaction that holds the heads of the batch's books, and brings the cache up to
    /// them; only to be called while nothing is in flight.
    pub async fn take(
        &mut self,
        (append, statements): (&Client, &Statements),
        (lookup, lookups): (&Client, &Lookups),
        batch: &[Job],
        cache: &mut Cache,
    ) -> Result<(), ReadError> {
        let creditors: BTreeSet<CreditorId> =
            envelopes(batch).map(|envelope| envelope.creditor).collect();
        let ids: Vec<Uuid> = creditors.iter().map(|creditor| creditor.0).collect();
        let begin = format!(
            "BEGIN; {}; SET LOCAL lock_timeout = '{TURN}'",
            local_tenants(&creditors)
        );
        append.batch_execute(&begin).await?;
        let rows = append.query(&statements.lock_heads, &[&ids]).await?;
        lookup.batch_execute(&tenants(&creditors)).await?;
        self.remaining -= 1;
        for row in rows {
            let (creditor, head) = (CreditorId(row.get("creditor_id")), head_of(&row));
            if cache.head(creditor).is_some_and(|known| known != head) {
                self.remaining = GUARDED;
            }
            lookups.follow(lookup, creditor, head, cache).await?;
        }
        Ok(())
    }
}
