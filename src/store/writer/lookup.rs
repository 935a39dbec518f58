//! What a batch must know before it decides, fetched in one round trip.

use crate::chain::{GENESIS, Hash};
use crate::database::DatabaseError;
use crate::events::{ReadError, STREAMS, load_states, read_row};
use crate::writer::cache::{Cache, Head};
use crate::writer::columns::as_i64;
use crate::writer::job::Job;
use crate::writer::recent::Recent;
use crate::writer::{Answer, Claim, Envelope, Order, Reply, RequestKey};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use quittance_domain::stream::{Event, StreamId, apply};
use quittance_domain::{ConsumerId, CreditorId};
use std::collections::{BTreeSet, HashMap, HashSet};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Row, Statement};
use uuid::Uuid;

/// Events of another process that are folded into the cached states one by one.
/// Of more than that, reading again the streams that are asked for costs less.
const FOLLOWED: u64 = 20_000;

/// The statements of the lookup connection.
pub(super) struct Lookups {
    requests: Statement,
    claims: Statement,
    keys: Statement,
    head: Statement,
    since: Statement,
    streams: Statement,
}

/// An answer saved under a request id.
pub(super) struct Saved {
    /// What was asked.
    pub digest: Hash,
    pub reply: SavedReply,
}

/// A reply as it was saved.
pub(super) enum SavedReply {
    Kept(Reply),
    /// Made again of the event that it told of.
    OfEvent {
        recorded_at: DateTime<Utc>,
        event: Box<Event>,
    },
    /// The event that it told of cannot be read.
    Unreadable,
}

impl Saved {
    /// The answer to a request with the same id, made anew by what is ordered if need be.
    pub fn answer(&self, request: &RequestKey, order: Option<&Order>) -> Answer {
        if self.digest != request.digest {
            return Answer::RequestIdReused;
        }
        match &self.reply {
            SavedReply::Kept(reply) => Answer::Replayed(reply.clone()),
            SavedReply::Unreadable => Answer::Failed,
            SavedReply::OfEvent { recorded_at, event } => order
                .and_then(|order| order.tell(event, *recorded_at))
                .map_or_else(
                    || {
                        let event = event.name();
                        tracing::error!(event, "a repeated request cannot tell of its event");
                        Answer::Failed
                    },
                    Answer::Replayed,
                ),
        }
    }
}

/// What was found for one batch.
#[derive(Default)]
pub(super) struct Found {
    pub requests: HashMap<(CreditorId, Box<str>), Saved>,
    pub claims: HashMap<(CreditorId, Claim), Uuid>,
    /// Those under whose keys something is sealed, and whose keys are destroyed.
    pub erased: BTreeSet<(CreditorId, ConsumerId)>,
    /// Streams whose events cannot all be read, so that nothing can be decided on them.
    pub unreadable: HashSet<(CreditorId, StreamId)>,
}

impl Lookups {
    pub async fn prepare(client: &Client) -> Result<Lookups, DatabaseError> {
        Ok(Lookups {
            requests: client
                .prepare(include_str!("../sql/read_requests.sql"))
                .await?,
            claims: client
                .prepare(include_str!("../sql/read_claims.sql"))
                .await?,
            keys: client.prepare(include_str!("../sql/read_keys.sql")).await?,
            head: client.prepare(include_str!("../sql/read_head.sql")).await?,
            since: client
                .prepare(include_str!("../sql/read_since.sql"))
                .await?,
            streams: client.prepare(STREAMS).await?,
        })
    }

    /// Finds saved answers and taken names, and fills the cache with the heads and states that the
    /// batch needs and it lacks; asks nothing when nothing is needed.
    pub async fn run(
        &self,
        client: &Client,
        batch: &[Job],
        recent: &Recent,
        cache: &mut Cache,
    ) -> Result<Found, ReadError> {
        let asked = Asked::of(batch, recent);
        let creditors: BTreeSet<CreditorId> =
            envelopes(batch).map(|envelope| envelope.creditor).collect();
        let missing: BTreeSet<(CreditorId, StreamId)> = envelopes(batch)
            .filter(|envelope| envelope.order.has_history())
            .map(|envelope| (envelope.creditor, envelope.stream()))
            .filter(|(creditor, stream)| !cache.contains(*creditor, *stream))
            .collect();
        let headless = creditors
            .iter()
            .any(|creditor| cache.head(*creditor).is_none());
        if asked.is_empty() && missing.is_empty() && !headless {
            return Ok(Found::default());
        }
        let set = tenants(&creditors);
        let (set, found) = tokio::join!(client.batch_execute(&set), self.saved(client, &asked));
        set?;
        let mut unreadable = HashSet::new();
        for creditor in creditors {
            if cache.head(creditor).is_none()
                && let Some(head) = self.head(client, creditor).await?
            {
                cache.set_head(creditor, head);
            }
            let of_creditor = missing.iter().filter(|(owner, _)| *owner == creditor);
            let streams: Vec<StreamId> = of_creditor.map(|(_, stream)| *stream).collect();
            if !streams.is_empty() {
                let states = load_states(client, &self.streams, creditor, &streams).await?;
                for folded in states {
                    match folded {
                        Ok(read) => cache.insert(creditor, read.stream, read.state, read.upto),
                        Err((stream, error)) => {
                            tracing::error!(%creditor, %error, "a stream cannot be read");
                            unreadable.insert((creditor, stream));
                        }
                    }
                }
            }
        }
        Ok(Found {
            unreadable,
            ..found?
        })
    }

