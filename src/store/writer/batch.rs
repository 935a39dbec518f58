//! Deciding a batch in memory and gathering what it writes.

use crate::projector::{Param, Projector, Recorded, Rows, Summary, Write};
use crate::writer::cache::{Cache, Head};
use crate::writer::columns::{ClaimColumns, EventColumns, RequestColumns, as_i64};
use crate::writer::lookup::Found;
use crate::writer::{Accepted, Answer, Claim, Queued, RecordedEvent, Reply};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use quittance_domain::CreditorId;
use quittance_domain::account::{CommandRefused, Event, Refusal, apply, decide};
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

/// What flights on their way will have made true, and no lookup can see yet.
#[derive(Default)]
pub(super) struct Pending {
    pub requests: HashSet<(CreditorId, Box<str>)>,
    pub claims: HashSet<(CreditorId, Claim)>,
}

/// A batch being decided.
pub(super) struct Batch {
    at: DateTime<Utc>,
    heads: BTreeMap<CreditorId, (Head, Head)>,
    events: EventColumns,
    requests: RequestColumns,
    claims: ClaimColumns,
    consumer_keys: (Vec<Uuid>, Vec<Uuid>, Vec<Vec<u8>>),
    rows: Box<dyn Rows>,
    /// Commands in the batch and their answers once it is durable.
    pub answers: Vec<(Queued, Answer)>,
    /// Commands that must wait for a flight ahead of them.
    pub parked: Vec<Queued>,
    pub pending: Pending,
}

/// The parts of a decided batch that a flight carries.
pub(super) struct Decided {
    /// The heads that the books had.
    pub heads: Vec<(CreditorId, Head)>,
    /// Creditors, expected heads, new heads, hashes, recorded time.
    pub advance: Vec<Param>,
    /// Places in the flight's statements and their parameters.
    pub inserts: Vec<(Insert, Vec<Param>)>,
    pub writes: Vec<Write>,
    pub answers: Vec<(Queued, Answer)>,
    pub pending: Pending,
}

/// The statements of the book itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Insert {
    Events,
    Requests,
    Claims,
    ConsumerKeys,
}

impl Batch {
    pub fn new(projector: &dyn Projector, at: DateTime<Utc>) -> Batch {
        Batch {
            at,
            heads: BTreeMap::new(),
            events: EventColumns::default(),
            requests: RequestColumns::default(),
            claims: ClaimColumns::default(),
            consumer_keys: Default::default(),
            rows: projector.begin(),
            answers: Vec::new(),
            parked: Vec::new(),
            pending: Pending::default(),
        }
    }

    /// Decides one command; an answer that needs no writing is given at once.
    pub fn decide(
        &mut self,
        queued: Queued,
        found: &Found,
        flying: &[&Pending],
        cache: &mut Cache,
    ) {
        let envelope = &queued.envelope;
        let creditor = envelope.creditor;
        if let Some(request) = &envelope.request {
            let key = (creditor, request.id.to_string());
            if let Some(saved) = found.requests.get(&key) {
                let answer = if saved.digest == request.digest {
                    Answer::Replayed(saved.reply.clone())
                } else {
                    Answer::RequestIdReused
                };
                return give(queued, answer);
            }
            let key = (creditor, request.id.clone());
            if self.is_pending(flying, |pending| pending.requests.contains(&key)) {
                return self.parked.push(queued);
            }
        }
        for claim in &envelope.claims {
            let key = (creditor, claim.clone());
            if let Some(holder) = found.claims.get(&key) {
                let answer = Answer::Taken(claim.clone(), *holder);
                return give(queued, answer);
            }
            if self.is_pending(flying, |pending| pending.claims.contains(&key)) {
                return self.parked.push(queued);
            }
        }
        let Some(head) = self
            .heads
            .get(&creditor)
            .map(|heads| heads.1)
            .or(cache.head(creditor))
        else {
            return give(queued, Answer::AccountUnknown);
        };
        let today = self.at.date_naive();
        let decision = cache.with(creditor, envelope.account, |state| {
            decide(state, &envelope.command, today)
        });
        match decision {
            Err(Refusal::AccountUnknown) => give(queued, Answer::AccountUnknown),
            Err(refusal) => self.refuse(queued, refusal, head, cache),
            Ok(events) => self.record(queued, events, head, cache),
        }
    }

    fn is_pending(&self, flying: &[&Pending], test: impl Fn(&Pending) -> bool) -> bool {
        test(&self.pending) || flying.iter().any(|pending| test(pending))
    }

    fn refuse(&mut self, queued: Queued, refusal: Refusal, head: Head, cache: &mut Cache) {
        let event = Event::CommandRefused(CommandRefused {
            command: queued.envelope.command.name().into(),
            refusal: refusal.name().into(),
            message: refusal.to_string().into(),
            effective: self.at.date_naive(),
        });
        self.append(&queued, &[event], head, cache);
        let reply = queued.envelope.responder.refused(&refusal);
        self.answer(queued, reply);
    }

