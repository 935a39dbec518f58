//! Money received and given back.

use super::{Decider, NEXT, decide};
use crate::account::amendment::Amendment;
use crate::account::command::{
    AssessFee, BackdatePayment, ChargeBackPayment, Command, RecordPayment, RefundPayment,
    Reimburse, ReversePayment,
};
use crate::account::event::{
    Event, PaymentBackdated, PaymentChargedBack, PaymentReceived, PaymentRefunded, PaymentReversed,
    ReimbursementPaid,
};
use crate::account::foresee::foresee;
use crate::account::{
    Fact, FactKind, FeeCause, FeeKind, Payment, PaymentStanding, Refusal, State, apply,
};
use crate::id::PaymentId;
use crate::money::Money;

impl Decider<'_> {
    pub(super) fn record_payment(&self, command: &RecordPayment) -> Result<Vec<Event>, Refusal> {
        self.money(command.amount, command.effective)?;
        self.disbursed()?;
        if !command.standing.is_live() {
            return Err(Refusal::PaymentNotCompleted);
        }
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
                standing: command.standing,
                external_id: command.external_id.clone(),
            }),
        )?;
        let event = Event::PaymentReceived(PaymentReceived {
            payment: command.id,
            amount: command.amount,
            method: command.method,
            direction: command.direction,
            effective: command.effective,
            standing: command.standing,
            external_id: command.external_id.clone(),
            split: foreseen.change.split.unwrap_or_default(),
            restatements: foreseen.change.restatements.clone(),
        });
        Ok(self.with_settlement(event, &foreseen))
    }

    pub(super) fn reverse_payment(&self, command: &ReversePayment) -> Result<Vec<Event>, Refusal> {
        let (fact, _) = self.completed(command.payment)?;
        self.date(command.effective)?;
        if self.account.chargeback(command.payment).is_some() {
            return Err(Refusal::PaymentAlreadyChargedBack);
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
        if let Some(fee) = command.nsf_fee {
            // The fee falls on the account as the reversal leaves it.
            let mut state = State::Open(Box::new(self.account.clone()));
            for event in &events {
                apply(&mut state, NEXT - 1, event).map_err(|_| Refusal::PaymentUnknown)?;
            }
            let assess = AssessFee {
                id: fee.id,
                amount: None,
                kind: FeeKind::Nsf,
                cause: FeeCause::Payment(command.payment),
                effective: command.effective,
            };
            match decide(&state, &Command::AssessFee(assess), self.today) {
                Ok(fee) => events.extend(fee),
                // The payment is returned whatever the terms let be charged for it.
                Err(
                    Refusal::AmountNotPositive
                    | Refusal::FeeComesToNothing
                    | Refusal::FeeChargedThatDay
                    | Refusal::FeesAtTheirLimit
                    | Refusal::AccountRecalled { .. }
                    | Refusal::LoanNotDisbursed,
                ) => {}
                Err(refusal) => return Err(refusal),
            }
        }
        Ok(events)
    }

    pub(super) fn refund_payment(&self, command: &RefundPayment) -> Result<Vec<Event>, Refusal> {
        let (fact, payment) = self.completed(command.payment)?;
        let left = self.left_of(command.payment, payment);
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

    pub(super) fn charge_back_payment(
        &self,
        command: &ChargeBackPayment,
    ) -> Result<Vec<Event>, Refusal> {
        let (fact, payment) = self.completed(command.payment)?;
        if self.account.chargeback(command.payment).is_some() {
            return Err(Refusal::PaymentAlreadyChargedBack);
        }
        let left = self.left_of(command.payment, payment);
        let amount = command.amount.unwrap_or(left);
        if command.amount.is_none() && !left.is_positive() {
            return Err(Refusal::ChargebackExceedsPayment { left });
        }
        self.money(amount, command.effective)?;
        if amount > left {
            return Err(Refusal::ChargebackExceedsPayment { left });
        }
        if command.effective < fact.date {
            return Err(Refusal::ChargebackBeforePayment {
                payment_date: fact.date,
            });
        }
        let kind = FactKind::ChargedBack {
            payment: command.payment,
            amount,
        };
        let foreseen = self.add(command.id, command.effective, kind)?;
        let event = Event::PaymentChargedBack(PaymentChargedBack {
            chargeback: command.id,
            payment: command.payment,
            amount,
            reason: command.reason.clone(),
            effective: command.effective,
            restatements: foreseen.change.restatements.clone(),
        });
        Ok(self.with_settlement(event, &foreseen))
    }

    /// A payment that counts.
    fn completed(&self, id: PaymentId) -> Result<(&Fact, &Payment), Refusal> {
        let (fact, payment) = self.account.payment(id).ok_or(Refusal::PaymentUnknown)?;
        match payment.standing {
            PaymentStanding::Completed => Ok((fact, payment)),
            PaymentStanding::Reversed => Err(Refusal::PaymentAlreadyReversed),
            _ => Err(Refusal::PaymentNotCompleted),
        }
    }

    /// What of a payment has been neither refunded nor charged back.
    fn left_of(&self, id: PaymentId, payment: &Payment) -> Money {
        let charged_back = self.account.chargeback(id);
        let charged_back = charged_back.map_or(Money::ZERO, |(_, amount)| amount);
        payment.amount - self.account.refunded(id) - charged_back
    }

    pub(super) fn backdate_payment(
        &self,
        command: &BackdatePayment,
    ) -> Result<Vec<Event>, Refusal> {
        let (fact, _) = self.completed(command.payment)?;
        self.date(command.effective)?;
        if fact.date == command.effective {
            return Err(Refusal::PaymentAlreadyEffectiveThen);
        }
        if let Some(refunded_on) = self.account.first_refund(command.payment)
            && command.effective > refunded_on
        {
            return Err(Refusal::PaymentDatedAfterRefund { refunded_on });
        }
        if let Some((charged_back_on, _)) = self.account.chargeback(command.payment)
            && command.effective > charged_back_on
        {
            return Err(Refusal::PaymentDatedAfterChargeback { charged_back_on });
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
        self.disbursed()?;
        Ok(vec![Event::ReimbursementPaid(ReimbursementPaid {
            reimbursement: command.id,
            amount: command.amount,
            reason: command.reason.clone(),
            effective: command.effective,
        })])
    }
}
