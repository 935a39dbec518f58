//! Settlement offers: made, countered, accepted, and what ends them.
//!
//! ```text
//! pending ⇄ countered → accepted → paid ⇄ accepted (a payment returned)
//!     └────────┴→ rejected, expired    ├→ broken → accepted (what was missed had come in time)
//!                                      └→ withdrawn → accepted (the recall was reversed)
//! ```
//! One at a time is accepted; one that was rejected, has expired or was broken can be replaced.

use super::Decider;
use crate::account::command::{
    AcceptSettlement, BreakSettlement, CounterSettlement, ExpireSettlement, OfferSettlement,
    RejectSettlement,
};
use crate::account::event::{
    Event, MissedPart, Party, SettlementAccepted, SettlementBroken, SettlementCountered,
    SettlementExpired, SettlementOffered, SettlementRejected,
};
use crate::account::{FactKind, Offer, OfferStatus, Refusal};
use crate::creditor::Share;
use crate::id::{FactId, OfferId};
use crate::money::Money;
use chrono::NaiveDate;

impl Decider<'_> {
    pub(super) fn offer_settlement(
        &self,
        command: &OfferSettlement,
    ) -> Result<Vec<Event>, Refusal> {
        self.money(command.amount, command.effective)?;
        self.disbursed()?;
        self.not_recalled(self.today)?;
        if self.account.is_disputed() {
            return Err(Refusal::AccountDisputed);
        }
        if self.account.position.is_settled() {
            return Err(Refusal::AccountSettled);
        }
        if self.account.position.settlement.is_some() {
            return Err(Refusal::AnotherOfferAccepted);
        }
        let balance = self.proposable(command.amount, command.floor, command.effective)?;
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

    pub(super) fn counter_settlement(
        &self,
        command: &CounterSettlement,
    ) -> Result<Vec<Event>, Refusal> {
        let offer = self.open_offer(command.offer, command.effective)?;
        self.money(command.amount, command.effective)?;
        self.after(offer, command.effective)?;
        let by = match offer.status {
            OfferStatus::Countered => Party::Creditor,
            _ => Party::Consumer,
        };
        if by == Party::Creditor && self.account.is_disputed() {
            return Err(Refusal::AccountDisputed);
        }
        let balance = self.proposable(command.amount, command.floor, command.effective)?;
        let expires_on = command.expires_on.or(offer.expires_on);
        if expires_on.is_some_and(|expires_on| expires_on < command.effective) {
            return Err(Refusal::OfferExpiresBeforeItIsMade);
        }
        Ok(vec![Event::SettlementCountered(SettlementCountered {
            offer: command.offer,
            by,
            amount: command.amount,
            balance,
            effective: command.effective,
            expires_on,
        })])
    }

    /// What is owed, when an amount can be proposed to settle it.
    fn proposable(
        &self,
        amount: Money,
        floor: Option<Share>,
        on: NaiveDate,
    ) -> Result<Money, Refusal> {
        let due = self.account.due_on(on.max(self.account.last_date()));
        let balance = due.total();
        if balance.is_zero() {
            return Err(Refusal::NothingOwed);
        }
        if amount >= balance {
            return Err(Refusal::OfferNotBelowBalance { balance });
        }
        if let Some(floor) = floor.map(|share| share.of(due.principal))
            && amount < floor
        {
            return Err(Refusal::OfferBelowFloor { floor });
        }
        Ok(balance)
    }

    pub(super) fn accept_settlement(
        &self,
        command: &AcceptSettlement,
    ) -> Result<Vec<Event>, Refusal> {
        let offer = self.open_offer(command.offer, command.effective)?;
        if self.account.position.settlement.is_some() {
            return Err(Refusal::AnotherOfferAccepted);
        }
        self.after(offer, command.effective)?;
        // What was below the balance when it was offered may be above it now.
        self.proposable(offer.proposed(), None, command.effective)?;
        let kind = FactKind::SettlementAccepted {
            offer: command.offer,
            amount: offer.proposed(),
        };
        let foreseen = self.add(command.acceptance, command.effective, kind)?;
        let event = Event::SettlementAccepted(SettlementAccepted {
            offer: command.offer,
            acceptance: command.acceptance,
            effective: command.effective,
            recorded_on: self.today,
            restatements: foreseen.change.restatements.clone(),
        });
        Ok(self.with_settlement(event, &foreseen))
    }

    pub(super) fn reject_settlement(
        &self,
        command: RejectSettlement,
    ) -> Result<Vec<Event>, Refusal> {
        let offer = self.open_offer(command.offer, command.effective)?;
        self.after(offer, command.effective)?;
        Ok(vec![Event::SettlementRejected(SettlementRejected {
            offer: command.offer,
            effective: command.effective,
        })])
    }

    pub(super) fn expire_settlement(
        &self,
        command: ExpireSettlement,
    ) -> Result<Vec<Event>, Refusal> {
        let offer = self
            .account
            .offer(command.offer)
            .ok_or(Refusal::OfferUnknown)?;
        self.date(command.effective)?;
        match self.open_offer(command.offer, command.effective) {
            Err(Refusal::OfferExpired { .. }) if offer.status != OfferStatus::Expired => {}
            Err(refusal) => return Err(refusal),
            Ok(_) if command.early => {}
            Ok(_) => return Err(Refusal::OfferNotYetExpired),
        }
        Ok(vec![Event::SettlementExpired(SettlementExpired {
            offer: command.offer,
            effective: command.effective,
        })])
    }

    pub(super) fn break_settlement(
        &self,
        command: &BreakSettlement,
    ) -> Result<Vec<Event>, Refusal> {
        let offer = self
            .account
            .offer(command.offer)
            .ok_or(Refusal::OfferUnknown)?;
        self.date(command.effective)?;
        if offer.status != OfferStatus::Accepted {
            return Err(Refusal::SettlementNotInForce);
        }
        if let Some(accepted_on) = offer.accepted_on
            && command.effective < accepted_on
        {
            return Err(Refusal::BreachBeforeAcceptance { accepted_on });
        }
        self.broken(command, None)
    }

    /// A settlement in force of which a part has been missed, from the day on which that breaks it.
    pub(super) fn miss_settlement_part(
        &self,
        id: FactId,
        offer: OfferId,
        effective: NaiveDate,
    ) -> Result<Vec<Event>, Refusal> {
        let missed = self.account.offer(offer).ok_or(Refusal::OfferUnknown)?;
        let missed = self.account.next_missed_part(missed);
        let (_, missed) = missed.ok_or(Refusal::SettlementNotInForce)?;
        let command = BreakSettlement {
            id,
            offer,
            reason: format!("the part due on {} was not paid", missed.due).into(),
            effective,
        };
        self.broken(&command, Some(missed))
    }

    fn broken(
        &self,
        command: &BreakSettlement,
        missed: Option<MissedPart>,
    ) -> Result<Vec<Event>, Refusal> {
        let kind = FactKind::SettlementBroken {
            offer: command.offer,
            asked: missed.map(|missed| missed.asked),
        };
        let foreseen = self.add(command.id, command.effective, kind)?;
        let event = Event::SettlementBroken(SettlementBroken {
            breach: command.id,
            offer: command.offer,
            reason: command.reason.clone(),
            missed,
            effective: command.effective,
            restatements: foreseen.change.restatements.clone(),
        });
        Ok(self.with_settlement(event, &foreseen))
    }

    /// The offer, while it can still be answered on a day.
    fn open_offer(&self, id: OfferId, on: NaiveDate) -> Result<&Offer, Refusal> {
        let offer = self.account.offer(id).ok_or(Refusal::OfferUnknown)?;
        self.date(on)?;
        match offer.status.on(on, offer.expires_on) {
            OfferStatus::Pending | OfferStatus::Countered => Ok(offer),
            OfferStatus::Accepted | OfferStatus::Paid => Err(Refusal::OfferAlreadyAccepted),
            OfferStatus::Rejected => Err(Refusal::OfferRejected),
            OfferStatus::Broken | OfferStatus::Withdrawn => Err(Refusal::SettlementNotInForce),
            OfferStatus::Expired => Err(Refusal::OfferExpired {
                expired_on: offer.expires_on.unwrap_or(on),
            }),
        }
    }

    fn after(&self, offer: &Offer, on: NaiveDate) -> Result<(), Refusal> {
        let offered_on = offer.offered_on;
        if on < offered_on {
            return Err(Refusal::AnswerBeforeOffer { offered_on });
        }
        Ok(())
    }
}
