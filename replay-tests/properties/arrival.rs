//! Property 3: the order in which facts arrive does not matter, only their effective dates and
//! their order within a day.

use chrono::NaiveDate;
use proptest::prelude::*;
use quittance_domain::account::{
    AcceptSettlement, Account, AdjustBalance, AssessFee, ChangeRate, ChargeBackPayment, ChargeOff,
    Command, Disburse, Fact, FactKind, FailPayment, FeeCause, GrantCredit, Offer, OfferSettlement,
    OfferStatus, PaymentStanding, PostInterest, RecallAccount, RecordPayment, RefundCredit,
    RefundPayment, Reimburse, ReverseEntry, ReversePayment, UndoFeeWaiver, WaiveFee, WaiveInterest,
    WriteOff,
};
use quittance_domain::{FactId, Money};
use quittance_lives::life::try_lives;
use quittance_lives::run::Run;
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
        if !account.offers.iter().all(is_as_offered) {
            return Ok(());
        }
        let today = run.moments.last().unwrap().today;
        let opening = (account.opened_on, run.moments[0].command.clone(), None);
        let order = permuted(arrivals(account, today), keys);
        let order = order.map(|it| (today, it.command, it.by));
        let other = Run::of(std::iter::once(opening).chain(order));
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
    /// The difference of a stated balance.
    by: Option<Money>,
    after: Vec<Uuid>,
}

/// What has to arrive for the account to have its offers, facts and returns.
fn arrivals(account: &Account, today: NaiveDate) -> Vec<Arrival> {
    let mut arrivals: Vec<Arrival> = Vec::new();
    for offer in &account.offers {
        arrivals.push(Arrival {
            id: offer.id.0,
            day: None,
            by: None,
            after: arrivals.iter().map(|earlier| earlier.id).collect(),
            command: Command::OfferSettlement(OfferSettlement {
                id: offer.id,
                amount: offer.amount,
                tier: offer.tier,
                floor: None,
                effective: offer.offered_on,
                expires_on: offer.expires_on,
            }),
        });
    }
    for fact in &account.facts {
        let fact = &as_recorded(fact);
        let Some(command) = recording(fact) else {
            continue;
        };
        arrivals.push(Arrival {
            id: fact.id.0,
            day: Some(fact.date),
            by: match fact.kind {
                FactKind::Adjusted { by } => Some(by),
                _ => None,
            },
            command,
            after: refers_to(fact),
        });
    }
    for fact in &account.facts {
        let Some(command) = ending(fact, today) else {
            continue;
        };
        let refund = |other: &Fact| match &other.kind {
            FactKind::Refund { payment, .. } if *payment == fact.id => Some(other.id.0),
            _ => None,
        };
        arrivals.push(Arrival {
            id: Uuid::from_u128(!fact.id.0.as_u128()),
            day: None,
            by: None,
            after: account
                .facts
                .iter()
                .filter_map(refund)
                .chain([fact.id.0])
                .collect(),
            command,
        });
    }
    arrivals
}

/// Whether all that became of an offer stands among the facts.
fn is_as_offered(offer: &Offer) -> bool {
    use OfferStatus::{Accepted, Paid, Pending};
    offer.counter.is_none() && matches!(offer.status, Pending | Accepted | Paid)
}

/// A fact as it was before it was reversed.
fn as_recorded(fact: &Fact) -> Fact {
    match &fact.kind {
        // A breach that turned out to be none left nothing behind.
        FactKind::Reversed(kind) if !is_breach(kind) => Fact {
            kind: (**kind).clone(),
            ..fact.clone()
        },
        _ => fact.clone(),
    }
}

fn is_breach(kind: &FactKind) -> bool {
    matches!(kind, FactKind::SettlementBroken { .. })
}

/// The return or the failure of a payment that did not last, or the reversal of another entry.
fn ending(fact: &Fact, today: NaiveDate) -> Option<Command> {
    if let FactKind::Reversed(kind) = &fact.kind {
        if is_breach(kind) {
            return None;
        }
        return Some(Command::ReverseEntry(ReverseEntry {
            entry: fact.id,
            reason: "mistaken".into(),
            effective: today,
        }));
    }
    let FactKind::Payment(it) = &fact.kind else {
        return None;
    };
    let (payment, effective) = (fact.id, today);
    match it.standing {
        PaymentStanding::Reversed => Some(Command::ReversePayment(ReversePayment {
            payment,
            reason: "nsf".into(),
            effective,
            nsf_fee: None,
        })),
        PaymentStanding::Failed => Some(Command::FailPayment(FailPayment {
            payment,
            reason: "stopped".into(),
            effective,
        })),
        _ => None,
    }
}

