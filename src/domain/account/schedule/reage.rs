//! Re-aging: an account that is past due is called current again, with a reason and within limits.

use super::{Filled, InstalmentStatus, Schedule};
use crate::account::plan::Moment;
use crate::account::{Account, FactKind, Refusal};
use crate::money::Money;
use chrono::{Months, NaiveDate};

/// How old an account must be.
const OLD_ENOUGH: Months = Months::new(9);
/// How many of the last instalments must have been paid.
const PAYMENTS: usize = 3;
/// The time in which an account is re-aged once.
const ONCE_IN: Months = Months::new(12);
/// The time in which an account is re-aged twice, and once more in a workout.
const TWICE_IN: Months = Months::new(60);

/// What was past due is no longer, from a moment on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reage {
    pub at: Moment,
    /// As part of a workout, which is counted apart.
    pub workout: bool,
}

impl Account {
    /// Whether the account may be re-aged on a day.
    ///
    /// The limits are those of the Uniform Retail Credit Classification and Account Management
    /// Policy (65 FR 36903): the account is nine months old; the borrower has paid three
    /// instalments in a row, or as much together; once in twelve months and twice in five years,
    /// and once in five years in a workout.
    ///
    /// # Errors
    /// The [`Refusal`] of the first limit that is not met.
    pub(in crate::account) fn may_reage(
        &self,
        on: NaiveDate,
        workout: bool,
    ) -> Result<(), Refusal> {
        let schedule = self.schedule.as_deref().ok_or(Refusal::ScheduleUnknown)?;
        if schedule.reages.last().is_some_and(|last| on < last.at.0) {
            return Err(Refusal::ReageBeforeThePrevious);
        }
        let fills = self.instalments_on(on);
        let is_late = |filled: &Filled| filled.status(on) == InstalmentStatus::PastDue;
        if !fills.iter().any(is_late) {
            return Err(Refusal::NothingPastDue);
        }
        let from = self.opened_on + OLD_ENOUGH;
        if on < from {
            return Err(Refusal::ReageTooSoon { from });
        }
        if !self.has_resumed(&fills, on) {
            return Err(Refusal::ReageWithoutPayments);
        }
        match workout {
            true if count(schedule, workout, on - TWICE_IN) >= 1 => Err(Refusal::ReagedTooOften),
            false if count(schedule, workout, on - ONCE_IN) >= 1 => Err(Refusal::ReagedTooOften),
            false if count(schedule, workout, on - TWICE_IN) >= 2 => Err(Refusal::ReagedTooOften),
            _ => Ok(()),
        }
    }

    /// Whether as much has been paid since the last instalments became due as they ask for.
    fn has_resumed(&self, fills: &[Filled], on: NaiveDate) -> bool {
        let due = fills.partition_point(|filled| filled.instalment.due <= on);
        let Some(first) = due.checked_sub(PAYMENTS) else {
            return false;
        };
        let asked: Money = fills[first..due]
            .iter()
            .map(|it| it.instalment.amount)
            .sum();
        let since = fills[first].instalment.due;
        let paid = self
            .facts
            .iter()
            .filter(|fact| (since..=on).contains(&fact.date));
        let paid = paid.filter_map(|fact| match &fact.kind {
            FactKind::Payment(payment) if super::fill::counts(payment) => {
                let back = self
                    .chargeback(fact.id)
                    .map_or(Money::ZERO, |(_, amount)| amount);
                Some((payment.amount - self.refunded(fact.id) - back).or_zero())
            }
            _ => None,
        });
        paid.sum::<Money>() >= asked
    }
}

fn count(schedule: &Schedule, workout: bool, after: NaiveDate) -> usize {
    let of_its_kind = schedule.reages.iter().filter(|it| it.workout == workout);
    of_its_kind.filter(|it| it.at.0 > after).count()
}
