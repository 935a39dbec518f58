//! Payments that are on their way: they come, or they fail.

use super::Decider;
use crate::account::amendment::Amendment;
use crate::account::command::{CompletePayment, FailPayment};
use crate::account::event::{Event, PaymentCompleted, PaymentFailed};
use crate::account::foresee::foresee;
use crate::account::{Fact, Refusal};
use crate::id::PaymentId;

impl Decider<'_> {
    pub(super) fn complete_payment(
        &self,
        command: &CompletePayment,
    ) -> Result<Vec<Event>, Refusal> {
        let fact = self.open_payment(command.payment)?;
        let effective = command.effective.unwrap_or(fact.date);
        self.date(effective)?;
        let amendment = Amendment::Complete(command.payment, effective);
        let foreseen = foresee(self.account, &amendment).ok_or(Refusal::PaymentUnknown)?;
        let event = Event::PaymentCompleted(PaymentCompleted {
            payment: command.payment,
            effective,
            split: foreseen.change.split.unwrap_or_default(),
            restatements: foreseen.change.restatements.clone(),
        });
        Ok(self.with_settlement(event, &foreseen))
    }

    pub(super) fn fail_payment(&self, command: &FailPayment) -> Result<Vec<Event>, Refusal> {
        let payment_date = self.open_payment(command.payment)?.date;
        self.date(command.effective)?;
        if command.effective < payment_date {
            return Err(Refusal::ReversalBeforePayment { payment_date });
        }
        Ok(vec![Event::PaymentFailed(PaymentFailed {
            payment: command.payment,
            reason: command.reason.clone(),
            effective: command.effective,
        })])
    }

    fn open_payment(&self, id: PaymentId) -> Result<&Fact, Refusal> {
        let (fact, payment) = self.account.payment(id).ok_or(Refusal::PaymentUnknown)?;
        if payment.standing.is_open() {
            Ok(fact)
        } else {
            Err(Refusal::PaymentNotPending)
        }
    }
}
