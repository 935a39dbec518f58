//! The loop of one writer.

use crate::database::{Said, is_passing};
use crate::events::ReadError;
use crate::ids;
use crate::writer::batch::{Batch, Pending};
use crate::writer::cache::{Cache, Head};
use crate::writer::connection::{Connection, Ledger};
use crate::writer::decided::Decided;
use crate::writer::flight::{Flight, Landing, Opening, launch};
use crate::writer::guard::Guard;
use crate::writer::job::Job;
use crate::writer::lookup::Found;
use crate::writer::recent::Recent;
use crate::writer::{Answer, DEPTH, WriterOptions};
use quittance_domain::CreditorId;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::mpsc;
use uuid::Uuid;

/// How long the writer waits before it tries to reach a lost database again.
const RECONNECT: Duration = Duration::from_millis(250);

/// Origins remembered at most, give or take a batch; one that is forgotten is sent once more.
const ORIGINS: usize = 10_000;

/// One writer.
pub(super) struct Task {
    ledger: Ledger,
    options: WriterOptions,
    /// Commands made durable, over all writers.
    committed: Arc<AtomicU64>,
    cache: Cache,
    recent: Recent,
    /// Origins that are known to be in the book.
    origins: HashSet<(CreditorId, Uuid)>,
    flights: VecDeque<Flight>,
    /// Commands to be decided before any that wait in the queue.
    again: Vec<Job>,
    /// Taken from the queue and not decided yet.
    held: VecDeque<Job>,
    /// Decide one job at a time, to find the one that Postgres refuses.
    singly: usize,
    guard: Guard,
}

impl Task {
    pub fn new(ledger: Ledger, options: WriterOptions, committed: Arc<AtomicU64>) -> Task {
        Task {
            ledger,
            options,
            committed,
            cache: Cache::default(),
            recent: Recent::default(),
            origins: HashSet::new(),
            flights: VecDeque::new(),
            again: Vec::new(),
            held: VecDeque::new(),
            singly: 0,
            guard: Guard::default(),
        }
    }

    pub async fn run(mut self, mut commands: mpsc::Receiver<Job>, mut connection: Connection) {
        loop {
            // Commands that wait for a flight are looked at again only when one has landed.
            while self.flights.len() >= self.depth()
                || (!self.again.is_empty() && !self.flights.is_empty())
            {
                self.land(&mut connection, &mut commands).await;
            }
            let mut batch = std::mem::take(&mut self.again);
            if self.singly > 0 && batch.len() > 1 {
                self.again = batch.split_off(1);
            }
            if batch.is_empty() {
                batch = self.gather(&mut connection, &mut commands).await;
                if batch.is_empty() {
                    let done = self.again.is_empty() && self.held.is_empty();
                    if done && commands.is_closed() && commands.is_empty() {
                        return;
                    }
                    continue;
                }
            }
            self.singly = self.singly.saturating_sub(1);
            self.dispatch(&mut connection, &mut commands, batch).await;
        }
    }

    /// Flights that may be on their way before the next batch is decided.
    fn depth(&self) -> usize {
        if self.guard.is_up() { 1 } else { DEPTH }
    }

    /// Takes what waits; behind a flight it waits for half as much as flies, so that a few commands
    /// do not make a transaction of their own while many are about to come.
    ///
    /// Empty when a flight has failed and its commands go first, or when no commands will come.
    async fn gather(
        &mut self,
        connection: &mut Connection,
        commands: &mut mpsc::Receiver<Job>,
    ) -> Vec<Job> {
        let mut batch = Vec::new();
        let mut arrived = Vec::new();
        let mut weight = 0;
        loop {
            while let Some(job) = self.held.pop_front() {
                if weight > 0 && weight + job.weight() > self.options.batch {
                    self.held.push_front(job);
                    return batch;
                }
                weight += job.weight();
                batch.push(job);
            }
            let flying: usize = self.flights.iter().map(|flight| flight.streams.len()).sum();
            let enough = (flying / 2).clamp(1, self.options.batch);
            if weight >= enough {
                return batch;
            }
            tokio::select! {
                biased;
                taken = commands.recv_many(&mut arrived, self.options.batch) => if taken == 0 {
                    while !self.flights.is_empty() {
                        self.land(connection, commands).await;
                    }
                    self.again.append(&mut batch);
                    return batch;
                },
                landed = next_landing(&mut self.flights) => {
                    self.landed(landed, connection, commands).await;
                    if !self.again.is_empty() {
                        self.again.append(&mut batch);
                        return batch;
                    }
                }
            }
            self.held.extend(arrived.drain(..));
        }
    }

