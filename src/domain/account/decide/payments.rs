//! Money received and given back.

use super::{Decider, NEXT, decide};
use crate::account::command::{
    AssessFee, BackdatePayment, Command, RecordPayment, RefundPayment, Reimburse, ReversePayment,
};
use crate::account::event::{
    Event, PaymentBackdated, PaymentReceived, PaymentRefunded, PaymentReversed, ReimbursementPaid,
};
use crate::account::foresee::{Amendment, foresee};
use crate::account::{FactKind, FeeKind, Payment, PaymentStanding, Refusal, State, apply};

impl Decider<'_> {
    pub(super) fn record_payment(&self, command: &RecordPayment) -> Result<Vec<Event>, Refusal> {
        self.money(command.amount, command.effective)?;
        self.disbursed()?;
        if let Some(external_id) = command.external_id.as_deref()
            && let Some((fact, payment)) = self.account.payment_by_external_id(external_id)
        {
            return Err(if payment.amount == command.amount {
                Refusal::PaymentAlreadyRecorded { payment: fact.id }
            } else {
                Refusal::ExternalIdUsedForAnotherAmount
            });
        }
        let foreseen = self.add(
            command.id,
            command.effective,
            FactKind::Payment(Payment {
                amount: command.amount,
                method: command.method,
                direction: command.direction,
                standing: PaymentStanding::Completed,
                external_id: command.external_id.clone(),
            }),
        )?;
        let recorded = foreseen
            .change
            .payments
            .iter()
            .find(|paid| paid.payment == command.id);
        let event = Event::PaymentReceived(PaymentReceived {
            payment: command.id,
            amount: command.amount,
            method: command.method,
            direction: command.direction,
            effective: command.effective,
            external_id: command.external_id.clone(),
            split: recorded.map(|paid| paid.split).unwrap_or_default(),
            restatements: foreseen.change.restatements.clone(),
        });
        Ok(self.with_settlement(event, &foreseen))
    }

    pub(super) fn reverse_payment(&self, command: &ReversePayment) -> Result<Vec<Event>, Refusal> {
        let (fact, payment) = self
            .account
            .payment(command.payment)
            .ok_or(Refusal::PaymentUnknown)?;
        self.date(command.effective)?;
        if payment.standing == PaymentStanding::Reversed {
            return Err(Refusal::PaymentAlreadyReversed);
        }
        if command.effective < fact.date {
            return Err(Refusal::ReversalBeforePayment {
                payment_date: fact.date,
            });
        }
        let foreseen = foresee(self.account, &Amendment::Reverse(command.payment))
            .ok_or(Refusal::PaymentUnknown)?;
        let event = Event::PaymentReversed(PaymentReversed {
            payment: command.payment,
            reason: command.reason.clone(),
            effective: command.effective,
            restatements: foreseen.change.restatements.clone(),
        });
        let mut events = self.with_settlement(event, &foreseen);
        let amount = self.account.terms.nsf_fee;
        if let Some(fee) = command.nsf_fee
            && amount.is_positive()
        {
            // The fee falls on the account as the reversal leaves it.
            let mut state = State::Open(Box::new(self.account.clone()));
            for event in &events {
                apply(&mut state, NEXT - 1, event).map_err(|_| Refusal::PaymentUnknown)?;
            }
            let assess = AssessFee {
                id: fee.id,
                amount,
                kind: FeeKind::Nsf,
                effective: command.effective,
            };
            events.extend(decide(&state, &Command::AssessFee(assess), self.today)?);
        }
        Ok(events)
    }

    pub(super) fn refund_payment(&self, command: &RefundPayment) -> Result<Vec<Event>, Refusal> {
        let (fact, payment) = self
            .account
            .payment(command.payment)
            .ok_or(Refusal::PaymentUnknown)?;
        if payment.standing == PaymentStanding::Reversed {
            return Err(Refusal::PaymentAlreadyReversed);
        }
        let left = payment.amount - self.account.refunded(command.payment);
        let amount = command.amount.unwrap_or(left);
        if command.amount.is_none() && !left.is_positive() {
            return Err(Refusal::RefundExceedsPayment { left });
        }
        self.money(amount, command.effective)?;
        if amount > left {
            return Err(Refusal::RefundExceedsPayment { left });
        }
        if command.effective < fact.date {
            return Err(Refusal::RefundBeforePayment {
                payment_date: fact.date,
            });
        }
        let kind = FactKind::Refund {
            payment: command.payment,
            amount,
        };
        let foreseen = self.add(command.id, command.effective, kind)?;
        let event = Event::PaymentRefunded(PaymentRefunded {
            refund: command.id,
            payment: command.payment,
            amount,
            reason: command.reason.clone(),
            effective: command.effective,
            restatements: foreseen.change.restatements.clone(),
        });
        Ok(self.with_settlement(event, &foreseen))
    }

    pub(super) fn backdate_payment(
        &self,
        command: &BackdatePayment,
    ) -> Result<Vec<Event>, Refusal> {
        let (fact, payment) = self
            .account
            .payment(command.payment)
            .ok_or(Refusal::PaymentUnknown)?;
        self.date(command.effective)?;
        if payment.standing == PaymentStanding::Reversed {
            return Err(Refusal::PaymentAlreadyReversed);
        }
        if fact.date == command.effective {
            return Err(Refusal::PaymentAlreadyEffectiveThen);
        }
        if let Some(refunded_on) = self.account.first_refund(command.payment)
            && command.effective > refunded_on
        {
            return Err(Refusal::PaymentDatedAfterRefund { refunded_on });
        }
        let amendment = Amendment::Redate(command.payment, command.effective);
        let foreseen = foresee(self.account, &amendment).ok_or(Refusal::PaymentUnknown)?;
        let event = Event::PaymentBackdated(PaymentBackdated {
            payment: command.payment,
            from: fact.date,
            effective: command.effective,
            restatements: foreseen.change.restatements.clone(),
        });
        Ok(self.with_settlement(event, &foreseen))
    }

    pub(super) fn reimburse(&self, command: &Reimburse) -> Result<Vec<Event>, Refusal> {
        self.money(command.amount, command.effective)?;
        Ok(vec![Event::ReimbursementPaid(ReimbursementPaid {
            reimbursement: command.id,
            amount: command.amount,
            reason: command.reason.clone(),
            effective: command.effective,
        })])
    }
}