    async fn saved(
        &self,
        client: &Client,
        asked: &Asked<'_>,
    ) -> Result<Found, tokio_postgres::Error> {
        let (askers, ids): (Vec<Uuid>, Vec<&str>) = asked.requests.iter().copied().unzip();
        let claims = &asked.claims;
        let creditors: Vec<Uuid> = claims.iter().map(|(creditor, _)| *creditor).collect();
        let kinds: Vec<&str> = claims.iter().map(|(_, claim)| claim.kind).collect();
        let names: Vec<&str> = claims.iter().map(|(_, claim)| &*claim.name).collect();
        let sealed_for: (Vec<Uuid>, Vec<Uuid>) = asked
            .keys
            .iter()
            .map(|(creditor, consumer)| (creditor.0, consumer.0))
            .unzip();
        let (saved, taken, keys) = tokio::join!(
            async {
                if ids.is_empty() {
                    return Ok(Vec::new());
                }
                client.query(&self.requests, &[&askers, &ids]).await
            },
            async {
                if claims.is_empty() {
                    return Ok(Vec::new());
                }
                client
                    .query(&self.claims, &[&creditors, &kinds, &names])
                    .await
            },
            async {
                if asked.keys.is_empty() {
                    return Ok(Vec::new());
                }
                client
                    .query(&self.keys, &[&sealed_for.0, &sealed_for.1])
                    .await
            }
        );
        let mut found = Found {
            erased: asked.keys.clone(),
            ..Found::default()
        };
        for row in keys? {
            found
                .erased
                .remove(&(CreditorId(row.get(0)), ConsumerId(row.get(1))));
        }
        for row in saved? {
            let saved = Saved {
                // A digest of another length is no request's.
                digest: row.get::<_, &[u8]>(2).try_into().unwrap_or_default(),
                reply: saved_reply(&row),
            };
            found.requests.insert(
                (CreditorId(row.get(0)), row.get::<_, &str>(1).into()),
                saved,
            );
        }
        for row in taken? {
            let (kind, name): (&str, &str) = (row.get(1), row.get(2));
            if let Some(claim) = claims
                .iter()
                .map(|(_, claim)| *claim)
                .find(|c| c.kind == kind && &*c.name == name)
            {
                found
                    .claims
                    .insert((CreditorId(row.get(0)), (*claim).clone()), row.get(3));
            }
        }
        Ok(found)
    }

    async fn head(
        &self,
        client: &Client,
        creditor: CreditorId,
    ) -> Result<Option<Head>, tokio_postgres::Error> {
        let row = client.query_opt(&self.head, &[&creditor.0]).await?;
        Ok(row.map(|row| head_of(&row)))
    }

    /// Brings the cache up to what other processes have written to these books.
    pub async fn catch_up(
        &self,
        client: &Client,
        creditors: &BTreeSet<CreditorId>,
        cache: &mut Cache,
    ) -> Result<(), ReadError> {
        client.batch_execute(&tenants(creditors)).await?;
        for creditor in creditors {
            if let Some(head) = self.head(client, *creditor).await? {
                self.follow(client, *creditor, head, cache).await?;
            }
        }
        Ok(())
    }

