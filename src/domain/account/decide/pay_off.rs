//! Paying an account off.

use super::Decider;
use crate::account::command::{PayOff, RecordPayment};
use crate::account::event::Event;
use crate::account::{PaymentStanding, Refusal};
use crate::allocation::Direction;

impl Decider<'_> {
    /// A payment of exactly the quote for its day.
    pub(super) fn pay_off(&self, command: &PayOff) -> Result<Vec<Event>, Refusal> {
        self.date(command.effective)?;
        self.disbursed()?;
        if let Some(external_id) = command.external_id.as_deref()
            && let Some((fact, _)) = self.account.payment_by_external_id(external_id)
        {
            // What it was then is what it is now: the same request, or one that comes too late.
            return Err(Refusal::PaymentAlreadyRecorded { payment: fact.id });
        }
        let amount = self.account.payoff_on(command.effective).amount();
        if amount.is_zero() {
            return Err(Refusal::NothingOwed);
        }
        self.record_payment(&RecordPayment {
            id: command.id,
            amount,
            method: command.method,
            direction: Direction::ByOrder,
            standing: PaymentStanding::Completed,
            effective: command.effective,
            external_id: command.external_id.clone(),
        })
    }
}
