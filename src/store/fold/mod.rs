//! Folding a book from its events: the whole history, or what was added since a sequence.
//!
//! Shape: one task takes rows from a binary COPY and deals them by account to workers, each on a
//! thread of its own, which read the payloads, fold the states and hand each event to a [`Sink`].
//!
//! Bounds: [`QUEUE`] chunks of [`CHUNK`] bytes wait for each worker; the states of all accounts that
//! are folded are in memory, about 150 bytes a fact.
//!
//! Ordering: a worker sees the events of an account in the order of the book; events of different
//! accounts come in any order.

mod worker;

use crate::copy::CopyRows;
use crate::events::ReadError;
use crate::projector::{Recorded, RecordedConsumer, RecordedSetting};
use quittance_domain::CreditorId;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_postgres::Client;
use worker::Chunk;

pub use worker::{EventRow, Folder};

/// Bytes of rows that are handed to a worker at once.
const CHUNK: usize = 128 << 10;
/// Chunks that may wait for a worker.
const QUEUE: usize = 8;
/// Time between two reports of progress.
const REPORT: Duration = Duration::from_millis(100);
/// Findings kept of each worker; the rest are only counted.
const FINDINGS: usize = 20;

/// Which events of a book to fold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub creditor: CreditorId,
    /// Events after this sequence are handed to the sinks.
    /// Above zero, streams without such an event are not folded at all.
    pub after: i64,
    /// The last sequence.
    pub until: i64,
}

impl Span {
    /// A book from its first event to whatever is its last.
    pub fn whole(creditor: CreditorId) -> Span {
        Span {
            creditor,
            after: 0,
            until: i64::MAX,
        }
    }
}

