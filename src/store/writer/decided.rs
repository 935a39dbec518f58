//! A decided batch as a flight carries it: statements and their parameters.

use crate::origins;
use crate::projector::{Param, Write};
use crate::writer::Answer;
use crate::writer::batch::{Batch, Pending};
use crate::writer::cache::Head;
use crate::writer::columns::as_i64;
use crate::writer::job::Job;
use quittance_domain::CreditorId;
use std::collections::HashSet;
use uuid::Uuid;

/// The parts of a decided batch that a flight carries.
pub(super) struct Decided {
    /// The heads that the books had.
    pub heads: Vec<(CreditorId, Head)>,
    /// The creditors, as a setting names them.
    pub tenants: Vec<Param>,
    /// Creditors, hashes of expected heads, new heads, hashes, recorded time.
    pub advance: Vec<Param>,
    /// Places in the flight's statements and their parameters.
    pub inserts: Vec<(Insert, Vec<Param>)>,
    pub writes: Vec<Write>,
    pub answers: Vec<(Job, Vec<Answer>)>,
    pub pending: Pending,
    /// The origins that its events name.
    pub origins: Vec<(CreditorId, Uuid)>,
}

/// The statements of the book itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Insert {
    Events,
    /// Those that the events name.
    Origins,
    Requests,
    Claims,
    /// Writes nothing, and fails when a key that something is sealed under has been destroyed.
    Expectations,
    ConsumerKeys,
    Lookups,
    /// Last, so that what came with the same batch goes too.
    Erasures,
}

impl Insert {
    /// Whether it only adds rows whose keys no other flight of this process can have.
    pub fn adds(self) -> bool {
        matches!(self, Insert::Events | Insert::Requests)
    }
}

impl Batch {
    /// The batch as parameters, sorted by key; `kept` are origins that are in the book already.
    pub fn finish(self, kept: &HashSet<(CreditorId, Uuid)>) -> Decided {
        let (mut creditors, mut expected, mut moved, mut hashes) = (vec![], vec![], vec![], vec![]);
        let mut recorded_at = self.at;
        for (creditor, (was, is)) in &self.heads {
            creditors.push(creditor.0);
            expected.push(was.hash.to_vec());
            moved.push(as_i64(is.sequence));
            hashes.push(is.hash.to_vec());
            recorded_at = recorded_at.max(is.recorded_at);
        }
        let tenants = self.heads.keys().map(CreditorId::to_string);
        let tenants: Vec<Param> = vec![Box::new(tenants.collect::<Vec<_>>().join(","))];
        let advance: Vec<Param> = vec![
            Box::new(creditors),
            Box::new(expected),
            Box::new(moved),
            Box::new(hashes),
            Box::new(recorded_at),
        ];
        let mut inserts = vec![(Insert::Events, self.events.params())];
        let mut origins = origins::Columns::default();
        for (key, named) in &self.origins {
            if !kept.contains(key) {
                origins.push(key.0, named);
            }
        }
        if !origins.is_empty() {
            let mut params = origins.params();
            params.push(Box::new(self.at));
            inserts.push((Insert::Origins, params));
        }
        if !self.requests.rows.is_empty() {
            inserts.push((Insert::Requests, self.requests.params(self.at)));
        }
        if !self.claims.rows.is_empty() {
            inserts.push((Insert::Claims, self.claims.params()));
        }
        self.consumers.add_to(&mut inserts);
        let heads = self
            .heads
            .into_iter()
            .map(|(creditor, (was, _))| (creditor, was))
            .collect();
        Decided {
            heads,
            tenants,
            advance,
            inserts,
            writes: self.rows.finish(),
            answers: self.answers,
            pending: self.pending,
            origins: self.origins.into_keys().collect(),
        }
    }
}
