//! Verifying a book: its chain recomputed from the first event to the head.

use crate::chain::{GENESIS, Hash};
use crate::creditors;
use crate::events::ReadError;
use crate::origins;
use crate::scan::{Scan, ScannedRow};
use chrono::{DateTime, Utc};
use quittance_domain::CreditorId;
use std::collections::HashMap;
use tokio_postgres::Client;
use uuid::Uuid;

/// Events between two reports of progress.
const STEP: i64 = 4_096;

/// Where a book's chain breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    pub sequence: i64,
    pub what: &'static str,
}

/// What a verification found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Events up to the head, or before the first that is wrong.
    pub events: i64,
    /// The hash of the last of them.
    pub head: Hash,
    pub broken: Option<Broken>,
}

/// Recomputes a book's chain from its first event to the head and compares.
///
/// All is read in one snapshot, so that appending meanwhile does no harm.
/// `progress` is told how many events are done and how many there are.
///
/// # Errors
/// [`ReadError`] when the book cannot be read; what is wrong with it is in the answer.
pub async fn verify_book(
    client: &Client,
    creditor: CreditorId,
    progress: impl FnMut(i64, i64),
) -> Result<Verified, ReadError> {
    verify_anchored(client, creditor, None, progress).await
}

/// The same, with an event that was published earlier, which the book must still have.
///
/// # Errors
/// [`ReadError`], as [`verify_book`].
pub async fn verify_anchored(
    client: &Client,
    creditor: CreditorId,
    anchor: Option<(i64, Hash)>,
    progress: impl FnMut(i64, i64),
) -> Result<Verified, ReadError> {
    let tenant = creditors::tenant(creditor);
    let begin = format!("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; {tenant}");
    client.batch_execute(&begin).await?;
    let verified = recompute(client, creditor, anchor, progress).await;
    client.batch_execute("ROLLBACK").await?;
    verified
}

async fn recompute(
    client: &Client,
    creditor: CreditorId,
    anchor: Option<(i64, Hash)>,
    mut progress: impl FnMut(i64, i64),
) -> Result<Verified, ReadError> {
    let origins = origins::checked(client, creditor).await?;
    let mut chain = Chain::new(creditor, origins);
    let head = client
        .query_opt(include_str!("sql/read_head.sql"), &[&creditor.0])
        .await?;
    let Some(head) = head else {
        return Ok(chain.broken(1, "the book has no head"));
    };
    let (until, hash): (i64, Vec<u8>) = (head.get(0), head.get(1));
    let mut rows = Scan::start(client, creditor, 0, i64::MAX).await?;
    while let Some(row) = rows.next().await? {
        if let Err(broken) = chain.add(&row, until) {
            return Ok(chain.broken(broken.sequence, broken.what));
        }
        if let Some((sequence, hash)) = anchor
            && sequence == chain.events
            && hash != chain.head
        {
            return Ok(chain.broken(sequence, "the event was published with another hash"));
        }
        if chain.events % STEP == 0 {
            progress(chain.events, until);
        }
    }
    progress(chain.events, until);
    if chain.events < until {
        return Ok(chain.broken(chain.events + 1, "the event is missing"));
    }
    if let Some((sequence, _)) = anchor
        && sequence > chain.events
    {
        return Ok(chain.broken(
            sequence,
            "the event was published, and the book ends before it",
        ));
    }
    if hash != chain.head {
        return Ok(chain.broken(until, "the book's head has another hash"));
    }
    Ok(Verified {
        events: chain.events,
        head: chain.head,
        broken: None,
    })
}

/// The chain as far as it has been recomputed.
struct Chain {
    creditor: CreditorId,
    events: i64,
    head: Hash,
    recorded_at: DateTime<Utc>,
    /// The origins beside the book, and whether each is what its id says.
    origins: HashMap<Uuid, bool>,
}

impl Chain {
    fn new(creditor: CreditorId, origins: HashMap<Uuid, bool>) -> Chain {
        Chain {
            creditor,
            origins,
            events: 0,
            head: GENESIS,
            recorded_at: DateTime::<Utc>::MIN_UTC,
        }
    }

    fn broken(&self, sequence: i64, what: &'static str) -> Verified {
        Verified {
            events: self.events,
            head: self.head,
            broken: Some(Broken { sequence, what }),
        }
    }

    /// Adds the next event, unless it breaks the chain.
    fn add(&mut self, row: &ScannedRow, until: i64) -> Result<(), Broken> {
        let next = self.events + 1;
        let broken = |what| Broken {
            sequence: next,
            what,
        };
        let unlike = "the event is not the one that was hashed";
        let (link, stored) = match row.read(self.creditor) {
            Ok(Some(read)) => read,
            // A date that no calendar has was never hashed.
            Ok(None) | Err(_) => return Err(broken(unlike)),
        };
        if link.sequence != next {
            return Err(broken("the event is missing"));
        }
        if next > until {
            return Err(broken("the event is beyond the book's head"));
        }
        let hash = link.hash(&self.head);
        if stored != hash {
            return Err(broken(unlike));
        }
        if link.recorded_at < self.recorded_at {
            return Err(broken("recorded time goes back"));
        }
        match link.origin.map(|origin| self.origins.get(&origin)) {
            None | Some(Some(true)) => {}
            Some(Some(false)) => return Err(broken("the event came from another origin")),
            Some(None) => return Err(broken("the origin of the event is missing")),
        }
        self.recorded_at = link.recorded_at;
        self.events = next;
        self.head = hash;
        Ok(())
    }
}
