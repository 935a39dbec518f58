//! Fees and waivers.

use super::Decider;
use crate::account::command::{AssessFee, UndoFeeWaiver, WaiveFee};
use crate::account::event::{Event, FeeAssessed, FeeWaived, FeeWaiverUndone};
use crate::account::{FactKind, Refusal};

impl Decider<'_> {
    pub(super) fn assess_fee(&self, command: &AssessFee) -> Result<Vec<Event>, Refusal> {
        self.money(command.amount, command.effective)?;
        self.disbursed()?;
        let kind = FactKind::Fee {
            amount: command.amount,
            kind: command.kind,
        };
        let foreseen = self.add(command.id, command.effective, kind)?;
        let event = Event::FeeAssessed(FeeAssessed {
            fee: command.id,
            amount: command.amount,
            kind: command.kind,
            effective: command.effective,
            restatements: foreseen.change.restatements.clone(),
        });
        Ok(self.with_settlement(event, &foreseen))
    }

    pub(super) fn waive_fee(&self, command: &WaiveFee) -> Result<Vec<Event>, Refusal> {
        let (fee_date, charged, _, waived) =
            self.account.fee(command.fee).ok_or(Refusal::FeeUnknown)?;
        let left = charged - waived;
        let amount = command.amount.unwrap_or(left);
        if command.amount.is_none() && !left.is_positive() {
            return Err(Refusal::WaiverExceedsFee { left });
        }
        self.money(amount, command.effective)?;
        if amount > left {
            return Err(Refusal::WaiverExceedsFee { left });
        }
        if command.effective < fee_date {
            return Err(Refusal::WaiverBeforeFee { fee_date });
        }
        let kind = FactKind::FeeWaived {
            fee: command.fee,
            amount,
        };
        let foreseen = self.add(command.id, command.effective, kind)?;
        let event = Event::FeeWaived(FeeWaived {
            waiver: command.id,
            fee: command.fee,
            amount,
            reason: command.reason.clone(),
            effective: command.effective,
            restatements: foreseen.change.restatements.clone(),
        });
        Ok(self.with_settlement(event, &foreseen))
    }

    pub(super) fn undo_fee_waiver(&self, command: &UndoFeeWaiver) -> Result<Vec<Event>, Refusal> {
        let waiver = self.account.fee_waiver(command.waiver);
        let (waiver_date, fee, amount, undone) = waiver.ok_or(Refusal::WaiverUnknown)?;
        if undone {
            return Err(Refusal::WaiverAlreadyUndone);
        }
        self.money(amount, command.effective)?;
        if command.effective < waiver_date {
            return Err(Refusal::UndoingBeforeWaiver { waiver_date });
        }
        let kind = FactKind::FeeWaiverUndone {
            waiver: command.waiver,
            fee,
            amount,
        };
        let foreseen = self.add(command.id, command.effective, kind)?;
        let event = Event::FeeWaiverUndone(FeeWaiverUndone {
            undoing: command.id,
            waiver: command.waiver,
            fee,
            amount,
            reason: command.reason.clone(),
            effective: command.effective,
            restatements: foreseen.change.restatements.clone(),
        });
        Ok(self.with_settlement(event, &foreseen))
    }
}