    /// Folds into the cached states of a book what it holds up to `head`, which becomes the head.
    ///
    /// The connection's tenants must include the creditor.
    pub async fn follow(
        &self,
        client: &Client,
        creditor: CreditorId,
        head: Head,
        cache: &mut Cache,
    ) -> Result<(), ReadError> {
        let Some(known) = cache.head(creditor) else {
            cache.set_head(creditor, head);
            return Ok(());
        };
        if head.sequence.saturating_sub(known.sequence) > FOLLOWED {
            cache.forget_book(creditor);
        } else {
            let (after, upto) = (as_i64(known.sequence), as_i64(head.sequence));
            let between: [&(dyn ToSql + Sync); 3] = [&creditor.0, &after, &upto];
            for row in client.query(&self.since, &between).await? {
                let stream = StreamId::of(creditor, row.get(0), row.get(2));
                match read_row(stream, &row) {
                    Ok((sequence, event)) => fold(cache, creditor, stream, sequence, &event),
                    // Only who asks for this stream need know.
                    Err(_) => cache.forget(creditor, stream),
                }
            }
        }
        cache.set_head(creditor, head);
        Ok(())
    }
}

/// Folds an event into the cached state of its stream, if there is one that lacks it.
fn fold(cache: &mut Cache, creditor: CreditorId, stream: StreamId, sequence: u64, event: &Event) {
    if !cache.lacks(creditor, stream, sequence) {
        return;
    }
    let folded = cache.with(creditor, stream, |state| apply(state, sequence, event));
    cache.reached(creditor, stream, sequence);
    if let Err(divergence) = folded {
        tracing::error!(%creditor, sequence, %divergence, "an event does not follow");
        cache.forget(creditor, stream);
    }
}

/// The head in a row of `book.books`.
pub(super) fn head_of(row: &Row) -> Head {
    Head {
        sequence: u64::try_from(row.get::<_, i64>("sequence")).unwrap_or_default(),
        hash: row.get::<_, Vec<u8>>("hash").try_into().unwrap_or(GENESIS),
        recorded_at: row.get("recorded_at"),
    }
}

/// The reply in a row of `read_requests.sql`: kept, or the event that it is made of.
fn saved_reply(row: &Row) -> SavedReply {
    if let Some(body) = row.get::<_, Option<Vec<u8>>>(4) {
        let status = u16::try_from(row.get::<_, i16>(3)).unwrap_or(500);
        let body = Bytes::from(body);
        return SavedReply::Kept(Reply { status, body });
    }
    let (sequence, payload): (i64, &str) = (row.get(5), row.get(10));
    let stream = StreamId::of(CreditorId(row.get(0)), row.get(6), row.get(7));
    match Event::read(stream, row.get(7), row.get(8), payload.as_bytes()) {
        Ok(event) => SavedReply::OfEvent {
            recorded_at: row.get(9),
            event: Box::new(event),
        },
        Err(error) => {
            tracing::error!(sequence, %error, "an event that was told of cannot be read");
            SavedReply::Unreadable
        }
    }
}

/// What a batch asks of the tables.
struct Asked<'a> {
    requests: Vec<(Uuid, &'a str)>,
    claims: Vec<(Uuid, &'a Claim)>,
    keys: BTreeSet<(CreditorId, ConsumerId)>,
}

impl<'a> Asked<'a> {
    fn of(batch: &'a [Job], recent: &Recent) -> Asked<'a> {
        Asked {
            requests: batch
                .iter()
                .flat_map(Job::requests)
                .filter(|(creditor, request)| recent.may_be_answered(*creditor, request))
                .map(|(creditor, request)| (creditor.0, &*request.id))
                .collect(),
            claims: envelopes(batch)
                .flat_map(|e| e.claims.iter().map(|claim| (e.creditor.0, claim)))
                .collect(),
            keys: envelopes(batch)
                .filter_map(|envelope| Some((envelope.creditor, envelope.sealed_for()?)))
                .collect(),
        }
    }

    fn is_empty(&self) -> bool {
        self.requests.is_empty() && self.claims.is_empty() && self.keys.is_empty()
    }
}

pub(super) fn envelopes(batch: &[Job]) -> impl Iterator<Item = &Envelope> {
    batch.iter().flat_map(|job| &job.envelopes)
}

/// Names the tenants of a connection.
pub(super) fn tenants(creditors: &BTreeSet<CreditorId>) -> String {
    format!("SET {}", of_tenants(creditors))
}

/// Names the tenants of the connection's transaction.
pub(super) fn local_tenants(creditors: &BTreeSet<CreditorId>) -> String {
    format!("SET LOCAL {}", of_tenants(creditors))
}

fn of_tenants(creditors: &BTreeSet<CreditorId>) -> String {
    let ids: Vec<String> = creditors.iter().map(CreditorId::to_string).collect();
    format!("quittance.creditors = '{}'", ids.join(","))
}
