//! What is forgiven, given or changed without money, and credit balances paid out.

use super::Decider;
use crate::account::amendment::Amendment;
use crate::account::command::{
    ChangeRate, GrantCredit, RefundCredit, ReverseEntry, WaiveInterest, WriteOff,
};
use crate::account::event::{
    CreditGranted, CreditRefunded, EntryReversed, Event, InterestWaived, RateChanged, WrittenOff,
};
use crate::account::foresee::foresee;
use crate::account::{FactKind, Refusal};

impl Decider<'_> {
    pub(super) fn grant_credit(&self, command: &GrantCredit) -> Result<Vec<Event>, Refusal> {
        let amount = command.amount;
        self.money(amount, command.effective)?;
        self.disbursed()?;
        self.not_recalled(command.effective)?;
        let foreseen = self.add(command.id, command.effective, FactKind::Credited { amount })?;
        let event = Event::CreditGranted(CreditGranted {
            credit: command.id,
            amount,
            reason: command.reason.clone(),
            effective: command.effective,
            split: foreseen.change.split.unwrap_or_default(),
            restatements: foreseen.change.restatements.clone(),
        });
        Ok(self.with_settlement(event, &foreseen))
    }

    pub(super) fn refund_credit(&self, command: &RefundCredit) -> Result<Vec<Event>, Refusal> {
        self.date(command.effective)?;
        // Both then and now: what has been used up since cannot be paid out.
        let then = self.account.position_on(command.effective).overpayment;
        let left = then.min(self.account.position.overpayment);
        if !left.is_positive() {
            return Err(Refusal::NoCreditBalance);
        }
        let amount = command.amount.unwrap_or(left);
        self.money(amount, command.effective)?;
        if amount > left {
            return Err(Refusal::RefundExceedsCredit { left });
        }
        let kind = FactKind::CreditRefunded { amount };
        let foreseen = self.add(command.id, command.effective, kind)?;
        let event = Event::CreditRefunded(CreditRefunded {
            refund: command.id,
            amount,
            reason: command.reason.clone(),
            effective: command.effective,
            restatements: foreseen.change.restatements.clone(),
        });
        Ok(self.with_settlement(event, &foreseen))
    }

    pub(super) fn waive_interest(&self, command: &WaiveInterest) -> Result<Vec<Event>, Refusal> {
        self.date(command.effective)?;
        let left = self.account.due_on(command.effective).interest;
        if !left.is_positive() {
            return Err(Refusal::NoInterestDue);
        }
        let amount = command.amount.unwrap_or(left);
        self.money(amount, command.effective)?;
        if amount > left {
            return Err(Refusal::InterestWaiverExceedsDue { left });
        }
        let kind = FactKind::InterestWaived { amount };
        let foreseen = self.add(command.id, command.effective, kind)?;
        let event = Event::InterestWaived(InterestWaived {
            waiver: command.id,
            amount,
            reason: command.reason.clone(),
            effective: command.effective,
            split: foreseen.change.split.unwrap_or_default(),
            restatements: foreseen.change.restatements.clone(),
        });
        Ok(self.with_settlement(event, &foreseen))
    }

    pub(super) fn change_rate(&self, command: &ChangeRate) -> Result<Vec<Event>, Refusal> {
        let rate = command.rate;
        self.not_turned_down()?;
        self.date(command.effective)?;
        self.not_recalled(command.effective)?;
        let position = self.account.position_on(command.effective);
        let from = position.rate(&self.account.terms);
        if rate == from {
            return Err(Refusal::RateInForceAlready);
        }
        let foreseen = self.add(
            command.id,
            command.effective,
            FactKind::RateChanged { rate },
        )?;
        let event = Event::RateChanged(RateChanged {
            change: command.id,
            from,
            rate,
            reason: command.reason.clone(),
            effective: command.effective,
            restatements: foreseen.change.restatements.clone(),
        });
        Ok(self.with_settlement(event, &foreseen))
    }

    pub(super) fn write_off(&self, command: &WriteOff) -> Result<Vec<Event>, Refusal> {
        self.date(command.effective)?;
        let left = self.account.due_on(command.effective).total();
        if left.is_zero() {
            return Err(Refusal::NothingOwed);
        }
        let amount = command.amount.unwrap_or(left);
        self.money(amount, command.effective)?;
        if amount > left {
            return Err(Refusal::WriteOffExceedsBalance { left });
        }
        let kind = FactKind::WrittenOff { amount };
        let foreseen = self.add(command.id, command.effective, kind)?;
        let event = Event::WrittenOff(WrittenOff {
            write_off: command.id,
            amount,
            reason: command.reason.clone(),
            effective: command.effective,
            split: foreseen.change.split.unwrap_or_default(),
            restatements: foreseen.change.restatements.clone(),
        });
        Ok(self.with_settlement(event, &foreseen))
    }

    /// Takes an entry back from its own day: later payments are divided anew.
    pub(super) fn reverse_entry(&self, command: &ReverseEntry) -> Result<Vec<Event>, Refusal> {
        let (_, fact) = self
            .account
            .find(command.entry)
            .ok_or(Refusal::EntryUnknown)?;
        self.date(command.effective)?;
        if matches!(fact.kind, FactKind::Reversed(_)) {
            return Err(Refusal::EntryAlreadyReversed);
        }
        if !fact.kind.is_reversible() {
            return Err(Refusal::EntryNotReversible);
        }
        if command.effective < fact.date {
            let entry_date = fact.date;
            return Err(Refusal::ReversalBeforeEntry { entry_date });
        }
        let amendment = Amendment::Void(command.entry);
        let foreseen = foresee(self.account, &amendment).ok_or(Refusal::EntryUnknown)?;
        let event = Event::EntryReversed(EntryReversed {
            entry: command.entry,
            reason: command.reason.clone(),
            effective: command.effective,
            restatements: foreseen.change.restatements.clone(),
        });
        Ok(self.with_settlement(event, &foreseen))
    }
}
