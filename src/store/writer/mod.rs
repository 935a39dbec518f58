//! The writer: many commands, one transaction.
//!
//! Shape: handlers hand an [`Envelope`] to a bounded queue and await the [`Answer`], which comes
//! after COMMIT.
//! A writer takes all that waits, looks up request ids and missing states in one round trip,
//! decides in memory one command after another, and sends the whole transaction in one flight of
//! pipelined statements.
//! While that flight waits for the disk the next batch is decided on the states it will leave and
//! sent behind it; the book's head makes this safe, since a flight whose predecessor failed finds
//! another head and fails too.
//!
//! Bounds: [`WriterOptions::queue`] commands wait at most, [`WriterOptions::batch`] go into one
//! transaction, [`DEPTH`] flights are on their way, [`WriterOptions::cached_facts`] facts are kept.
//!
//! Ordering: commands of one account are decided in the order in which they were queued.
//! Every statement's keys are sorted and the statements of every flight come in one order, so two
//! processes cannot deadlock.

mod batch;
mod cache;
mod columns;
mod flight;
mod lookup;
mod recent;
mod task;

use crate::database::{Database, DatabaseError};
use crate::projector::Projector;
use crate::statistics;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use quittance_domain::account::{Account, Change, Command, Event, Refusal};
use quittance_domain::{AccountId, ConsumerId, CreditorId};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

/// Transactions on their way at once.
pub const DEPTH: usize = 2;

/// A command on its way, with what identifies it and what answers it.
pub struct Envelope {
    pub creditor: CreditorId,
    pub account: AccountId,
    pub command: Command,
    /// Who asks, as it will stand in the book.
    pub actor: Arc<str>,
    pub request: Option<RequestKey>,
    /// Names that must be free in the book.
    pub claims: Vec<Claim>,
    /// The wrapped key of a consumer seen for the first time.
    pub consumer_key: Option<(ConsumerId, Vec<u8>)>,
    pub responder: Box<dyn Responder>,
}

impl fmt::Debug for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Envelope")
            .field("command", &self.command.name())
            .finish_non_exhaustive()
    }
}

/// What makes two requests the same request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestKey {
    pub id: Box<str>,
    /// SHA-256 over method, path and canonical body.
    pub digest: [u8; 32],
}

/// A name that must be unique in the book.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Claim {
    pub kind: &'static str,
    pub name: Box<str>,
}

/// Makes the surface's reply; called once, before the reply is saved with its request id.
pub trait Responder: Send + Sync {
    fn accepted(&self, accepted: &Accepted<'_>) -> Reply;
    fn refused(&self, refusal: &Refusal) -> Reply;
}

/// What a command became.
#[derive(Clone, Copy, Debug)]
pub struct Accepted<'a> {
    pub account: &'a Account,
    pub events: &'a [RecordedEvent],
    pub recorded_at: DateTime<Utc>,
}

/// One event as recorded.
#[derive(Clone, Debug)]
pub struct RecordedEvent {
    pub sequence: u64,
    pub event: Event,
    pub change: Change,
}

/// A surface's reply, as it is saved and sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    pub body: Bytes,
}

/// How a command ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Decided now: accepted or refused, recorded and durable.
    Fresh(Reply),
    /// Decided before under the same request id.
    Replayed(Reply),
    /// The request id was used for another request.
    RequestIdReused,
    /// The account does not exist for this creditor; nothing is recorded.
    AccountUnknown,
    /// A claimed name is taken, by this account.
    Taken(Claim, Uuid),
    /// The queue is full or the database is away; the outcome of what was in flight is unknown
    /// until the same request id is sent again.
    Unavailable,
    /// The command could not be written for a reason of our own.
    Failed,
}

/// How a writer works.
#[derive(Clone, Copy, Debug)]
pub struct WriterOptions {
    /// Commands that may wait.
    pub queue: usize,
    /// Commands in one transaction.
    pub batch: usize,
    /// Facts kept in memory over all cached accounts.
    pub cached_facts: usize,
    /// Writers, each for its share of the creditors.
    pub writers: usize,
}

impl Default for WriterOptions {
    fn default() -> WriterOptions {
        WriterOptions {
            queue: 4_096,
            batch: 512,
            cached_facts: 4_000_000,
            writers: 1,
        }
    }
}

/// The way to the writers; cheap to clone.
#[derive(Clone)]
pub struct Writer {
    shards: Arc<[Shard]>,
}

struct Shard {
    queue: mpsc::Sender<Queued>,
    /// Commands accepted into the queue or in work.
    waiting: Arc<AtomicUsize>,
}

/// An envelope and where its answer goes.
pub(crate) struct Queued {
    pub envelope: Envelope,
    pub answer: oneshot::Sender<Answer>,
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer")
            .field("shards", &self.shards.len())
            .finish_non_exhaustive()
    }
}

impl Writer {
    /// Starts the writers.
    ///
    /// # Errors
    /// [`DatabaseError`] when the database cannot be reached at the start; later outages are
    /// survived.
    pub async fn start(
        database: &Database,
        projector: Arc<dyn Projector>,
        options: WriterOptions,
    ) -> Result<Writer, DatabaseError> {
        let committed = Arc::default();
        let mut shards = Vec::new();
        for _ in 0..options.writers.max(1) {
            let (queue, commands) = mpsc::channel(options.queue);
            let connection = task::Connection::open(database, projector.as_ref()).await?;
            let counter = Arc::clone(&committed);
            let task = task::Task::new(database.clone(), Arc::clone(&projector), options, counter);
            tokio::spawn(task.run(commands, connection));
            shards.push(Shard {
                queue,
                waiting: Arc::default(),
            });
        }
        tokio::spawn(statistics::keep_fresh(database.clone(), committed));
        Ok(Writer {
            shards: shards.into(),
        })
    }

    /// Submits a command and waits for its answer, which comes after it is durable.
    ///
    /// A caller that stops waiting does not take the command back.
    pub async fn submit(&self, envelope: Envelope) -> Answer {
        let place = (envelope.creditor.0.as_u128() % self.shards.len() as u128) as usize;
        let shard = &self.shards[place];
        let (answer, answered) = oneshot::channel();
        if shard.queue.try_send(Queued { envelope, answer }).is_err() {
            return Answer::Unavailable;
        }
        let _waiting = Waiting::begin(&shard.waiting);
        answered.await.unwrap_or(Answer::Unavailable)
    }

    /// Commands that are waiting or in work.
    pub fn waiting(&self) -> usize {
        self.shards
            .iter()
            .map(|shard| shard.waiting.load(Ordering::Relaxed))
            .sum()
    }
}

/// Counts a command for as long as its caller waits.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn begin(count: &'a AtomicUsize) -> Waiting<'a> {
        count.fetch_add(1, Ordering::Relaxed);
        Waiting(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
