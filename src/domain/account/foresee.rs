//! What a change of the facts leads to, without making it.
//!
//! Deciding and folding both go through here, so that what an event says and what it does cannot
//! differ.
//! A fact at the end of the account's life is one step; anything else replays the life as it was
//! and as it becomes, and books the difference.

use crate::account::amendment::Amendment;
use crate::account::evolve::{Change, PaymentChange};
use crate::account::replay::{Later, Step, Totals, replay_with, step};
use crate::account::{Account, Fact, FactKind, PaymentStatus, Position, Restatement};
use crate::id::FactId;
use crate::journal::{JournalLine, Posting};
use chrono::NaiveDate;
use std::borrow::Cow;
use std::collections::HashMap;

/// Where an amendment leads.
#[derive(Debug)]
pub(super) struct Foreseen {
    pub change: Change,
    pub position: Position,
}

/// Follows an amendment; `None` when it names something the account does not have.
pub(super) fn foresee(account: &Account, amendment: &Amendment) -> Option<Foreseen> {
    if !amendment.fits(account) {
        return None;
    }
    Some(match amendment.at_end(account) {
        Some(Cow::Borrowed(new)) => extend(account, new, None),
        Some(Cow::Owned(open)) => extend(account, &open, account.payment_status(open.id)),
        None => rewrite(account, amendment),
    })
}

/// One more step at the end of the life.
fn extend(account: &Account, fact: &Fact, was: Option<PaymentStatus>) -> Foreseen {
    let mut position = account.position.clone();
    let step = step(&account.terms, &mut position, fact, Later::default());
    let mut change = Change {
        lines: lines(fact.date, &step.postings),
        split: step.split,
        ..Change::default()
    };
    let payment = payment_change(fact, &step, Later::default(), was);
    change.payments.extend(payment);
    Foreseen { change, position }
}

/// The whole life again, as it was and as it becomes; the difference is what is booked.
fn rewrite(account: &Account, amendment: &Amendment) -> Foreseen {
    let mut facts = account.facts.clone();
    amendment.clone().commit(&mut facts);
    let (totals, totals_now) = (Totals::of(&account.facts), Totals::of(&facts));
    let before = replay_with(&account.terms, &account.facts, &totals);
    let after = replay_with(&account.terms, &facts, &totals_now);

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
        change.restatements.extend(restatement(was, fact, step));
        if fact.id == amendment.fact() {
            change.split = step.split;
        }
        let status = was.and_then(|(fact, _)| status(fact, totals.later(fact)));
        let Some(now) = payment_change(fact, step, totals_now.later(fact), status) else {
            continue;
        };
        let same = was.is_some_and(|(old_fact, old_step)| {
            old_fact == fact && old_step.split == step.split && now.was == Some(now.status)
        });
        if !same {
            change.payments.push(now);
        }
    }
    Foreseen {
        change,
        position: after.position,
    }
}

/// How a fact that had been divided is divided differently now; the first division of a payment
/// that was open until now is none.
fn restatement(was: Option<(&Fact, &Step)>, fact: &Fact, step: &Step) -> Option<Restatement> {
    let (old_fact, old_step) = was?;
    let was_open =
        matches!(&old_fact.kind, FactKind::Payment(payment) if payment.standing.is_open());
    let (before, after) = (old_step.split?, step.split?);
    (before != after && !was_open).then_some(Restatement {
        payment: fact.id,
        before,
        after,
    })
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

fn status(fact: &Fact, later: Later) -> Option<PaymentStatus> {
    match &fact.kind {
        FactKind::Payment(payment) => Some(PaymentStatus::of(payment, later)),
        _ => None,
    }
}

fn payment_change(
    fact: &Fact,
    step: &Step,
    later: Later,
    was: Option<PaymentStatus>,
) -> Option<PaymentChange> {
    Some(PaymentChange {
        payment: fact.id,
        sequence: fact.sequence,
        effective: fact.date,
        amount: fact.amount(),
        split: step.split.unwrap_or_default(),
        status: status(fact, later)?,
        was,
    })
}