/// The command that records a fact.
#[expect(clippy::too_many_lines, reason = "an arm a kind of fact")]
fn recording(fact: &Fact) -> Option<Command> {
    let (id, effective): (FactId, NaiveDate) = (fact.id, fact.date);
    let reason = Box::from("");
    let command = match &fact.kind {
        FactKind::Placed { .. } | FactKind::Reversed(_) => return None,
        FactKind::Credited { .. }
        | FactKind::CreditRefunded { .. }
        | FactKind::InterestWaived { .. }
        | FactKind::FeeWaiverUndone { .. }
        | FactKind::WrittenOff { .. }
        | FactKind::RateChanged { .. } => return without_money(fact),
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
            standing: match it.standing {
                PaymentStanding::Failed => PaymentStanding::Pending,
                PaymentStanding::Reversed => PaymentStanding::Completed,
                as_it_is => as_it_is,
            },
            effective,
            external_id: it.external_id.clone(),
        }),
        FactKind::Fee { amount, kind } => {
            let (amount, kind) = (Some(*amount), *kind);
            Command::AssessFee(AssessFee {
                id,
                amount,
                kind,
                cause: FeeCause::None,
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
        FactKind::ChargedBack { payment, amount } => {
            let (payment, amount) = (*payment, Some(*amount));
            Command::ChargeBackPayment(ChargeBackPayment {
                id,
                payment,
                amount,
                reason,
                effective,
            })
        }
        // Which balance that is, is known when it arrives.
        FactKind::Adjusted { .. } => Command::AdjustBalance(AdjustBalance {
            id,
            balance: Money::ZERO,
            reason,
            effective,
        }),
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
        FactKind::SettlementBroken { .. } => return None,
        FactKind::InterestPosted => Command::PostInterest(PostInterest { id, effective }),
        FactKind::ChargedOff => Command::ChargeOff(ChargeOff {
            id,
            effective,
            reason,
        }),
        FactKind::Recalled => Command::RecallAccount(RecallAccount {
            id,
            reason,
            effective,
        }),
    };
    Some(command)
}

fn without_money(fact: &Fact) -> Option<Command> {
    let (id, effective, reason) = (fact.id, fact.date, Box::from(""));
    let amount = Some(fact.amount());
    Some(match &fact.kind {
        FactKind::Credited { amount } => Command::GrantCredit(GrantCredit {
            id,
            amount: *amount,
            reason,
            effective,
        }),
        FactKind::CreditRefunded { .. } => Command::RefundCredit(RefundCredit {
            id,
            amount,
            reason,
            effective,
        }),
        FactKind::InterestWaived { .. } => Command::WaiveInterest(WaiveInterest {
            id,
            amount,
            reason,
            effective,
        }),
        FactKind::FeeWaiverUndone { waiver, .. } => Command::UndoFeeWaiver(UndoFeeWaiver {
            id,
            waiver: *waiver,
            reason,
            effective,
        }),
        FactKind::WrittenOff { .. } => Command::WriteOff(WriteOff {
            id,
            amount,
            reason,
            effective,
        }),
        FactKind::RateChanged { rate } => Command::ChangeRate(ChangeRate {
            id,
            rate: *rate,
            reason,
            effective,
        }),
        _ => return None,
    })
}

/// What must have arrived for a fact to be recorded.
fn refers_to(fact: &Fact) -> Vec<Uuid> {
    match &fact.kind {
        FactKind::FeeWaived { fee, .. } => vec![fee.0],
        FactKind::Refund { payment, .. } | FactKind::ChargedBack { payment, .. } => {
            vec![payment.0]
        }
        FactKind::FeeWaiverUndone { waiver, .. } => vec![waiver.0],
        FactKind::SettlementAccepted { offer, .. } => vec![offer.0],
        _ => vec![],
    }
}

/// The arrivals by their keys, as far as days and references allow.
fn permuted(mut waiting: Vec<Arrival>, keys: &[u8]) -> impl Iterator<Item = Arrival> {
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
        arrived.push(waiting.remove(place));
    }
    arrived.into_iter()
}
