//! Deciding a batch in memory and gathering what it writes.

use crate::origins::NamedOrigin;
use crate::projector::{Projector, Recorded, RecordedConsumer, RecordedSetting, Rows, Summary};
use crate::writer::cache::{Cache, Head};
use crate::writer::columns::{ClaimColumns, EventRows, Kept, RequestRows};
use crate::writer::consumers::ConsumerColumns;
use crate::writer::job::Job;
use crate::writer::lookup::{Found, Saved, SavedReply};
use crate::writer::order::{Declined, Order};
use crate::writer::{Answer, Claim, Envelope, Reply, RequestKey};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use quittance_domain::account::Change;
use quittance_domain::stream::{Event, State, apply};
use quittance_domain::{CreditorId, consumer};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use uuid::Uuid;

/// What a flight on its way will have made true, and no lookup can see yet.
#[derive(Default)]
pub(super) struct Pending {
    pub requests: HashMap<(CreditorId, Box<str>), Saved>,
    /// Names and who takes them.
    pub claims: HashMap<(CreditorId, Claim), Uuid>,
}

/// An answer, and whether it holds whatever becomes of the batch.
pub(super) struct Verdict {
    pub answer: Answer,
    pub durable: bool,
}

impl Verdict {
    /// An answer that rests on what is in the book already.
    pub fn durable(answer: Answer) -> Verdict {
        Verdict {
            answer,
            durable: true,
        }
    }

    /// An answer that rests on the batch.
    pub fn pending(answer: Answer) -> Verdict {
        Verdict {
            answer,
            durable: false,
        }
    }
}

/// A batch being decided.
pub(super) struct Batch {
    pub(super) at: DateTime<Utc>,
    pub(super) heads: BTreeMap<CreditorId, (Head, Head)>,
    pub(super) events: EventRows,
    pub(super) requests: RequestRows,
    pub(super) claims: ClaimColumns,
    pub(super) consumers: ConsumerColumns,
    pub(super) origins: BTreeMap<(CreditorId, Uuid), Arc<NamedOrigin>>,
    pub(super) rows: Box<dyn Rows>,
    /// Jobs in the batch and their answers once it is durable.
    pub answers: Vec<(Job, Vec<Answer>)>,
    /// Jobs that must wait for a flight ahead of them.
    pub parked: Vec<Job>,
    pub pending: Pending,
}

impl Batch {
    pub fn new(projector: &dyn Projector, at: DateTime<Utc>) -> Batch {
        Batch {
            at,
            heads: BTreeMap::new(),
            events: EventRows::default(),
            requests: RequestRows::default(),
            claims: ClaimColumns::default(),
            consumers: ConsumerColumns::default(),
            origins: BTreeMap::new(),
            rows: projector.begin(),
            answers: Vec::new(),
            parked: Vec::new(),
            pending: Pending::default(),
        }
    }

    /// Decides a job; answers that need no writing are given at once.
    ///
    /// One that asks for what a flight ahead is about to make true waits for that flight.
    pub fn decide(&mut self, job: Job, found: &Found, flying: &[&Pending], cache: &mut Cache) {
        if waits(&job, flying) {
            return self.parked.push(job);
        }
        let verdicts = match job.as_joint() {
            Some(joint) => vec![self.joint(&job, joint, found, cache)],
            None => self.each(&job.envelopes, found, cache),
        };
        let durable = verdicts.iter().all(|verdict| verdict.durable);
        let answers = verdicts.into_iter().map(|verdict| verdict.answer).collect();
        if durable {
            job.give(answers);
        } else {
            self.answers.push((job, answers));
        }
    }

    /// Decides commands one after another.
    pub(super) fn each(
        &mut self,
        envelopes: &[Envelope],
        found: &Found,
        cache: &mut Cache,
    ) -> Vec<Verdict> {
        envelopes
            .iter()
            .map(|envelope| self.one(envelope, found, cache))
            .collect()
    }

    /// Decides one command.
    fn one(&mut self, envelope: &Envelope, found: &Found, cache: &mut Cache) -> Verdict {
        if let Some(known) = self.known(envelope, found) {
            return known;
        }
        let Some(head) = self.head(envelope.creditor, cache) else {
            return Verdict::durable(Answer::AccountUnknown);
        };
        let today = self.at.date_naive();
        let decision = cache.with(envelope.creditor, envelope.stream(), |state| {
            envelope.order.decide(state, today)
        });
        match decision {
            Err(declined) => self.refuse(envelope, declined, head, cache),
            Ok(events) => self.record(envelope, events, head, found, cache),
        }
    }

