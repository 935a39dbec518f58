//! Property 3: the order in which facts arrive does not matter, only their effective dates and
//! their order within a day.

use crate::life::try_lives;
use crate::run::Run;
use chrono::NaiveDate;
use proptest::prelude::*;
use quittance_domain::FactId;
use quittance_domain::account::{
    AcceptSettlement, Account, AssessFee, ChargeOff, Command, Disburse, Fact, FactKind,
    OfferSettlement, PaymentStanding, RecordPayment, RefundPayment, Reimburse, ReversePayment,
    WaiveFee,
};
use std::sync::atomic::{AtomicU32, Ordering};
use uuid::Uuid;

/// Every fact of a life, and every return, arrives again on its last day, in another order.
#[test]
fn arrivals_can_be_permuted_across_days() {
    let (tried, compared) = (AtomicU32::new(0), AtomicU32::new(0));
    try_lives(prop::collection::vec(any::<u8>(), 0..60), |run, keys| {
        let Some(account) = run.account() else {
            return Ok(());
        };
        let today = run.moments.last().unwrap().today;
        let opening = (account.opened_on, run.moments[0].command.clone());
        let order = permuted(arrivals(account, today), keys);
        let other = Run::of(std::iter::once(opening).chain(order.map(|it| (today, it))));
        tried.fetch_add(1, Ordering::Relaxed);
        // An early arrival can be refused, as a charge-off of a debt that is not known yet.
        if other.moments.iter().any(|moment| moment.outcome.is_err()) {
            return Ok(());
        }
        compared.fetch_add(1, Ordering::Relaxed);
        prop_assert_eq!(
            run.outcome(),
            other.outcome(),
            "instead of the life\n{}",
            other
        );
        let (one, two) = (crate::journal::by_day(run), crate::journal::by_day(&other));
        prop_assert_eq!(one, two, "the books differ");
        Ok(())
    });
    let (tried, compared) = (tried.into_inner(), compared.into_inner());
    assert!(
        compared * 2 > tried,
        "only {compared} of {tried} lives could be compared"
    );
}

/// Something to arrive: its command, the day it is about, and what must have arrived before.
struct Arrival {
    id: Uuid,
    day: Option<NaiveDate>,
    command: Command,
    after: Vec<Uuid>,
}

/// What has to arrive for the account to have its offers, facts and returns.
fn arrivals(account: &Account, today: NaiveDate) -> Vec<Arrival> {
    let mut arrivals: Vec<Arrival> = Vec::new();
    for offer in &account.offers {
        arrivals.push(Arrival {
            id: offer.id.0,
            day: None,
            after: arrivals.iter().map(|earlier| earlier.id).collect(),
            command: Command::OfferSettlement(OfferSettlement {
                id: offer.id,
                amount: offer.amount,
                tier: offer.tier,
                effective: offer.offered_on,
                expires_on: offer.expires_on,
            }),
        });
    }
    for fact in &account.facts {
        let Some((command, after)) = recording(fact) else {
            continue;
        };
        arrivals.push(Arrival {
            id: fact.id.0,
            day: Some(fact.date),
            command,
            after,
        });
    }
    let returned = account.facts.iter().filter(|fact| is_returned(fact));
    for fact in returned {
        let refund = |other: &Fact| match &other.kind {
            FactKind::Refund { payment, .. } if *payment == fact.id => Some(other.id.0),
            _ => None,
        };
        arrivals.push(Arrival {
            id: Uuid::from_u128(!fact.id.0.as_u128()),
            day: None,
            after: account
                .facts
                .iter()
                .filter_map(refund)
                .chain([fact.id.0])
                .collect(),
            command: Command::ReversePayment(ReversePayment {
                payment: fact.id,
                reason: "nsf".into(),
                effective: today,
                nsf_fee: None,
            }),
        });
    }
    arrivals
}

fn is_returned(fact: &Fact) -> bool {
    matches!(&fact.kind, FactKind::Payment(it) if it.standing == PaymentStanding::Reversed)
}

/// The command that records a fact, and what it refers to.
fn recording(fact: &Fact) -> Option<(Command, Vec<Uuid>)> {
    let (id, effective): (FactId, NaiveDate) = (fact.id, fact.date);
    let reason = Box::from("");
    let refers_to = match &fact.kind {
        FactKind::FeeWaived { fee, .. } => vec![fee.0],
        FactKind::Refund { payment, .. } => vec![payment.0],
        FactKind::SettlementAccepted { offer, .. } => vec![offer.0],
        _ => vec![],
    };
    let command = match &fact.kind {
        FactKind::Placed { .. } => return None,
        FactKind::Disbursed { amount } => {
            let amount = Some(*amount);
            Command::Disburse(Disburse {
                id,
                amount,
                effective,
            })
        }
        FactKind::Payment(it) => Command::RecordPayment(RecordPayment {
            id,
            amount: it.amount,
            method: it.method,
            direction: it.direction,
            effective,
            external_id: it.external_id.clone(),
        }),
        FactKind::Fee { amount, kind } => {
            let (amount, kind) = (*amount, *kind);
            Command::AssessFee(AssessFee {
                id,
                amount,
                kind,
                effective,
            })
        }
        FactKind::FeeWaived { fee, amount } => {
            let (fee, amount) = (*fee, Some(*amount));
            Command::WaiveFee(WaiveFee {
                id,
                fee,
                amount,
                reason,
                effective,
            })
        }
        FactKind::Refund { payment, amount } => {
            let (payment, amount) = (*payment, Some(*amount));
            Command::RefundPayment(RefundPayment {
                id,
                payment,
                amount,
                reason,
                effective,
            })
        }
        FactKind::Reimbursed { amount } => {
            let amount = *amount;
            Command::Reimburse(Reimburse {
                id,
                amount,
                reason,
                effective,
            })
        }
        FactKind::SettlementAccepted { offer, .. } => {
            let (offer, acceptance) = (*offer, id);
            Command::AcceptSettlement(AcceptSettlement {
                offer,
                acceptance,
                effective,
            })
        }
        FactKind::ChargedOff => Command::ChargeOff(ChargeOff {
            id,
            effective,
            reason,
        }),
    };
    Some((command, refers_to))
}

/// The arrivals by their keys, as far as days and references allow.
fn permuted(mut waiting: Vec<Arrival>, keys: &[u8]) -> impl Iterator<Item = Command> {
    let mut arrived = Vec::new();
    let mut keys = keys.iter().copied().chain(std::iter::repeat(0));
    while !waiting.is_empty() {
        let may_arrive = |place: &usize| {
            let it = &waiting[*place];
            let first_of_day = it.day.is_none()
                || waiting[..*place]
                    .iter()
                    .all(|earlier| earlier.day != it.day);
            let is_known = |id: &Uuid| waiting.iter().all(|other| other.id != *id);
            first_of_day && it.after.iter().all(is_known)
        };
        let ready: Vec<usize> = (0..waiting.len()).filter(may_arrive).collect();
        let place = ready[usize::from(keys.next().unwrap_or(0)) % ready.len()];
        arrived.push(waiting.remove(place).command);
    }
    arrived.into_iter()
}
