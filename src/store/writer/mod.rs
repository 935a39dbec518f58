//! The writer: many commands, one transaction.
//!
//! Shape: handlers hand an [`Envelope`], or a group of them, to a bounded queue and await the
//! [`Answer`], which comes after COMMIT.
//! A writer takes all that waits, looks up request ids and missing states in one round trip,
//! decides in memory one command after another, and sends the whole transaction in one flight of
//! pipelined statements.
//! While that flight waits for the disk the next batch is decided on the states it will leave and
//! sent behind it, on a connection of its own; the book's head makes this safe, since a flight whose
//! predecessor failed finds another head and fails too.
//!
//! Bounds: [`WriterOptions::queue`] commands wait or are in work at most, [`WriterOptions::batch`] go
//! into one transaction, or one group of at most [`GROUP_LIMIT`], [`DEPTH`] flights are on their way,
//! [`WriterOptions::cached_facts`] facts are kept.
//!
//! Ordering: commands of one account are decided in the order in which they were queued.
//! Of two processes that wait for one another the one that has not the lock of the book gives way
//! within a fraction of a second, and takes the lock first the next time.

mod batch;
mod cache;
mod columns;
mod connection;
mod consumers;
mod decided;
mod flight;
mod group;
mod guard;
mod job;
mod lookup;
mod order;
mod recent;
mod task;

use crate::By;
use crate::database::Database;
use crate::keyring::KeyringError;
use crate::projector::Projector;
use crate::seal::Keyring;
use crate::statistics;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use job::{Admitted, Job};
use quittance_domain::account::{Account, Change, Event, Refusal};
use quittance_domain::creditor::{self, Settings};
use quittance_domain::stream::StreamId;
use quittance_domain::{AccountId, ConsumerId, CreditorId};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::mpsc;
use uuid::Uuid;

pub use group::{Mode, Whole, WholeResponder};
pub use order::Order;

/// Transactions on their way at once.
pub const DEPTH: usize = 2;
/// Commands that a group may have.
pub const GROUP_LIMIT: usize = 1_000;

/// A command on its way, with what identifies it and what answers it.
pub struct Envelope {
    pub creditor: CreditorId,
    pub order: Order,
    /// Who asks, and from where, as it will stand in the book.
    pub by: By,
    pub request: Option<RequestKey>,
    /// Names that must be free in the book, or the holder's already.
    pub claims: Vec<Claim>,
    /// What is to be kept of a consumer beside the book.
    pub erasable: Option<Erasable>,
}

/// What is kept of a consumer beside the book, and destroyed when they are erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasable {
    pub consumer: ConsumerId,
    /// The wrapped key of one who is seen for the first time; without it the command is written only
    /// while the book has the consumer's key.
    pub wrapped_key: Option<Vec<u8>>,
    /// A keyed hash of the last four digits of their SSN, by which they are searched for; as before
    /// when absent.
    pub last4_hash: Option<Box<str>>,
}

impl Erasable {
    /// Nothing new of a consumer who is in the book: what is sealed for them is written only while
    /// the book has their key.
    pub fn known(consumer: ConsumerId) -> Erasable {
        Erasable {
            consumer,
            wrapped_key: None,
            last4_hash: None,
        }
    }

    /// The wrapped key of a consumer who is seen for the first time.
    pub fn key(consumer: ConsumerId, wrapped_key: Vec<u8>) -> Erasable {
        Erasable {
            consumer,
            wrapped_key: Some(wrapped_key),
            last4_hash: None,
        }
    }
}

impl Envelope {
    fn stream(&self) -> StreamId {
        self.order.stream(self.creditor)
    }

    /// The request id as it stands in the book: the one that the answer is found again by, or else
    /// the one that the request is known by otherwise.
    fn request_id(&self) -> Option<&str> {
        let own = self.request.as_ref().map(|request| &*request.id);
        own.or(self.by.request.as_deref())
    }

    /// The consumer who is in the book already and under whose key something of the command is
    /// sealed.
    fn sealed_for(&self) -> Option<ConsumerId> {
        let kept = self.erasable.as_ref()?;
        kept.wrapped_key.is_none().then_some(kept.consumer)
    }

    /// Who holds a name once it is taken: the consumer who comes with the command a name of
    /// consumers, the command's stream any other.
    fn holder(&self, claim: &Claim) -> Uuid {
        match &self.erasable {
            Some(kept) if Claim::OF_CONSUMERS.contains(&claim.kind) => kept.consumer.0,
            _ => self.stream().uuid(),
        }
    }
}

impl fmt::Debug for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Envelope")
            .field("order", &self.order)
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

impl RequestKey {
    /// The same key for a request that may hold a password or another secret, which a digest
    /// without a key would let be guessed.
    #[must_use]
    pub fn keyed(self, keyring: &Keyring) -> RequestKey {
        let digest = keyring.lookup_hash("request", &hex::encode(self.digest));
        RequestKey {
            digest: digest.try_into().unwrap_or(self.digest),
            ..self
        }
    }
}

/// A name that must be unique in the book.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Claim {
    pub kind: &'static str,
    pub name: Box<str>,
}

