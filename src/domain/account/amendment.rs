//! One change of an account's facts: what an event amounts to.

use crate::account::event::Event;
use crate::account::{Account, Fact, FactKind, Payment, PaymentStanding};
use crate::id::{FactId, OfferId, PaymentId};
use chrono::NaiveDate;
use std::borrow::Cow;

/// One change of the facts.
#[derive(Clone, Debug)]
pub(super) enum Amendment {
    Add(Fact),
    /// An open payment counts, from a day.
    Complete(PaymentId, NaiveDate),
    Fail(PaymentId),
    Reverse(PaymentId),
    Redate(PaymentId, NaiveDate),
    /// Something other than a payment is as if it had never been.
    Void(FactId),
    /// What a settlement was broken for has turned out not to be so.
    Mend(OfferId),
}

impl Amendment {
    /// The change that an event recorded at `sequence` makes; `None` when it makes none, or names
    /// something that the account does not have.
    pub fn of(account: &Account, sequence: u64, event: &Event) -> Option<Amendment> {
        let (id, kind) = match event {
            Event::PaymentCompleted(e) => return Some(Amendment::Complete(e.payment, e.effective)),
            Event::PaymentFailed(e) => return Some(Amendment::Fail(e.payment)),
            Event::PaymentReversed(e) => return Some(Amendment::Reverse(e.payment)),
            Event::PaymentBackdated(e) => return Some(Amendment::Redate(e.payment, e.effective)),
            Event::EntryReversed(e) => return Some(Amendment::Void(e.entry)),
            _ => recorded(account, event)?,
        };
        Some(Amendment::Add(Fact {
            id,
            sequence,
            date: event.effective(),
            kind,
        }))
    }

    /// Whether it brings the money with which the debt begins: what a schedule had due before that is
    /// asked for no more, on any day.
    pub fn begins(&self, account: &Account) -> bool {
        let lends = |fact: &Fact| fact.kind.lends();
        matches!(self, Amendment::Add(fact) if lends(fact)) && !account.facts.iter().any(lends)
    }

    /// The payment or other fact that the change is about.
    pub fn fact(&self) -> FactId {
        match self {
            Amendment::Add(fact) => fact.id,
            Amendment::Complete(id, _)
            | Amendment::Fail(id)
            | Amendment::Reverse(id)
            | Amendment::Redate(id, _)
            | Amendment::Void(id) => *id,
            Amendment::Mend(offer) => FactId(offer.0),
        }
    }

    /// Makes the change; the facts stay in order.
    pub fn commit(self, facts: &mut Vec<Fact>) {
        match self {
            Amendment::Add(fact) => insert(facts, fact),
            Amendment::Complete(id, date) => {
                set_standing(facts, id, PaymentStanding::Completed);
                redate(facts, id, date);
            }
            Amendment::Fail(id) => set_standing(facts, id, PaymentStanding::Failed),
            Amendment::Reverse(id) => set_standing(facts, id, PaymentStanding::Reversed),
            Amendment::Redate(id, date) => redate(facts, id, date),
            Amendment::Void(id) => void(facts, id),
            Amendment::Mend(offer) => mend(facts, offer),
        }
    }

    /// Whether the account has what the change is about.
    pub fn fits(&self, account: &Account) -> bool {
        match self {
            Amendment::Add(fact) => match &fact.kind {
                FactKind::Refund { payment, .. } | FactKind::ChargedBack { payment, .. } => {
                    account.payment(*payment).is_some()
                }
                FactKind::FeeWaived { fee, .. } => account.find(*fee).is_some(),
                FactKind::FeeWaiverUndone { waiver, .. } => account.find(*waiver).is_some(),
                _ => true,
            },
            Amendment::Complete(id, _)
            | Amendment::Fail(id)
            | Amendment::Reverse(id)
            | Amendment::Redate(id, _) => account.payment(*id).is_some(),
            Amendment::Mend(offer) => account.offer(*offer).is_some(),
            Amendment::Void(id) => account
                .find(*id)
                .is_some_and(|(_, fact)| fact.kind.is_reversible()),
        }
    }

    /// The fact that begins to count, when it comes after all others and nothing before it depends
    /// on it.
    pub fn at_end<'a>(&'a self, account: &Account) -> Option<Cow<'a, Fact>> {
        match self {
            Amendment::Add(fact) => {
                // What these do is known only from the whole life.
                let looks_back = matches!(
                    fact.kind,
                    FactKind::Refund { .. }
                        | FactKind::ChargedBack { .. }
                        | FactKind::FeeWaiverUndone { .. }
                );
                let last = account.facts.last().map(Fact::order);
                let is_last = last.is_none_or(|last| last < fact.order());
                (is_last && !looks_back).then_some(Cow::Borrowed(fact))
            }
            Amendment::Complete(id, date) => {
                let (_, open) = account.find(*id)?;
                let mut fact = open.clone();
                fact.date = *date;
                if let FactKind::Payment(payment) = &mut fact.kind {
                    payment.standing = PaymentStanding::Completed;
                }
                // Until now it was as if it were not there.
                let mut others = account.facts.iter().rev().filter(|other| other.id != *id);
                let last = others.next().map(Fact::order);
                last.is_none_or(|last| last < fact.order())
                    .then_some(Cow::Owned(fact))
            }
            Amendment::Fail(_)
            | Amendment::Reverse(_)
            | Amendment::Redate(..)
            | Amendment::Void(_)
            | Amendment::Mend(_) => None,
        }
    }
}

