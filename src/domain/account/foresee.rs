//! What a change of the facts leads to, without making it.
//!
//! Deciding and folding both go through here, so that what an event says and what it does cannot
//! differ.
//! A fact at the end of the account's life is one step; anything else replays the life as it was
//! and as it becomes, and books the difference.

use crate::account::evolve::{Change, PaymentChange};
use crate::account::replay::{Step, replay, step_at_end};
use crate::account::{Account, Fact, FactKind, PaymentStanding, Position, Restatement};
use crate::id::{FactId, PaymentId};
use crate::journal::{JournalLine, Posting};
use chrono::NaiveDate;
use std::collections::HashMap;

/// One change of the facts.
#[derive(Clone, Debug)]
pub(super) enum Amendment {
    Add(Fact),
    Reverse(PaymentId),
    Redate(PaymentId, NaiveDate),
}

/// Where an amendment leads.
#[derive(Debug)]
pub(super) struct Foreseen {
    pub change: Change,
    pub position: Position,
}

impl Amendment {
    /// Makes the change; the facts stay in order.
    pub fn commit(self, facts: &mut Vec<Fact>) {
        match self {
            Amendment::Add(fact) => insert(facts, fact),
            Amendment::Reverse(id) => {
                if let Some(FactKind::Payment(payment)) = facts
                    .iter_mut()
                    .rev()
                    .find(|fact| fact.id == id)
                    .map(|fact| &mut fact.kind)
                {
                    payment.standing = PaymentStanding::Reversed;
                }
            }
            Amendment::Redate(id, date) => {
                if let Some(place) = facts.iter().rposition(|fact| fact.id == id) {
                    let mut fact = facts.remove(place);
                    fact.date = date;
                    insert(facts, fact);
                }
            }
        }
    }

    /// Whether the account has what the change is about.
    fn fits(&self, account: &Account) -> bool {
        match self {
            Amendment::Add(fact) => match &fact.kind {
                FactKind::Refund { payment, .. } => account.payment(*payment).is_some(),
                FactKind::FeeWaived { fee, .. } => account.find(*fee).is_some(),
                _ => true,
            },
            Amendment::Reverse(id) | Amendment::Redate(id, _) => account.payment(*id).is_some(),
        }
    }

    /// The fact, when it comes after all others and nothing before it depends on it.
    fn at_end(&self, account: &Account) -> Option<&Fact> {
        match self {
            Amendment::Add(fact) if !matches!(fact.kind, FactKind::Refund { .. }) => {
                let last = account.facts.last().map(Fact::order);
                last.is_none_or(|last| last < fact.order()).then_some(fact)
            }
            _ => None,
        }
    }
}

fn insert(facts: &mut Vec<Fact>, fact: Fact) {
    let place = facts.partition_point(|other| other.order() < fact.order());
    facts.insert(place, fact);
}

/// Follows an amendment; `None` when it names something the account does not have.
pub(super) fn foresee(account: &Account, amendment: &Amendment) -> Option<Foreseen> {
    if !amendment.fits(account) {
        return None;
    }
    Some(match amendment.at_end(account) {
        Some(fact) => extend(account, fact),
        None => rewrite(account, amendment),
    })
}

/// One more step at the end of the life.
fn extend(account: &Account, fact: &Fact) -> Foreseen {
    let mut position = account.position.clone();
    let step = step_at_end(&account.terms, &mut position, fact);
    let mut change = Change::default();
    change.payments.extend(payment_change(fact, &step));
    change.lines = lines(fact.date, &step.postings);
    Foreseen { change, position }
}

/// The whole life again, as it was and as it becomes; the difference is what is booked.
fn rewrite(account: &Account, amendment: &Amendment) -> Foreseen {
    let before = replay(&account.terms, &account.facts);
    let mut facts = account.facts.clone();
    amendment.clone().commit(&mut facts);
    let after = replay(&account.terms, &facts);

    let old: HashMap<FactId, (&Fact, &Step)> = account
        .facts
        .iter()
        .zip(&before.steps)
        .map(|(fact, step)| (fact.id, (fact, step)))
        .collect();
    let mut change = Change::default();
    for (fact, step) in facts.iter().zip(&after.steps) {
        let was = old.get(&fact.id).copied();
        restate_lines(&mut change.lines, was, fact, step);
        let Some(now) = payment_change(fact, step) else {
            continue;
        };
        match was {
            Some((old_fact, old_step)) => {
                let split_before = old_step.split.unwrap_or_default();
                if split_before != now.split {
                    change.restatements.push(Restatement {
                        payment: fact.id,
                        before: split_before,
                        after: now.split,
                    });
                }
                if split_before != now.split || old_fact != fact {
                    change.payments.push(now);
                }
            }
            None => change.payments.push(now),
        }
    }
    Foreseen {
        change,
        position: after.position,
    }
}

/// Reverses the lines that no longer hold and books those that are new.
fn restate_lines(
    lines: &mut Vec<JournalLine>,
    was: Option<(&Fact, &Step)>,
    fact: &Fact,
    step: &Step,
) {
    let mut fresh: Vec<Posting> = step.postings.clone();
    if let Some((old_fact, old_step)) = was {
        for posting in &old_step.postings {
            let same = fresh.iter().position(|new| new == posting);
            match same {
                Some(place) if old_fact.date == fact.date => {
                    fresh.remove(place);
                }
                _ => lines.push(JournalLine {
                    effective: old_fact.date,
                    posting: posting.reversed(),
                }),
            }
        }
    }
    lines.extend(self::lines(fact.date, &fresh));
}

fn lines(effective: NaiveDate, postings: &[Posting]) -> Vec<JournalLine> {
    postings
        .iter()
        .map(|posting| JournalLine {
            effective,
            posting: *posting,
        })
        .collect()
}

fn payment_change(fact: &Fact, step: &Step) -> Option<PaymentChange> {
    match &fact.kind {
        FactKind::Payment(payment) => Some(PaymentChange {
            payment: fact.id,
            sequence: fact.sequence,
            effective: fact.date,
            amount: payment.amount,
            split: step.split.unwrap_or_default(),
            standing: payment.standing,
        }),
        _ => None,
    }
}