impl Claim {
    /// A keyed hash of a consumer's e-mail address.
    pub const CONSUMER_EMAIL: &'static str = "consumer_email";
    /// The creditor's own id for a consumer.
    pub const CONSUMER_EXTERNAL_ID: &'static str = "consumer_external_id";
    /// The kinds of names that consumers have.
    const OF_CONSUMERS: [&'static str; 2] = [Claim::CONSUMER_EMAIL, Claim::CONSUMER_EXTERNAL_ID];
}

/// Makes the surface's reply; called once, before the reply is saved with its request id.
pub trait Responder: Send + Sync {
    fn accepted(&self, accepted: &Accepted<'_>) -> Reply;
    fn refused(&self, refusal: &Refusal) -> Reply;

    /// The reply to an accepted command, if it can be made of the command's one event alone.
    ///
    /// Such a reply is not saved beside the event, but made again when the request is repeated, by
    /// the responder of the repeated request.
    fn tell(&self, _: &Told<'_>) -> Option<Reply> {
        None
    }
}

/// An event as a reply is made of it, when it is recorded or later.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    pub account: AccountId,
    pub recorded_at: DateTime<Utc>,
    pub event: &'a Event,
}

/// Makes the surface's reply to a command about a consumer, which only refuses what is not there.
pub trait ConsumerResponder: Send + Sync {
    fn accepted(&self, recorded_at: DateTime<Utc>) -> Reply;
}

/// Makes the surface's reply to a change of a creditor's settings.
pub trait SettingsResponder: Send + Sync {
    fn accepted(&self, settings: &Settings) -> Reply;

    /// The reply to a refusal that is recorded: of what is not there, nothing is.
    fn refused(&self, refusal: &creditor::Refusal) -> Reply;
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

impl Reply {
    /// Whether it says that the command was accepted: every surface refuses with 400 or above.
    pub fn accepts(&self) -> bool {
        self.status < 400
    }
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
    /// Something of the command is sealed under the key of a consumer who has been erased; nothing
    /// is recorded.
    ConsumerErased,
    /// A claimed name is taken, by this account or consumer.
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
    /// Commands that may wait or be in work.
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
            queue: 8_192,
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
    queue: mpsc::Sender<Job>,
    /// Commands accepted into the queue or in work.
    waiting: Arc<AtomicUsize>,
    bound: usize,
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer")
            .field("shards", &self.shards.len())
            .finish_non_exhaustive()
    }
}

impl Writer {
    /// Starts the writers; one that is to write keys of new consumers is given the keyring that
    /// wraps them.
    ///
    /// # Errors
    /// [`KeyringError`] when the database cannot be reached at the start, or the keyring is not the
    /// ledger's any more; later outages are survived.
    pub async fn start(
        database: &Database,
        keyring: Option<&Keyring>,
        projector: Arc<dyn Projector>,
        options: WriterOptions,
    ) -> Result<Writer, KeyringError> {
        let committed = Arc::default();
        let mut shards = Vec::new();
        for _ in 0..options.writers.max(1) {
            let (queue, commands) = mpsc::channel(options.queue);
            let ledger = connection::Ledger {
                database: database.clone(),
                keyring: keyring.cloned(),
                projector: Arc::clone(&projector),
            };
            let connection = connection::Connection::open(&ledger).await?;
            let task = task::Task::new(ledger, options, Arc::clone(&committed));
            tokio::spawn(task.run(commands, connection));
            shards.push(Shard {
                queue,
                waiting: Arc::default(),
                bound: options.queue,
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
        let mut answers = self.submit_each(vec![envelope]).await;
        answers.pop().unwrap_or(Answer::Failed)
    }

    /// Submits commands of one creditor, to be decided in order and written in one transaction, and
    /// waits for the answer of each.
    ///
    /// A refusal of one does not touch the others, and each is found again under its own request id.
    /// Of two with the same id the second gets the first's answer.
    /// More than [`GROUP_LIMIT`] are not taken at all, and answered [`Answer::Failed`].
    pub async fn submit_each(&self, envelopes: Vec<Envelope>) -> Vec<Answer> {
        let count = envelopes.len();
        let Some(shard) = envelopes.first().map(|first| self.shard(first.creditor)) else {
            return Vec::new();
        };
        let queued = shard.queue(count, |admitted| Job::separate(envelopes, admitted));
        let receivers = match queued {
            Ok(receivers) => receivers,
            Err(answer) => return vec![answer; count],
        };
        let mut answers = Vec::with_capacity(count);
        for answered in receivers {
            answers.push(answered.await.unwrap_or(Answer::Unavailable));
        }
        answers
    }

    /// Submits a group that has one reply, to be decided in order and written in one transaction,
    /// and waits for that reply.
    ///
    /// The answer is the reply that [`WholeResponder::reply`] makes, or else says that the group's
    /// own request id is another request's, or why the group was not taken.
    pub async fn submit_whole(&self, whole: Whole) -> Answer {
        let count = whole.envelopes.len();
        let Some(shard) = whole.envelopes.first().map(|e| self.shard(e.creditor)) else {
            return Answer::Fresh(whole.responder.reply(&[]));
        };
        match shard.queue(count, |admitted| Job::joint(whole, admitted)) {
            Ok(answered) => answered.await.unwrap_or(Answer::Unavailable),
            Err(answer) => answer,
        }
    }

    fn shard(&self, creditor: CreditorId) -> &Shard {
        let place = (creditor.0.as_u128() % self.shards.len() as u128) as usize;
        &self.shards[place]
    }

    /// Commands that are waiting or in work.
    pub fn waiting(&self) -> usize {
        self.shards
            .iter()
            .map(|shard| shard.waiting.load(Ordering::Relaxed))
            .sum()
    }
}

impl Shard {
    /// Puts a job into the queue, or says why not.
    fn queue<T>(
        &self,
        commands: usize,
        job: impl FnOnce(Admitted) -> (Job, T),
    ) -> Result<T, Answer> {
        if commands > GROUP_LIMIT {
            tracing::error!(commands, "a group is larger than the writer takes");
            return Err(Answer::Failed);
        }
        let admitted = Admitted::enter(&self.waiting, commands, self.bound);
        let (job, answered) = job(admitted.ok_or(Answer::Unavailable)?);
        let sent = self.queue.try_send(job);
        sent.map(|()| answered).map_err(|_| Answer::Unavailable)
    }
}