fn insert(facts: &mut Vec<Fact>, fact: Fact) {
    let place = facts.partition_point(|other| other.order() < fact.order());
    facts.insert(place, fact);
}

fn redate(facts: &mut Vec<Fact>, id: FactId, date: NaiveDate) {
    if let Some(place) = facts.iter().rposition(|fact| fact.id == id) {
        let mut fact = facts.remove(place);
        fact.date = date;
        insert(facts, fact);
    }
}

fn void(facts: &mut [Fact], id: FactId) {
    if let Some(fact) = facts.iter_mut().rev().find(|fact| fact.id == id) {
        fact.void();
    }
}

fn mend(facts: &mut [Fact], mended: OfferId) {
    let breach = |fact: &&mut Fact| matches!(fact.kind, FactKind::SettlementBroken { offer, .. } if offer == mended);
    for fact in facts.iter_mut().filter(breach) {
        fact.void();
    }
}

fn set_standing(facts: &mut [Fact], id: PaymentId, standing: PaymentStanding) {
    let fact = facts.iter_mut().rev().find(|fact| fact.id == id);
    if let Some(FactKind::Payment(payment)) = fact.map(|fact| &mut fact.kind) {
        payment.standing = standing;
    }
}

/// The fact that an event records.
fn recorded(account: &Account, event: &Event) -> Option<(FactId, FactKind)> {
    Some(match event {
        Event::LoanDisbursed(e) => (e.disbursement, FactKind::Disbursed { amount: e.amount }),
        Event::PaymentReceived(e) => {
            let payment = Payment {
                amount: e.amount,
                method: e.method,
                direction: e.direction,
                standing: e.standing,
                external_id: e.external_id.clone(),
            };
            (e.payment, FactKind::Payment(payment))
        }
        Event::PaymentRefunded(e) => {
            let (payment, amount) = (e.payment, e.amount);
            (e.refund, FactKind::Refund { payment, amount })
        }
        Event::PaymentChargedBack(e) => {
            let (payment, amount) = (e.payment, e.amount);
            (e.chargeback, FactKind::ChargedBack { payment, amount })
        }
        Event::BalanceAdjusted(e) => (e.adjustment, FactKind::Adjusted { by: e.by }),
        Event::CreditGranted(e) => (e.credit, FactKind::Credited { amount: e.amount }),
        Event::CreditRefunded(e) => (e.refund, FactKind::CreditRefunded { amount: e.amount }),
        Event::InterestWaived(e) => (e.waiver, FactKind::InterestWaived { amount: e.amount }),
        Event::RateChanged(e) => (e.change, FactKind::RateChanged { rate: e.rate }),
        Event::WrittenOff(e) => (e.write_off, FactKind::WrittenOff { amount: e.amount }),
        Event::ReimbursementPaid(e) => (e.reimbursement, FactKind::Reimbursed { amount: e.amount }),
        Event::FeeAssessed(e) => {
            let (amount, kind) = (e.amount, e.kind);
            (e.fee, FactKind::Fee { amount, kind })
        }
        Event::FeeWaived(e) => {
            let (fee, amount) = (e.fee, e.amount);
            (e.waiver, FactKind::FeeWaived { fee, amount })
        }
        Event::FeeWaiverUndone(e) => {
            let (waiver, fee, amount) = (e.waiver, e.fee, e.amount);
            let kind = FactKind::FeeWaiverUndone {
                waiver,
                fee,
                amount,
            };
            (e.undoing, kind)
        }
        Event::SettlementAccepted(e) => {
            let (offer, amount) = (e.offer, account.offer(e.offer)?.proposed());
            (e.acceptance, FactKind::SettlementAccepted { offer, amount })
        }
        Event::SettlementBroken(e) => {
            let (offer, asked) = (e.offer, e.missed.map(|missed| missed.asked));
            (e.breach, FactKind::SettlementBroken { offer, asked })
        }
        Event::ChargedOff(e) => (e.charge_off, FactKind::ChargedOff),
        Event::AccountRecalled(e) => (e.recall, FactKind::Recalled),
        Event::InterestPosted(e) => (e.posting, FactKind::InterestPosted),
        _ => return None,
    })
}