    fn record(&mut self, queued: Queued, events: Vec<Event>, head: Head, cache: &mut Cache) {
        let (events, recorded_at) = self.append(&queued, &events, head, cache);
        let envelope = &queued.envelope;
        let reply = cache.with(envelope.creditor, envelope.account, |state| {
            let account = state.account()?;
            let accepted = Accepted {
                account,
                events: &events,
                recorded_at,
            };
            Some(envelope.responder.accepted(&accepted))
        });
        let reply = reply.unwrap_or_else(|| Reply {
            status: 500,
            body: Bytes::new(),
        });
        self.answer(queued, reply);
    }

    /// Saves the answer under the request's id and keeps it until the batch is durable.
    fn answer(&mut self, queued: Queued, reply: Reply) {
        self.requests.push(&queued, &reply);
        self.answers.push((queued, Answer::Fresh(reply)));
    }

    /// Chains the events, folds them, and gathers every row that they mean.
    fn append(
        &mut self,
        queued: &Queued,
        events: &[Event],
        head: Head,
        cache: &mut Cache,
    ) -> (Vec<RecordedEvent>, DateTime<Utc>) {
        let envelope = &queued.envelope;
        let creditor = envelope.creditor;
        let recorded_at = self.at.max(head.recorded_at);
        let mut next = Head {
            recorded_at,
            ..head
        };
        let mut recorded = Vec::with_capacity(events.len());
        let (rows, columns) = (&mut self.rows, &mut self.events);
        cache.with(creditor, envelope.account, |state| {
            for event in events {
                next.sequence += 1;
                next.hash = columns.push(queued, event, next);
                let before = state.account().map(Summary::of);
                let change = apply(state, next.sequence, event).unwrap_or_else(|divergence| {
                    // Deciding and folding share their code, so this is a defect of ours.
                    tracing::error!(%divergence, sequence = next.sequence, "event diverges");
                    Default::default()
                });
                if let Some(after) = state.account() {
                    rows.observe(&Recorded {
                        creditor,
                        sequence: next.sequence,
                        recorded_at,
                        event,
                        change: &change,
                        before,
                        after,
                    });
                }
                let event = event.clone();
                recorded.push(RecordedEvent {
                    sequence: next.sequence,
                    event,
                    change,
                });
            }
        });
        let pending = &mut self.pending;
        if let Some(request) = &envelope.request {
            pending.requests.insert((creditor, request.id.clone()));
        }
        for claim in &envelope.claims {
            pending.claims.insert((creditor, claim.clone()));
            let key = (creditor.0, claim.kind, claim.name.to_string());
            self.claims.rows.insert(key, envelope.account.0);
        }
        if let Some((consumer, wrapped)) = &envelope.consumer_key {
            self.consumer_keys.0.push(creditor.0);
            self.consumer_keys.1.push(consumer.0);
            self.consumer_keys.2.push(wrapped.clone());
        }
        self.heads.entry(creditor).or_insert((head, head)).1 = next;
        cache.set_head(creditor, next);
        (recorded, recorded_at)
    }

    /// The batch as parameters, sorted by key.
    pub fn finish(self) -> Decided {
        let (mut creditors, mut expected, mut moved, mut hashes) = (vec![], vec![], vec![], vec![]);
        let mut recorded_at = self.at;
        for (creditor, (was, is)) in &self.heads {
            creditors.push(creditor.0);
            expected.push(as_i64(was.sequence));
            moved.push(as_i64(is.sequence));
            hashes.push(is.hash.to_vec());
            recorded_at = recorded_at.max(is.recorded_at);
        }
        let advance: Vec<Param> = vec![
            Box::new(creditors),
            Box::new(expected),
            Box::new(moved),
            Box::new(hashes),
            Box::new(recorded_at),
        ];
        let mut inserts = vec![(Insert::Events, self.events.params())];
        if !self.requests.rows.is_empty() {
            inserts.push((Insert::Requests, self.requests.params(self.at)));
        }
        if !self.claims.rows.is_empty() {
            inserts.push((Insert::Claims, self.claims.params()));
        }
        let (creditor, consumer, wrapped) = self.consumer_keys;
        if !creditor.is_empty() {
            let params: Vec<Param> =
                vec![Box::new(creditor), Box::new(consumer), Box::new(wrapped)];
            inserts.push((Insert::ConsumerKeys, params));
        }
        let heads = self
            .heads
            .into_iter()
            .map(|(creditor, (was, _))| (creditor, was))
            .collect();
        Decided {
            heads,
            advance,
            inserts,
            writes: self.rows.finish(),
            answers: self.answers,
            pending: self.pending,
        }
    }
}

/// Gives an answer; whoever asked may have left.
pub(super) fn give(queued: Queued, answer: Answer) {
    let _ = queued.answer.send(answer);
}
