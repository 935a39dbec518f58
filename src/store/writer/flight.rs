//! One transaction on its way: every statement that needs not wait is sent before the first is answered.
//!
//! Shape: rows whose keys nothing else can have, which are most of a batch, are added first, beside
//! the flight ahead; then comes the turn to move the heads of the books, which is asked for when the
//! flight ahead has had its own, and after that whatever must find that flight's rows.

use crate::database::{DatabaseError, Said, is_connection_loss};
use crate::origins;
use crate::projector::{Param, Projector};
use crate::writer::Answer;
use crate::writer::batch::Pending;
use crate::writer::cache::Head;
use crate::writer::decided::{Decided, Insert};
use crate::writer::job::Job;
use futures_util::future::{join, join_all};
use quittance_domain::CreditorId;
use quittance_domain::stream::StreamId;
use std::future::Future;
use std::sync::Arc;
use std::task::Poll;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Statement};
use uuid::Uuid;

/// The statements of the writing connection.
pub(super) struct Statements {
    begin: Statement,
    open: Statement,
    pub(super) lock_heads: Statement,
    advance: Statement,
    events: Statement,
    origins: Statement,
    requests: Statement,
    claims: Statement,
    expectations: Statement,
    consumer_keys: Statement,
    lookups: Statement,
    erasures: Statement,
    rows: Vec<Statement>,
    commit: Statement,
}

impl Statements {
    pub async fn prepare(
        client: &Client,
        projector: &dyn Projector,
    ) -> Result<Statements, DatabaseError> {
        let mut rows = Vec::new();
        for sql in projector.statements() {
            rows.push(client.prepare(sql).await?);
        }
        Ok(Statements {
            begin: client.prepare("BEGIN").await?,
            open: client
                .prepare(include_str!("../sql/open_flight.sql"))
                .await?,
            lock_heads: client
                .prepare(include_str!("../sql/lock_heads.sql"))
                .await?,
            advance: client.prepare(include_str!("../sql/advance.sql")).await?,
            events: client
                .prepare(include_str!("../sql/insert_events.sql"))
                .await?,
            origins: client.prepare(origins::INSERT).await?,
            requests: client
                .prepare(include_str!("../sql/insert_requests.sql"))
                .await?,
            claims: client
                .prepare(include_str!("../sql/insert_claims.sql"))
                .await?,
            expectations: client
                .prepare(include_str!("../sql/expect_keys.sql"))
                .await?,
            consumer_keys: client
                .prepare(include_str!("../sql/insert_consumer_keys.sql"))
                .await?,
            lookups: client
                .prepare(include_str!("../sql/keep_lookups.sql"))
                .await?,
            erasures: client
                .prepare(include_str!("../sql/erase_consumers.sql"))
                .await?,
            rows,
            commit: client.prepare("COMMIT").await?,
        })
    }

    fn insert(&self, insert: Insert) -> &Statement {
        match insert {
            Insert::Events => &self.events,
            Insert::Origins => &self.origins,
            Insert::Requests => &self.requests,
            Insert::Claims => &self.claims,
            Insert::Expectations => &self.expectations,
            Insert::ConsumerKeys => &self.consumer_keys,
            Insert::Lookups => &self.lookups,
            Insert::Erasures => &self.erasures,
        }
    }
}

/// How another process was first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beaten {
    /// It had written when the flight came.
    Simply,
    /// Both waited for one another until the flight gave way.
    AfterWaiting,
}

/// How a flight ended.
pub(super) enum Landing {
    /// Durable; everybody has been answered.
    Committed,
    /// Nothing of it is written, and trying again with fresh knowledge can succeed.
    Outdated(Vec<Job>, Beaten),
    /// Nothing of it is written, for a reason that trying again will not mend by itself.
    Refused(Vec<Job>, tokio_postgres::Error),
    /// The connection broke: whether it is written is unknown. Everybody has been told so.
    Lost,
}

/// The end of the wait for a flight: it has moved the heads of its books, or never will.
pub(super) type Turn = oneshot::Receiver<()>;

/// A transaction that has been sent.
pub(super) struct Flight {
    pub landing: JoinHandle<Landing>,
    /// For the flight behind.
    pub turn: Option<Turn>,
    pub pending: Arc<Pending>,
    /// The heads that the books had when the flight was decided.
    pub heads: Vec<(CreditorId, Head)>,
    /// The streams of its commands, whose cached states are only as true as this flight.
    pub streams: Vec<(CreditorId, StreamId)>,
    /// The origins that are in the book once it has landed.
    pub origins: Vec<(CreditorId, Uuid)>,
}