    /// The head of a book as the batch so far will leave it.
    pub(super) fn head(&self, creditor: CreditorId, cache: &Cache) -> Option<Head> {
        let moved = self.heads.get(&creditor).map(|heads| heads.1);
        moved.or(cache.head(creditor))
    }

    /// The answer to a command that needs no decision: its request id has been answered, a name
    /// that it claims is taken, or the key that it is sealed under is destroyed.
    pub(super) fn known(&self, envelope: &Envelope, found: &Found) -> Option<Verdict> {
        let creditor = envelope.creditor;
        let request = envelope.request.as_ref();
        let order = Some(&envelope.order);
        let answered = request.and_then(|request| self.answered(creditor, request, order, found));
        let answered = answered.or_else(|| {
            let stream = (creditor, envelope.stream());
            let unreadable = found.unreadable.contains(&stream);
            unreadable.then(|| Verdict::durable(Answer::Failed))
        });
        let answered = answered.or_else(|| self.erased(envelope, found));
        answered.or_else(|| {
            envelope.claims.iter().find_map(|claim| {
                let key = (creditor, claim.clone());
                let own = envelope.holder(claim);
                let taken = |holder: &Uuid| Answer::Taken(claim.clone(), *holder);
                let anothers = |holder: &&Uuid| **holder != own;
                let before = found.claims.get(&key).filter(anothers);
                let before = before.map(taken).map(Verdict::durable);
                let here = || self.pending.claims.get(&key).filter(anothers).map(taken);
                before.or_else(|| here().map(Verdict::pending))
            })
        })
    }

    /// The answer to a command that comes with something sealed under a key that is destroyed.
    fn erased(&self, envelope: &Envelope, found: &Found) -> Option<Verdict> {
        let consumer = envelope.sealed_for()?;
        let answer = Answer::ConsumerErased;
        if found.erased.contains(&(envelope.creditor, consumer)) {
            return Some(Verdict::durable(answer));
        }
        let here = self.consumers.erases(envelope.creditor, consumer);
        here.then(|| Verdict::pending(answer))
    }

    /// What a request id has been answered with, before or in this batch.
    pub(super) fn answered(
        &self,
        creditor: CreditorId,
        request: &RequestKey,
        order: Option<&Order>,
        found: &Found,
    ) -> Option<Verdict> {
        let key = (creditor, request.id.clone());
        let again = |saved: &Saved| saved.answer(request, order);
        let before = found.requests.get(&key).map(again).map(Verdict::durable);
        let here = || self.pending.requests.get(&key).map(again);
        before.or_else(|| here().map(Verdict::pending))
    }

    /// Records a refusal, which is an answer to keep; that there is no such stream is not.
    pub(super) fn refuse(
        &mut self,
        envelope: &Envelope,
        declined: Declined,
        head: Head,
        cache: &mut Cache,
    ) -> Verdict {
        match declined {
            Declined::Unknown => Verdict::durable(Answer::AccountUnknown),
            Declined::Refused(event, reply) => {
                self.append(envelope, &[*event], head, cache);
                self.answer(envelope, reply, None)
            }
        }
    }

    fn record(
        &mut self,
        envelope: &Envelope,
        events: Vec<Event>,
        head: Head,
        found: &Found,
        cache: &mut Cache,
    ) -> Verdict {
        let (changes, recorded_at) = self.append(envelope, &events, head, cache);
        self.claim(envelope, found);
        if let ([only], [(sequence, _)]) = (&*events, &*changes)
            && let Some(reply) = envelope.order.tell(only, recorded_at)
        {
            return self.answer(envelope, reply, Some(*sequence));
        }
        let reply = cache.with(envelope.creditor, envelope.stream(), |state| {
            envelope.order.accepted(state, events, changes, recorded_at)
        });
        let reply = reply.unwrap_or_else(|| Reply {
            status: 500,
            body: Bytes::new(),
        });
        self.answer(envelope, reply, None)
    }

    /// Saves the answer, as the sequence of the event that it can be made of if there is one.
    fn answer(&mut self, envelope: &Envelope, reply: Reply, event: Option<u64>) -> Verdict {
        if let Some(request) = &envelope.request {
            let kept = match event {
                Some(sequence) => Kept::Event(sequence),
                None => Kept::Body(reply.body.clone()),
            };
            self.save(envelope.creditor, request, &reply, kept);
        }
        Verdict::pending(Answer::Fresh(reply))
    }

