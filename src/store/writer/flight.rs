//! One transaction on its way: every statement sent before the first is answered.

use crate::database::{DatabaseError, is_connection_loss};
use crate::origins;
use crate::projector::{Param, Projector};
use crate::writer::Answer;
use crate::writer::batch::{Decided, Insert, Pending};
use crate::writer::cache::Head;
use crate::writer::job::Job;
use futures_util::future::join_all;
use quittance_domain::CreditorId;
use quittance_domain::stream::StreamId;
use std::future::Future;
use std::sync::Arc;
use std::task::Poll;
use tokio::task::JoinHandle;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Statement};
use uuid::Uuid;

/// The statements of the writing connection.
pub(super) struct Statements {
    begin: Statement,
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

/// How a flight ended.
pub(super) enum Landing {
    /// Durable; everybody has been answered.
    Committed,
    /// Nothing of it is written, and trying again with fresh knowledge can succeed.
    Outdated(Vec<Job>),
    /// Nothing of it is written, for a reason that trying again will not mend by itself.
    Refused(Vec<Job>, tokio_postgres::Error),
    /// The connection broke: whether it is written is unknown. Everybody has been told so.
    Lost,
}

/// A transaction that has been sent.
pub(super) struct Flight {
    pub landing: JoinHandle<Landing>,
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

/// Sends a decided batch; when this returns, all of it is in the connection's queue, in order.
pub(super) async fn launch(
    client: Arc<Client>,
    statements: Arc<Statements>,
    decided: Decided,
    opening: Opening,
) -> Flight {
    let pending = Arc::new(decided.pending);
    let envelopes = decided.answers.iter().flat_map(|(job, _)| &job.envelopes);
    let streams = envelopes
        .map(|envelope| (envelope.creditor, envelope.stream()))
        .collect();
    let mut calls: Vec<(Statement, Vec<Param>)> = Vec::with_capacity(12);
    if opening == Opening::New {
        calls.push((statements.begin.clone(), Vec::new()));
    }
    calls.push((statements.advance.clone(), decided.advance));
    for (insert, params) in decided.inserts {
        calls.push((statements.insert(insert).clone(), params));
    }
    for write in decided.writes {
        if let Some(statement) = statements.rows.get(write.statement) {
            calls.push((statement.clone(), write.params));
        }
    }
    calls.push((statements.commit.clone(), Vec::new()));
    let answers = decided.answers;
    let mut flight = Box::pin(async move {
        let outcome = send(&client, calls).await;
        land(outcome, answers)
    });
    // The first poll encodes and queues every statement; whatever is sent next comes after it.
    let first = std::future::poll_fn(|cx| Poll::Ready(flight.as_mut().poll(cx))).await;
    let landing = match first {
        Poll::Ready(landing) => tokio::spawn(std::future::ready(landing)),
        Poll::Pending => tokio::spawn(flight),
    };
    Flight {
        landing,
        pending,
        heads: decided.heads,
        streams,
        origins: decided.origins,
    }
}

/// Sends every statement and awaits every answer; the first error is the one that counts, since
/// those after it only say that the transaction is aborted.
async fn send(
    client: &Client,
    calls: Vec<(Statement, Vec<Param>)>,
) -> Result<(), tokio_postgres::Error> {
    let sent = calls.iter().map(|(statement, params)| async move {
        let params: Vec<&(dyn ToSql + Sync)> = params
            .iter()
            .map(|param| &**param as &(dyn ToSql + Sync))
            .collect();
        client.execute(statement, &params).await
    });
    // COMMIT of an aborted transaction succeeds and rolls back, so every result is looked at.
    for result in join_all(sent).await {
        result?;
    }
    Ok(())
}

fn land(outcome: Result<(), tokio_postgres::Error>, answers: Vec<(Job, Vec<Answer>)>) -> Landing {
    let Err(error) = outcome else {
        for (job, answers) in answers {
            job.give(answers);
        }
        return Landing::Committed;
    };
    if is_connection_loss(&error) {
        tracing::warn!(%error, "the outcome of a batch is unknown");
        for (job, _) in answers {
            job.give_all(&Answer::Unavailable);
        }
        return Landing::Lost;
    }
    let jobs = answers.into_iter().map(|(job, _)| job).collect();
    // QB001: the book has moved, or a consumer is erased. 23505: another process took a request id or a name first.
    // 40001, 40P01: serialization failure and deadlock, which are always worth another try.
    let outdated = ["QB001", "23505", "40001", "40P01"];
    match error.code() {
        Some(code) if outdated.contains(&code.code()) => Landing::Outdated(jobs),
        _ => Landing::Refused(jobs, error),
    }
}