/// Whether the connection has a transaction for the flight already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    New,
    /// Begun by a [`Guard`](crate::writer::guard), which holds the locks of the books.
    Begun,
}

/// Statements with their parameters.
type Calls = Vec<(Statement, Vec<Param>)>;

/// Sends a decided batch behind the flight ahead, whose connection must be another one; when this
/// returns, all that needs not wait for that flight is in the connection's queue, in order.
pub(super) async fn launch(
    (client, statements): (Arc<Client>, Arc<Statements>),
    projector: &dyn Projector,
    decided: Decided,
    opening: Opening,
    ahead: Option<Turn>,
) -> Flight {
    let pending = Arc::new(decided.pending);
    let envelopes = decided.answers.iter().flat_map(|(job, _)| &job.envelopes);
    let streams = envelopes
        .map(|envelope| (envelope.creditor, envelope.stream()))
        .collect();
    let (mut early, mut late): (Calls, Calls) = (Vec::with_capacity(6), Vec::with_capacity(8));
    if opening == Opening::New {
        early.push((statements.begin.clone(), Vec::new()));
        early.push((statements.open.clone(), decided.tenants));
    }
    for (insert, params) in decided.inserts {
        let calls = if insert.adds() { &mut early } else { &mut late };
        calls.push((statements.insert(insert).clone(), params));
    }
    for write in decided.writes {
        let adds = projector.adds(write.statement);
        let calls = if adds { &mut early } else { &mut late };
        if let Some(statement) = statements.rows.get(write.statement) {
            calls.push((statement.clone(), write.params));
        }
    }
    late.push((statements.commit.clone(), Vec::new()));
    let advance = (statements.advance.clone(), decided.advance);
    let answers = decided.answers;
    let (moved, turn) = oneshot::channel();
    let mut flight = Box::pin(async move {
        let added = send(&client, &early);
        let written = async {
            if let Some(ahead) = ahead {
                // A flight that ends without its turn lets the next one go too, to find another head.
                let _ = ahead.await;
            }
            let advance = async {
                let advanced = call(&client, &advance).await;
                let _ = moved.send(());
                advanced
            };
            let (advanced, written) = join(advance, send(&client, &late)).await;
            advanced.and(written)
        };
        let (added, written) = join(added, written).await;
        // The first error is the one that counts: those after it say that the transaction is aborted.
        land(added.and(written), answers)
    });
    // The first poll encodes and queues the statements; whatever is sent next comes after them.
    let first = std::future::poll_fn(|cx| Poll::Ready(flight.as_mut().poll(cx))).await;
    let landing = match first {
        Poll::Ready(landing) => tokio::spawn(std::future::ready(landing)),
        Poll::Pending => tokio::spawn(flight),
    };
    Flight {
        landing,
        turn: Some(turn),
        pending,
        heads: decided.heads,
        streams,
        origins: decided.origins,
    }
}

/// Sends every statement and awaits every answer; the first error is the one that is told.
async fn send(client: &Client, calls: &Calls) -> Result<(), tokio_postgres::Error> {
    let sent = calls.iter().map(|one| call(client, one));
    // COMMIT of an aborted transaction succeeds and rolls back, so every result is looked at.
    join_all(sent).await.into_iter().collect()
}

async fn call(
    client: &Client,
    (statement, params): &(Statement, Vec<Param>),
) -> Result<(), tokio_postgres::Error> {
    let params: Vec<&(dyn ToSql + Sync)> = params
        .iter()
        .map(|param| &**param as &(dyn ToSql + Sync))
        .collect();
    client.execute(statement, &params).await.map(|_| ())
}

fn land(outcome: Result<(), tokio_postgres::Error>, answers: Vec<(Job, Vec<Answer>)>) -> Landing {
    let Err(error) = outcome else {
        for (job, answers) in answers {
            job.give(answers);
        }
        return Landing::Committed;
    };
    if is_connection_loss(&error) {
        tracing::warn!(error = %Said(&error), "the outcome of a batch is unknown");
        for (job, _) in answers {
            job.give_all(&Answer::Unavailable);
        }
        return Landing::Lost;
    }
    let jobs = answers.into_iter().map(|(job, _)| job).collect();
    match error.code().map(SqlState::code) {
        // QB001: the book has moved, or a consumer is erased.
        // 23505: another process took a sequence, a request id or a name first.
        Some("QB001" | "23505" | "40001") => Landing::Outdated(jobs, Beaten::Simply),
        // Somebody has the lock of the book and waits for the flight's rows, or there is a deadlock.
        Some("55P03" | "40P01") => Landing::Outdated(jobs, Beaten::AfterWaiting),
        _ => Landing::Refused(jobs, error),
    }
}
