//! Settlement offers and their acceptance.

use super::Decider;
use crate::account::command::{AcceptSettlement, OfferSettlement};
use crate::account::event::{Event, SettlementAccepted, SettlementOffered};
use crate::account::{FactKind, OfferStatus, Refusal};

impl Decider<'_> {
    pub(super) fn offer_settlement(
        &self,
        command: &OfferSettlement,
    ) -> Result<Vec<Event>, Refusal> {
        self.money(command.amount, command.effective)?;
        self.disbursed()?;
        if self.account.position.is_settled() {
            return Err(Refusal::AccountSettled);
        }
        let balance = self
            .account
            .due_on(command.effective.max(self.account.last_date()))
            .total();
        if balance.is_zero() {
            return Err(Refusal::NothingOwed);
        }
        if command.amount >= balance {
            return Err(Refusal::OfferNotBelowBalance { balance });
        }
        if command
            .expires_on
            .is_some_and(|expires_on| expires_on < command.effective)
        {
            return Err(Refusal::OfferExpiresBeforeItIsMade);
        }
        Ok(vec![Event::SettlementOffered(SettlementOffered {
            offer: command.id,
            amount: command.amount,
            tier: command.tier,
            balance,
            effective: command.effective,
            expires_on: command.expires_on,
        })])
    }

    pub(super) fn accept_settlement(
        &self,
        command: &AcceptSettlement,
    ) -> Result<Vec<Event>, Refusal> {
        let offer = self
            .account
            .offer(command.offer)
            .ok_or(Refusal::OfferUnknown)?;
        self.date(command.effective)?;
        if offer.status != OfferStatus::Pending {
            return Err(Refusal::OfferAlreadyAccepted);
        }
        if self.account.position.settlement.is_some() {
            return Err(Refusal::AnotherOfferAccepted);
        }
        if command.effective < offer.offered_on {
            return Err(Refusal::AcceptanceBeforeOffer {
                offered_on: offer.offered_on,
            });
        }
        if let Some(expired_on) = offer.expires_on.filter(|day| *day < command.effective) {
            return Err(Refusal::OfferExpired { expired_on });
        }
        let kind = FactKind::SettlementAccepted {
            offer: command.offer,
            amount: offer.amount,
        };
        let foreseen = self.add(command.acceptance, command.effective, kind)?;
        let event = Event::SettlementAccepted(SettlementAccepted {
            offer: command.offer,
            acceptance: command.acceptance,
            effective: command.effective,
            restatements: foreseen.change.restatements.clone(),
        });
        Ok(self.with_settlement(event, &foreseen))
    }
}