    /// Decides a batch and sends it.
    async fn dispatch(
        &mut self,
        connection: &mut Connection,
        commands: &mut mpsc::Receiver<Job>,
        batch: Vec<Job>,
    ) {
        let flying = self.flights.iter().flat_map(|flight| &flight.streams);
        self.cache.begin_batch(self.options.cached_facts, flying);
        self.recent.begin_batch();
        let opening = if self.guard.is_up() {
            Opening::Begun
        } else {
            Opening::New
        };
        let found = match self.look_up(connection, &batch).await {
            Ok(found) => found,
            Err(error) => {
                tracing::warn!(%error, "a batch could not be looked up");
                let lost = connection.is_closed();
                let answer = if lost || error.is_passing() {
                    Answer::Unavailable
                } else {
                    Answer::Failed
                };
                batch.into_iter().for_each(|job| job.give_all(&answer));
                if lost || connection.end(opening).await.is_err() {
                    self.reconnect(connection, commands).await;
                }
                return;
            }
        };
        let Some(decided) = self.decide(batch, &found) else {
            if connection.end(opening).await.is_err() {
                self.reconnect(connection, commands).await;
            }
            return;
        };
        let ahead = self
            .flights
            .back_mut()
            .and_then(|flight| flight.turn.take());
        let projector = self.ledger.projector.as_ref();
        let flight = launch(connection.appending(), projector, decided, opening, ahead).await;
        connection.turn();
        self.flights.push_back(flight);
    }

    /// Finds what the batch must know, under the locks of its books if the guard is up.
    async fn look_up(
        &mut self,
        connection: &Connection,
        batch: &[Job],
    ) -> Result<Found, ReadError> {
        let (lookup, lookups) = (&connection.lookup, &connection.lookups);
        if self.guard.is_up() {
            let (append, statements) = connection.appending();
            let appending = (&*append, &*statements);
            let cache = &mut self.cache;
            let taken = self.guard.take(appending, (lookup, lookups), batch, cache);
            taken.await?;
        }
        let found = lookups.run(lookup, batch, &self.recent, &mut self.cache);
        found.await
    }

    fn decide(&mut self, batch: Vec<Job>, found: &Found) -> Option<Decided> {
        let mut deciding = Batch::new(self.ledger.projector.as_ref(), ids::now());
        let flying: Vec<&Pending> = self.flights.iter().map(|flight| &*flight.pending).collect();
        for job in batch {
            for (creditor, request) in job.requests() {
                self.recent.remember(creditor, request);
            }
            deciding.decide(job, found, &flying, &mut self.cache);
        }
        self.again.append(&mut deciding.parked);
        (!deciding.answers.is_empty()).then(|| deciding.finish(&self.origins))
    }

    /// Awaits the first flight and deals with how it ended.
    async fn land(&mut self, connection: &mut Connection, commands: &mut mpsc::Receiver<Job>) {
        let landed = next_landing(&mut self.flights).await;
        self.landed(landed, connection, commands).await;
    }

    async fn landed(
        &mut self,
        (flight, landing): (Flight, Landing),
        connection: &mut Connection,
        commands: &mut mpsc::Receiver<Job>,
    ) {
        match landing {
            Landing::Committed => self.written(flight),
            Landing::Lost => self.reconnect(connection, commands).await,
            Landing::Outdated(failed, how) => {
                self.recent.surprised();
                self.guard.beaten(how);
                self.decide_again(flight, failed, connection, commands)
                    .await;
            }
            Landing::Refused(failed, error) => {
                let jobs = failed.len();
                tracing::error!(error = %Said(&error), jobs, "Postgres refused a batch");
                let failed = self.single_out(failed, &error);
                self.decide_again(flight, failed, connection, commands)
                    .await;
            }
        }
    }

    fn written(&mut self, flight: Flight) {
        let commands = u64::try_from(flight.streams.len()).unwrap_or_default();
        self.committed.fetch_add(commands, Ordering::Relaxed);
        self.guard.written();
        if self.origins.len() > ORIGINS {
            self.origins.clear();
        }
        self.origins.extend(flight.origins);
    }

