//! Fees and waivers.

use super::Decider;
use crate::account::command::{AssessFee, UndoFeeWaiver, WaiveFee};
use crate::account::event::{Event, FeeAssessed, FeeWaived, FeeWaiverUndone};
use crate::account::{FactKind, FeeCause, FeeKind, Refusal};
use crate::money::Money;

impl Decider<'_> {
    pub(super) fn assess_fee(&self, command: &AssessFee) -> Result<Vec<Event>, Refusal> {
        self.date(command.effective)?;
        self.disbursed()?;
        self.not_recalled(command.effective)?;
        let (payment, instalment) = match command.cause {
            FeeCause::None => (None, None),
            FeeCause::Payment(payment) => (Some(payment), None),
            FeeCause::Instalment(due) => (None, Some(due)),
        };
        if let Some(payment) = payment {
            self.account
                .payment(payment)
                .ok_or(Refusal::PaymentUnknown)?;
        }
        let amount = self.fee_amount(command)?;
        self.money(amount, command.effective)?;
        self.account.may_charge(command.kind, command.effective)?;
        let kind = FactKind::Fee {
            amount,
            kind: command.kind,
        };
        let foreseen = self.add(command.id, command.effective, kind)?;
        let event = Event::FeeAssessed(FeeAssessed {
            fee: command.id,
            amount,
            kind: command.kind,
            payment,
            instalment,
            effective: command.effective,
            restatements: foreseen.change.restatements.clone(),
        });
        Ok(self.with_settlement(event, &foreseen))
    }

    /// The amount that is named, within what the terms let be charged, or the one that they say.
    fn fee_amount(&self, command: &AssessFee) -> Result<Money, Refusal> {
        let schedule = self.account.fee_schedule(command.kind);
        let maximum = schedule.and_then(|schedule| schedule.maximum);
        match (command.amount, schedule) {
            (Some(amount), _) => match maximum {
                Some(maximum) if amount > maximum => Err(Refusal::FeeExceedsMaximum { maximum }),
                _ => Ok(amount),
            },
            (None, Some(schedule)) => {
                let (cause, day) = (command.cause, command.effective);
                self.account.scheduled_fee(schedule, cause, day)
            }
            (None, None) if command.kind == FeeKind::Nsf => Ok(self.account.terms.nsf_fee),
            (None, None) => Err(Refusal::FeeNotScheduled),
        }
    }

    pub(super) fn waive_fee(&self, command: &WaiveFee) -> Result<Vec<Event>, Refusal> {
        let fee = self.account.fee(command.fee).ok_or(Refusal::FeeUnknown)?;
        let left = fee.amount - fee.waived;
        let amount = command.amount.unwrap_or(left);
        if command.amount.is_none() && !left.is_positive() {
            return Err(Refusal::WaiverExceedsFee { left });
        }
        self.money(amount, command.effective)?;
        if amount > left {
            return Err(Refusal::WaiverExceedsFee { left });
        }
        if command.effective < fee.date {
            return Err(Refusal::WaiverBeforeFee { fee_date: fee.date });
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
        let waiver = waiver.ok_or(Refusal::WaiverUnknown)?;
        if waiver.is_undone {
            return Err(Refusal::WaiverAlreadyUndone);
        }
        self.money(waiver.amount, command.effective)?;
        if command.effective < waiver.date {
            return Err(Refusal::UndoingBeforeWaiver {
                waiver_date: waiver.date,
            });
        }
        let kind = FactKind::FeeWaiverUndone {
            waiver: command.waiver,
            fee: waiver.fee,
            amount: waiver.amount,
        };
        let foreseen = self.add(command.id, command.effective, kind)?;
        let event = Event::FeeWaiverUndone(FeeWaiverUndone {
            undoing: command.id,
            waiver: command.waiver,
            fee: waiver.fee,
            amount: waiver.amount,
            reason: command.reason.clone(),
            effective: command.effective,
            restatements: foreseen.change.restatements.clone(),
        });
        Ok(self.with_settlement(event, &foreseen))
    }
}
