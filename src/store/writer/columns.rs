//! What a batch writes to the book, one array a column.

use crate::chain::Link;
use crate::projector::Param;
use crate::writer::cache::Head;
use crate::writer::{Envelope, Reply, RequestKey};
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::CreditorId;
use quittance_domain::stream::Event;
use std::collections::BTreeMap;
use uuid::Uuid;

#[derive(Default)]
pub(super) struct EventColumns {
    creditor: Vec<Uuid>,
    sequence: Vec<i64>,
    stream: Vec<Uuid>,
    version: Vec<i16>,
    effective: Vec<NaiveDate>,
    recorded_at: Vec<DateTime<Utc>>,
    event_type: Vec<&'static str>,
    actor: Vec<String>,
    request_id: Vec<Option<String>>,
    payload: Vec<String>,
    hash: Vec<Vec<u8>>,
}

/// Digest, status and body.
type SavedAnswer = ([u8; 32], i16, Vec<u8>);

#[derive(Default)]
pub(super) struct RequestColumns {
    pub rows: BTreeMap<(Uuid, String), SavedAnswer>,
}

#[derive(Default)]
pub(super) struct ClaimColumns {
    pub rows: BTreeMap<(Uuid, &'static str, String), Uuid>,
}

/// A sequence as Postgres keeps it.
pub(super) fn as_i64(sequence: u64) -> i64 {
    i64::try_from(sequence).unwrap_or(i64::MAX)
}

impl EventColumns {
    /// Adds an event at its place in the chain and returns its hash.
    pub fn push(&mut self, envelope: &Envelope, event: &Event, place: Head) -> crate::chain::Hash {
        let mut payload = Vec::with_capacity(320);
        if let Err(error) = event.write_payload(&mut payload) {
            tracing::error!(%error, "an event cannot be written as JSON");
        }
        let payload = String::from_utf8(payload).unwrap_or_default();
        let link = Link {
            creditor: envelope.creditor.0,
            sequence: as_i64(place.sequence),
            stream: envelope.stream().uuid(),
            event_type: event.name(),
            version: event.version(),
            effective: event.effective(),
            recorded_at: place.recorded_at,
            actor: &envelope.actor,
            request_id: envelope.request.as_ref().map(|request| &*request.id),
            payload: payload.as_bytes(),
        };
        let hash = link.hash(&place.hash);
        self.creditor.push(link.creditor);
        self.sequence.push(link.sequence);
        self.stream.push(link.stream);
        self.version.push(link.version);
        self.effective.push(link.effective);
        self.recorded_at.push(link.recorded_at);
        self.event_type.push(event.name());
        self.actor.push(link.actor.to_owned());
        self.request_id.push(link.request_id.map(str::to_owned));
        self.hash.push(hash.to_vec());
        self.payload.push(payload);
        hash
    }

    pub fn params(self) -> Vec<Param> {
        vec![
            Box::new(self.creditor),
            Box::new(self.sequence),
            Box::new(self.stream),
            Box::new(self.version),
            Box::new(self.effective),
            Box::new(self.recorded_at),
            Box::new(self.event_type),
            Box::new(self.actor),
            Box::new(self.request_id),
            Box::new(self.payload),
            Box::new(self.hash),
        ]
    }
}

impl RequestColumns {
    pub fn push(&mut self, creditor: CreditorId, request: &RequestKey, reply: &Reply) {
        let key = (creditor.0, request.id.to_string());
        let status = i16::try_from(reply.status).unwrap_or(500);
        self.rows
            .insert(key, (request.digest, status, reply.body.to_vec()));
    }

    pub fn params(self, at: DateTime<Utc>) -> Vec<Param> {
        let (mut creditors, mut ids, mut digests) = (vec![], vec![], vec![]);
        let (mut statuses, mut times, mut bodies) = (vec![], vec![], vec![]);
        for ((creditor, id), (digest, status, body)) in self.rows {
            creditors.push(creditor);
            ids.push(id);
            digests.push(digest.to_vec());
            statuses.push(status);
            times.push(at);
            bodies.push(body);
        }
        vec![
            Box::new(creditors),
            Box::new(ids),
            Box::new(digests),
            Box::new(statuses),
            Box::new(times),
            Box::new(bodies),
        ]
    }
}

impl ClaimColumns {
    pub fn params(self) -> Vec<Param> {
        let (mut creditors, mut kinds) = (vec![], vec![]);
        let (mut names, mut streams) = (vec![], vec![]);
        for ((creditor, kind, name), stream) in self.rows {
            creditors.push(creditor);
            kinds.push(kind);
            names.push(name);
            streams.push(stream);
        }
        vec![
            Box::new(creditors),
            Box::new(kinds),
            Box::new(names),
            Box::new(streams),
        ]
    }
}
