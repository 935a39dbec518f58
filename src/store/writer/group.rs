//! Groups: commands of one creditor that are decided in order and written in one transaction, with
//! one reply.
//!
//! A group that is all or nothing is rehearsed on copies of its streams' states before anything is
//! recorded, so that nothing has to be taken back.

use crate::writer::batch::{Batch, Verdict};
use crate::writer::cache::Cache;
use crate::writer::columns::Kept;
use crate::writer::job::{Job, Joint};
use crate::writer::lookup::Found;
use crate::writer::order::Declined;
use crate::writer::{Answer, Envelope, Reply, RequestKey};
use quittance_domain::CreditorId;
use quittance_domain::stream::{State, StreamId, apply};
use std::collections::HashMap;
use std::fmt;

/// What becomes of a group when one of its commands is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The others are recorded all the same.
    Each,
    /// None is recorded, but for the refusal itself, which is an event and an answer to keep like
    /// any other.
    AllOrNothing,
}

/// A group of commands with one reply.
pub struct Whole {
    pub mode: Mode,
    /// All of one creditor; at most [`super::GROUP_LIMIT`].
    ///
    /// One with a request id of its own is found again under it.
    pub envelopes: Vec<Envelope>,
    /// The request id under which the reply to the whole group is saved.
    pub request: Option<RequestKey>,
    pub responder: Box<dyn WholeResponder>,
}

impl fmt::Debug for Whole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Whole")
            .field("mode", &self.mode)
            .field("commands", &self.envelopes.len())
            .finish_non_exhaustive()
    }
}

/// Makes the reply to a whole group.
pub trait WholeResponder: Send + Sync {
    /// Called once, with the answer to each command in order, before the reply is saved.
    ///
    /// `None` stands for a command that is not recorded because another was refused: a group that is
    /// all or nothing then has exactly one answer that is no acceptance, the one that decided it.
    fn reply(&self, answers: &[Option<Answer>]) -> Reply;
}

/// Why a group cannot be recorded as a whole.
enum Objection {
    /// A command that is refused, and will be recorded as such.
    Declined(Declined),
    /// A command whose answer is known, and is no acceptance.
    Known(Verdict),
}

impl Batch {
    /// Decides a group and makes its reply.
    ///
    /// A reply is saved when something is recorded; otherwise the same request may be sent again.
    pub(super) fn joint(
        &mut self,
        job: &Job,
        joint: &Joint,
        found: &Found,
        cache: &mut Cache,
    ) -> Verdict {
        let creditor = job.envelopes.first().map(|first| first.creditor);
        let request = creditor.zip(joint.request.as_ref());
        let known = request.and_then(|(creditor, key)| self.answered(creditor, key, None, found));
        if let Some(known) = known {
            return known;
        }
        let verdicts: Vec<Option<Verdict>> = match joint.mode {
            Mode::Each => {
                let verdicts = self.each(&job.envelopes, found, cache);
                verdicts.into_iter().map(Some).collect()
            }
            Mode::AllOrNothing => self.all_or_nothing(&job.envelopes, found, cache),
        };
        let durable = verdicts.iter().flatten().all(|verdict| verdict.durable);
        let answers: Vec<Option<Answer>> = verdicts
            .into_iter()
            .map(|verdict| verdict.map(|verdict| verdict.answer))
            .collect();
        let reply = joint.responder.reply(&answers);
        let recorded = |answer: &Option<Answer>| matches!(answer, Some(Answer::Fresh(_)));
        if let Some((creditor, key)) = request
            && answers.iter().any(recorded)
        {
            let kept = Kept::Body(reply.body.clone());
            self.save(creditor, key, &reply, kept);
        }
        Verdict {
            answer: Answer::Fresh(reply),
            durable,
        }
    }

    fn all_or_nothing(
        &mut self,
        envelopes: &[Envelope],
        found: &Found,
        cache: &mut Cache,
    ) -> Vec<Option<Verdict>> {
        let Some((place, objection)) = self.rehearse(envelopes, found, cache) else {
            let verdicts = self.each(envelopes, found, cache);
            return verdicts.into_iter().map(Some).collect();
        };
        let mut verdicts: Vec<Option<Verdict>> = envelopes.iter().map(|_| None).collect();
        if let (Some(envelope), Some(verdict)) = (envelopes.get(place), verdicts.get_mut(place)) {
            *verdict = match (objection, self.head(envelope.creditor, cache)) {
                (Objection::Known(known), _) => Some(known),
                (Objection::Declined(declined), Some(head)) => {
                    Some(self.refuse(envelope, declined, head, cache))
                }
                (Objection::Declined(_), None) => Some(Verdict::durable(Answer::AccountUnknown)),
            };
        }
        verdicts
    }

    /// Decides a group on copies of its streams' states; the first command that is no acceptance
    /// objects to all of it.
    fn rehearse(
        &self,
        envelopes: &[Envelope],
        found: &Found,
        cache: &mut Cache,
    ) -> Option<(usize, Objection)> {
        let mut rehearsal = Rehearsal::default();
        envelopes.iter().enumerate().find_map(|(place, envelope)| {
            let objection = match self.known(envelope, found) {
                Some(known) => match &known.answer {
                    // Done before, as it would be now.
                    Answer::Replayed(reply) if reply.accepts() => None,
                    _ => Some(Objection::Known(known)),
                },
                None => rehearsal.play(self, envelope, cache).err(),
            };
            objection.map(|objection| (place, objection))
        })
    }
}

/// What a group would leave, one command after another.
#[derive(Default)]
struct Rehearsal<'a> {
    states: HashMap<(CreditorId, StreamId), State>,
    requests: HashMap<&'a str, &'a RequestKey>,
    claims: HashMap<&'a super::Claim, StreamId>,
    events: u64,
}

impl<'a> Rehearsal<'a> {
    fn play(
        &mut self,
        batch: &Batch,
        envelope: &'a Envelope,
        cache: &mut Cache,
    ) -> Result<(), Objection> {
        if let Some(request) = &envelope.request
            && let Some(earlier) = self.requests.insert(&request.id, request)
        {
            return match earlier == request {
                true => Ok(()), // It will get the earlier one's answer.
                false => Err(known(Answer::RequestIdReused)),
            };
        }
        for claim in &envelope.claims {
            if let Some(holder) = self.claims.insert(claim, envelope.stream()) {
                return Err(known(Answer::Taken(claim.clone(), holder.uuid())));
            }
        }
        let head = batch.head(envelope.creditor, cache);
        let head = head.ok_or(Objection::Declined(Declined::Unknown))?;
        let key = (envelope.creditor, envelope.stream());
        let state = self
            .states
            .entry(key)
            .or_insert_with(|| cache.with(key.0, key.1, |state| state.clone()));
        let today = batch.at.date_naive();
        let decision = envelope.order.decide(state, today);
        let events = decision.map_err(Objection::Declined)?;
        for event in &events {
            self.events += 1;
            // An event that diverges is found out when it is recorded.
            let _ = apply(state, head.sequence + self.events, event);
        }
        Ok(())
    }
}

/// An answer that the group itself leads to, whatever else is in the batch.
fn known(answer: Answer) -> Objection {
    Objection::Known(Verdict::durable(answer))
}