    /// Saves the answer under the request's id.
    pub(super) fn save(
        &mut self,
        creditor: CreditorId,
        request: &RequestKey,
        reply: &Reply,
        kept: Kept,
    ) {
        self.requests.push(creditor, request, reply.status, kept);
        let saved = Saved {
            digest: request.digest,
            reply: SavedReply::Kept(reply.clone()),
        };
        let key = (creditor, request.id.clone());
        self.pending.requests.insert(key, saved);
    }

    /// Takes the names and keeps the key that came with an accepted command.
    fn claim(&mut self, envelope: &Envelope, found: &Found) {
        let creditor = envelope.creditor;
        for claim in &envelope.claims {
            let key = (creditor, claim.clone());
            if found.claims.contains_key(&key) {
                // The holder's already.
                continue;
            }
            let holder = envelope.holder(claim);
            self.pending.claims.insert(key, holder);
            let key = (creditor.0, claim.kind, claim.name.to_string());
            self.claims.rows.insert(key, holder);
        }
        if let Some(kept) = &envelope.erasable {
            self.consumers.keep(creditor, kept);
        }
    }

    /// Chains the events, folds them, and gathers every row that they mean; what each has changed
    /// comes back with its sequence.
    fn append(
        &mut self,
        envelope: &Envelope,
        events: &[Event],
        head: Head,
        cache: &mut Cache,
    ) -> (Vec<(u64, Change)>, DateTime<Utc>) {
        let creditor = envelope.creditor;
        if let Some(origin) = &envelope.by.origin {
            let named = (creditor, origin.id);
            self.origins
                .entry(named)
                .or_insert_with(|| Arc::clone(origin));
        }
        let recorded_at = self.at.max(head.recorded_at);
        let mut next = Head {
            recorded_at,
            ..head
        };
        let mut changes = Vec::with_capacity(events.len());
        let columns = &mut self.events;
        let consumers = &mut self.consumers;
        let rows = self.rows.as_mut();
        cache.with(creditor, envelope.stream(), |state| {
            for event in events {
                next.sequence += 1;
                next.hash = columns.push(envelope, event, next);
                if let Event::Consumer(consumer::Event::ConsumerErased(erased)) = event {
                    consumers.erase(creditor, erased.consumer);
                }
                let change = fold(state, event, (creditor, next), rows);
                changes.push((next.sequence, change));
            }
        });
        cache.reached(creditor, envelope.stream(), next.sequence);
        self.heads.entry(creditor).or_insert((head, head)).1 = next;
        cache.set_head(creditor, next);
        (changes, recorded_at)
    }
}

/// Whether a job asks for what a flight on its way is about to make true.
fn waits(job: &Job, flying: &[&Pending]) -> bool {
    if flying.is_empty() {
        return false;
    }
    let any = |test: &dyn Fn(&Pending) -> bool| flying.iter().any(|pending| test(pending));
    let mut requests = job.requests();
    requests.any(|(creditor, request)| {
        let key = (creditor, request.id.clone());
        any(&|pending| pending.requests.contains_key(&key))
    }) || job.envelopes.iter().any(|envelope| {
        envelope.claims.iter().any(|claim| {
            let key = (envelope.creditor, claim.clone());
            any(&|pending| pending.claims.contains_key(&key))
        })
    })
}

/// Folds an event into its stream's state and gathers the rows that it means.
fn fold(
    state: &mut State,
    event: &Event,
    (creditor, place): (CreditorId, Head),
    rows: &mut dyn Rows,
) -> Change {
    let (sequence, recorded_at) = (place.sequence, place.recorded_at);
    let before = state.account().map(Summary::of);
    let change = apply(state, sequence, event).unwrap_or_else(|divergence| {
        // Deciding and folding share their code, so this is a defect of ours.
        tracing::error!(%divergence, sequence, "event diverges");
        Change::default()
    });
    match event {
        Event::Account(event) => {
            if let Some(after) = state.account() {
                rows.observe(&Recorded {
                    creditor,
                    sequence,
                    recorded_at,
                    event,
                    change: &change,
                    before,
                    after,
                });
            }
        }
        Event::Consumer(event) => rows.observe_consumer(&RecordedConsumer {
            creditor,
            sequence,
            recorded_at,
            event,
        }),
        Event::Creditor(event) => {
            if let Some(after) = state.settings() {
                rows.observe_setting(&RecordedSetting {
                    creditor,
                    sequence,
                    recorded_at,
                    event,
                    after,
                });
            }
        }
    }
    change
}
