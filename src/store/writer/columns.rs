//! What a batch writes to the book.

use crate::chain::{Hash, Link};
use crate::projector::Param;
use crate::records::Records;
use crate::writer::cache::Head;
use crate::writer::{Envelope, RequestKey};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use quittance_domain::CreditorId;
use quittance_domain::stream::Event;
use std::collections::BTreeMap;
use uuid::Uuid;

#[derive(Default)]
pub(super) struct EventRows {
    rows: Records,
    payload: Vec<u8>,
}

/// What is saved of a request's answer.
pub(super) struct SavedAnswer {
    digest: Hash,
    status: u16,
    kept: Kept,
}

/// How a reply is kept.
pub(super) enum Kept {
    Body(Bytes),
    /// As the sequence of the event that it is made of.
    Event(u64),
}

#[derive(Default)]
pub(super) struct RequestRows {
    pub rows: BTreeMap<(Uuid, Box<str>), SavedAnswer>,
}

#[derive(Default)]
pub(super) struct ClaimColumns {
    pub rows: BTreeMap<(Uuid, &'static str, String), Uuid>,
}

/// A sequence as Postgres keeps it.
pub(super) fn as_i64(sequence: u64) -> i64 {
    i64::try_from(sequence).unwrap_or(i64::MAX)
}

impl EventRows {
    /// Adds an event at its place in the chain and returns its hash.
    pub fn push(&mut self, envelope: &Envelope, event: &Event, place: Head) -> Hash {
        self.payload.clear();
        if let Err(error) = event.write_payload(&mut self.payload) {
            tracing::error!(%error, "an event cannot be written as JSON");
        }
        let link = Link {
            creditor: envelope.creditor.0,
            sequence: as_i64(place.sequence),
            stream: envelope.stream().uuid(),
            event_type: event.name(),
            version: event.version(),
            effective: event.effective(),
            recorded_at: place.recorded_at,
            actor: &envelope.by,
            request_id: envelope.request_id(),
            origin: envelope.by.origin_id(),
            payload: &self.payload,
        };
        let hash = link.hash(&place.hash);
        self.rows
            .row()
            .uuid(link.creditor)
            .bigint(link.sequence)
            .uuid(link.stream)
            .smallint(link.version)
            .date(link.effective)
            .time(link.recorded_at)
            .text(link.event_type)
            .text(link.actor)
            .optional_text(link.request_id)
            .optional_uuid(link.origin)
            .json(link.payload)
            .bytes(&hash);
        hash
    }

    pub fn params(self) -> Vec<Param> {
        vec![Box::new(self.rows)]
    }
}

impl RequestRows {
    pub fn push(&mut self, creditor: CreditorId, request: &RequestKey, status: u16, kept: Kept) {
        let key = (creditor.0, request.id.clone());
        let answer = SavedAnswer {
            digest: request.digest,
            status,
            kept,
        };
        self.rows.insert(key, answer);
    }

    pub fn params(self, at: DateTime<Utc>) -> Vec<Param> {
        let mut records = Records::default();
        for ((creditor, id), answer) in &self.rows {
            let (sequence, body) = match &answer.kept {
                Kept::Body(body) => (None, Some(&**body)),
                Kept::Event(sequence) => (Some(as_i64(*sequence)), None),
            };
            records
                .row()
                .uuid(*creditor)
                .text(id)
                .bytes(&answer.digest)
                .smallint(i16::try_from(answer.status).unwrap_or(500))
                .time(at)
                .optional_bigint(sequence)
                .optional_bytes(body);
        }
        vec![Box::new(records)]
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
