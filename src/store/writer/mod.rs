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

mod answer;
mod batch;
mod cache;
mod columns;
mod connection;
mod consumers;
mod decided;
mod envelope;
mod flight;
mod group;
mod guard;
mod job;
mod lookup;
mod order;
mod recent;
mod task;

use crate::database::Database;
use crate::keyring::KeyringError;
use crate::projector::Projector;
use crate::seal::Keyring;
use crate::statistics;
use job::{Admitted, Job};
use quittance_domain::CreditorId;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::mpsc;

pub use answer::{
    Accepted, Answer, ConsumerResponder, RecordedEvent, Reply, Responder, SettingsResponder, Told,
};
pub use envelope::{Claim, Envelope, Erasable, RequestKey};
pub use group::{Mode, Whole, WholeResponder};
pub use order::Order;

/// Transactions on their way at once.
pub const DEPTH: usize = 2;
/// Commands that a group may have.
pub const GROUP_LIMIT: usize = 1_000;

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
