//! Folding what moves no money: the stage, disputes, and offers that are not accepted.

use super::Divergence;
use crate::account::collection::Dispute;
use crate::account::event::{Event, Party};
use crate::account::{Account, Offer, OfferStatus};

/// Folds an event that changes no fact; `None` when it is another.
pub(super) fn apply(
    account: &mut Account,
    sequence: u64,
    event: &Event,
) -> Option<Result<(), Divergence>> {
    Some(match event {
        Event::StageSet(set) => {
            account.stage = set.stage;
            Ok(())
        }
        Event::DisputeFiled(filed) => {
            account.disputes.push(Dispute {
                id: filed.dispute,
                sequence,
                amount: filed.amount,
                filed_on: filed.effective,
                resolved: None,
            });
            Ok(())
        }
        Event::DisputeResolved(resolved) => {
            let mut disputes = account.disputes.iter_mut();
            let dispute = disputes.find(|dispute| dispute.id == resolved.dispute);
            dispute.ok_or(Divergence::NamesUnknown).map(|dispute| {
                dispute.resolved = Some((resolved.outcome, resolved.effective));
            })
        }
        _ => return offer(account, sequence, event),
    })
}

fn offer(account: &mut Account, sequence: u64, event: &Event) -> Option<Result<(), Divergence>> {
    Some(match event {
        Event::SettlementOffered(offered) => {
            account.offers.push(Offer {
                id: offered.offer,
                sequence,
                amount: offered.amount,
                counter: None,
                tier: offered.tier,
                balance: offered.balance,
                offered_on: offered.effective,
                expires_on: offered.expires_on,
                accepted_on: None,
                acceptance_recorded_on: None,
                breach: None,
                status: OfferStatus::Pending,
            });
            Ok(())
        }
        Event::SettlementCountered(countered) => account.change_offer(countered.offer, |offer| {
            match countered.by {
                Party::Consumer => {
                    offer.status = OfferStatus::Countered;
                    offer.counter = Some(countered.amount);
                }
                Party::Creditor => {
                    offer.status = OfferStatus::Pending;
                    offer.amount = countered.amount;
                    offer.counter = None;
                }
            }
            offer.balance = countered.balance;
            offer.expires_on = countered.expires_on;
        }),
        Event::SettlementRejected(rejected) => account.change_offer(rejected.offer, |offer| {
            offer.status = OfferStatus::Rejected;
        }),
        Event::SettlementExpired(expired) => account.change_offer(expired.offer, |offer| {
            offer.status = OfferStatus::Expired;
            // One that lapses early has no later day.
            let last = offer.expires_on.unwrap_or(expired.effective);
            offer.expires_on = Some(last.min(expired.effective));
        }),
        _ => return None,
    })
}