/// What takes the folded events, one for each worker.
pub trait Sink: Send + 'static {
    /// Whether events are to be handed over at all; folding alone is faster.
    const OBSERVES: bool;

    /// Takes an event with the states around it.
    fn observe(&mut self, recorded: &Recorded<'_>);

    /// Takes an event of a consumer's stream.
    fn observe_consumer(&mut self, recorded: &RecordedConsumer<'_>);

    /// Takes an event of the creditor's own stream.
    fn observe_setting(&mut self, recorded: &RecordedSetting<'_>);

    /// Whether there is no point in going on.
    fn is_closed(&self) -> bool {
        false
    }

    /// Called after the last event.
    fn finish(self);
}

/// Takes nothing: the history is folded for its own sake.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nothing;

impl Sink for Nothing {
    const OBSERVES: bool = false;

    fn observe(&mut self, _: &Recorded<'_>) {}

    fn observe_consumer(&mut self, _: &RecordedConsumer<'_>) {}

    fn observe_setting(&mut self, _: &RecordedSetting<'_>) {}

    fn finish(self) {}
}

/// Something wrong with an event, found by folding it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub sequence: i64,
    pub what: String,
}

/// What folding has found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// Events read, those of the creditor itself included.
    pub events: u64,
    pub accounts: u64,
    /// Events that cannot be read, do not follow or are missing, the first of them in order of
    /// sequence.
    pub findings: Vec<Finding>,
    /// How many there are altogether.
    pub found: u64,
}

impl Folded {
    /// Notes what is wrong with an event.
    fn find(&mut self, sequence: i64, what: String) {
        self.found += 1;
        if self.findings.len() < FINDINGS {
            self.findings.push(Finding { sequence, what });
        }
    }

    /// Adds what another part of the work has found.
    fn add(&mut self, part: Folded) {
        self.accounts += part.accounts;
        self.found += part.found;
        self.findings.extend(part.findings);
        self.findings.sort_by_key(|finding| finding.sequence);
        self.findings.truncate(FINDINGS);
    }
}

/// How many workers keep this machine busy.
pub fn workers() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Folds the events of a span with one worker for each sink.
///
/// The connection must have the creditor as its tenant. An event that cannot be read is passed over,
/// and so is one that does not follow or is missing, so that all that is wrong is told at once: each
/// is a finding, and what was folded past one is not to be served.
///
/// # Errors
/// [`ReadError`] when the rows cannot be had from Postgres.
pub async fn fold<S: Sink>(
    client: &Client,
    span: Span,
    sinks: Vec<S>,
    mut progress: impl FnMut(u64),
) -> Result<Folded, ReadError> {
    let rows = CopyRows::start(client, &statement(span)).await?;
    let dealt = Arc::new(AtomicU64::new(0));
    // A task of its own, since the connection's task then wakes it without waking a thread; the set
    // ends it when the caller gives up.
    let mut dealing = JoinSet::new();
    let dealer = Dealer::start(span, sinks);
    dealing.spawn(deal(rows, dealer, span.after == 0, Arc::clone(&dealt)));
    loop {
        let done = tokio::time::timeout(REPORT, dealing.join_next()).await;
        progress(dealt.load(Ordering::Relaxed));
        match done {
            Err(_) => {}
            Ok(Some(Ok(folded))) => return folded,
            Ok(Some(Err(error))) if error.is_panic() => {
                std::panic::resume_unwind(error.into_panic());
            }
            Ok(_) => return Err(ReadError::Malformed),
        }
    }
}

/// Deals all rows, which are dense when the book is read as a whole, and gathers what the workers have found.
async fn deal(
    mut rows: CopyRows,
    mut dealer: Dealer,
    is_whole: bool,
    dealt: Arc<AtomicU64>,
) -> Result<Folded, ReadError> {
    let mut folded = Folded::default();
    let mut next = 1;
    while let Some(row) = rows.next().await? {
        folded.events += 1;
        dealt.store(folded.events, Ordering::Relaxed);
        let sequence = worker::sequence(&row)?;
        if is_whole && sequence != next {
            folded.find(sequence, format!("stands where event {next} belongs"));
        }
        next = sequence + 1;
        if !dealer.deal(&row).await {
            break;
        }
    }
    folded.add(dealer.finish().await?);
    Ok(folded)
}

/// Folds the whole book up to a sequence and keeps nothing but what was wrong.
///
/// # Errors
/// [`ReadError`] when the rows cannot be had from Postgres.
pub async fn fold_only(
    client: &Client,
    creditor: CreditorId,
    until: i64,
    progress: impl FnMut(u64),
) -> Result<Folded, ReadError> {
    let span = Span {
        creditor,
        after: 0,
        until,
    };
    fold(client, span, vec![Nothing; workers()], progress).await
}

/// COPY takes no parameters; a UUID and integers need no quoting rules.
fn statement(span: Span) -> String {
    let sql = match span.after {
        0 => include_str!("../sql/fold_book.sql"),
        _ => include_str!("../sql/fold_touched.sql"),
    };
    sql.replace("$creditor", &span.creditor.to_string())
        .replace("$after", &span.after.to_string())
        .replace("$until", &span.until.to_string())
}

/// Deals rows to the workers by account.
struct Dealer {
    hands: Vec<Hand>,
}

struct Hand {
    chunk: Chunk,
    queue: mpsc::Sender<Chunk>,
    /// Chunks that the worker is done with, to be filled again.
    empty: mpsc::Receiver<Chunk>,
    worker: tokio::task::JoinHandle<Result<Folded, ReadError>>,
}

impl Dealer {
    fn start<S: Sink>(span: Span, sinks: Vec<S>) -> Dealer {
        let hands = sinks.into_iter().map(|sink| {
            let (queue, chunks) = mpsc::channel(QUEUE);
            let (done, empty) = mpsc::channel(QUEUE);
            let worker = Folder::new(span, sink);
            Hand {
                chunk: Chunk::default(),
                queue,
                empty,
                worker: tokio::task::spawn_blocking(move || worker.run(chunks, &done)),
            }
        });
        Dealer {
            hands: hands.collect(),
        }
    }

    /// Whether the worker still takes rows.
    ///
    /// The row is copied, so that the connection can use its buffer again and no count of its users
    /// goes back and forth between threads.
    async fn deal(&mut self, row: &[u8]) -> bool {
        let place = worker::shard(row, self.hands.len());
        let Some(hand) = self.hands.get_mut(place) else {
            return false;
        };
        hand.chunk.push(row);
        if hand.chunk.len() < CHUNK {
            return true;
        }
        let fresh = hand.empty.try_recv().unwrap_or_default();
        let chunk = std::mem::replace(&mut hand.chunk, fresh);
        hand.queue.send(chunk).await.is_ok()
    }

    /// Hands out the rest and gathers what the workers have found.
    async fn finish(self) -> Result<Folded, ReadError> {
        let mut folded = Folded::default();
        let mut working = Vec::with_capacity(self.hands.len());
        for hand in self.hands {
            // A worker that has stopped says why when it is joined.
            let _ = hand.queue.send(hand.chunk).await;
            working.push(hand.worker);
        }
        for worker in working {
            let part = match worker.await {
                Ok(part) => part?,
                Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
                Err(_) => return Err(ReadError::Malformed),
            };
            folded.add(part);
        }
        Ok(folded)
    }
}