    /// One command of a refused batch is to blame: each job gets a transaction of its own, then each
    /// command of the job that is refused again, until one that is alone is answered as failed, or as
    /// to be sent again where the error says nothing of the command.
    fn single_out(&mut self, mut failed: Vec<Job>, error: &tokio_postgres::Error) -> Vec<Job> {
        if failed.len() == 1 {
            failed = failed.into_iter().flat_map(Job::split).collect();
            if failed.len() == 1 {
                let answer = if is_passing(error) {
                    Answer::Unavailable
                } else {
                    Answer::Failed
                };
                failed.drain(..).for_each(|job| job.give_all(&answer));
            }
        }
        self.singly += failed.len();
        failed
    }

    /// Takes back a failed flight and those behind it, which were decided on what it would have
    /// left unless they are about other books, brings the cache to what the books really hold, and lines the commands up again.
    async fn decide_again(
        &mut self,
        flight: Flight,
        mut failed: Vec<Job>,
        connection: &mut Connection,
        commands: &mut mpsc::Receiver<Job>,
    ) {
        let mut heads = HashMap::new();
        take_back(&flight, &mut heads, &mut self.cache);
        let mut lost = false;
        while !self.flights.is_empty() {
            let (flight, landing) = next_landing(&mut self.flights).await;
            match landing {
                Landing::Committed => {
                    self.written(flight);
                    continue;
                }
                Landing::Outdated(mut more, _) | Landing::Refused(mut more, _) => {
                    failed.append(&mut more);
                }
                Landing::Lost => lost = true,
            }
            take_back(&flight, &mut heads, &mut self.cache);
        }
        failed.append(&mut self.again);
        self.again = failed;
        for (creditor, head) in &heads {
            self.cache.set_head(*creditor, *head);
        }
        let creditors = heads.into_keys().collect();
        let lookup = &connection.lookup;
        let caught_up = connection
            .lookups
            .catch_up(lookup, &creditors, &mut self.cache)
            .await;
        if lost || caught_up.is_err() {
            self.cache.clear();
            self.reconnect(connection, commands).await;
        }
    }

    /// Answers everybody with "unavailable" until the database is back.
    async fn reconnect(&mut self, connection: &mut Connection, commands: &mut mpsc::Receiver<Job>) {
        while !self.flights.is_empty() {
            let (_, landing) = next_landing(&mut self.flights).await;
            if let Landing::Outdated(failed, _) | Landing::Refused(failed, _) = landing {
                failed
                    .into_iter()
                    .for_each(|job| job.give_all(&Answer::Unavailable));
            }
        }
        self.cache.clear();
        self.again
            .drain(..)
            .chain(self.held.drain(..))
            .for_each(|job| job.give_all(&Answer::Unavailable));
        loop {
            match Connection::open(&self.ledger).await {
                Ok(opened) => {
                    *connection = opened;
                    tracing::info!("the database is back");
                    return;
                }
                Err(error) => tracing::warn!(%error, "the writer is without its database"),
            }
            let pause = tokio::time::sleep(RECONNECT);
            tokio::pin!(pause);
            loop {
                tokio::select! {
                    () = &mut pause => break,
                    job = commands.recv() => match job {
                        Some(job) => job.give_all(&Answer::Unavailable),
                        None => return,
                    },
                }
            }
        }
    }
}

/// Forgets what a flight would have left, and keeps what the heads of its books were before it.
fn take_back(flight: &Flight, heads: &mut HashMap<CreditorId, Head>, cache: &mut Cache) {
    for (creditor, head) in &flight.heads {
        heads.entry(*creditor).or_insert(*head);
    }
    for (creditor, stream) in &flight.streams {
        cache.forget(*creditor, *stream);
    }
}

/// The first flight, once it has landed; never when there is none.
///
/// Dropping this before it completes loses nothing.
async fn next_landing(flights: &mut VecDeque<Flight>) -> (Flight, Landing) {
    let landing = match flights.front_mut() {
        Some(flight) => (&mut flight.landing).await.unwrap_or(Landing::Lost),
        None => std::future::pending().await,
    };
    match flights.pop_front() {
        Some(flight) => (flight, landing),
        None => std::future::pending().await,
    }
}
