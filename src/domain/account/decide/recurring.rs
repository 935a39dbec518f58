//! Recurring payments, made and cancelled; what they bring is the daily close's.

use super::{Decider, positive};
use crate::account::command::CreateRecurringPayment;
use crate::account::event::{Event, RecurringPaymentCancelled, RecurringPaymentCreated};
use crate::account::{PaymentStanding, Refusal};
use crate::id::RecurringId;
use crate::money::Money;
use chrono::NaiveDate;

impl Decider<'_> {
    pub(super) fn create_recurring(
        &self,
        command: &CreateRecurringPayment,
    ) -> Result<Vec<Event>, Refusal> {
        positive(command.amount)?;
        if command.amount > Money::LIMIT {
            return Err(Refusal::TurnoverTooLarge);
        }
        self.disbursed()?;
        self.not_recalled(self.today)?;
        let (passed, next) = self.first_date(command)?;
        if command.end.is_some_and(|end| end < next) {
            return Err(Refusal::RecurringPaymentHasNoDate);
        }
        if !matches!(
            command.recorded_as,
            PaymentStanding::Pending | PaymentStanding::Completed
        ) {
            return Err(Refusal::PaymentNotCompleted);
        }
        Ok(vec![Event::RecurringPaymentCreated(
            RecurringPaymentCreated {
                recurring: command.id,
                amount: command.amount,
                method: command.method,
                frequency: command.frequency,
                start: command.start,
                passed,
                end: command.end,
                recorded_as: command.recorded_as,
                instrument: command.instrument,
                effective: self.today,
            },
        )])
    }

    /// How many of its dates are before today, and the first that is not.
    fn first_date(&self, command: &CreateRecurringPayment) -> Result<(u32, NaiveDate), Refusal> {
        let dates = (0..).map_while(|count| {
            let date = command.frequency.date(command.start, count)?;
            Some((count, date))
        });
        let mut left = dates.skip_while(|(_, date)| *date < self.today);
        left.next().ok_or(Refusal::RecurringPaymentHasNoDate)
    }

    pub(super) fn cancel_recurring(&self, id: RecurringId) -> Result<Vec<Event>, Refusal> {
        let recurring = self.account.recurring(id);
        let recurring = recurring.ok_or(Refusal::RecurringPaymentUnknown)?;
        if recurring.next().is_none() {
            return Err(Refusal::RecurringPaymentNotActive);
        }
        Ok(vec![Event::RecurringPaymentCancelled(
            RecurringPaymentCancelled {
                recurring: id,
                effective: self.today,
            },
        )])
    }
}
