//! Folding what happens to instalment schedules.

use super::Divergence;
use crate::account::event::Event;
use crate::account::schedule::{Reage, Version};
use crate::account::{Account, FeeKind};

/// Folds an event about a schedule; `None` when it is about something else.
pub(super) fn apply(
    account: &mut Account,
    sequence: u64,
    event: &Event,
) -> Option<Result<(), Divergence>> {
    match event {
        Event::ScheduleSet(set) => {
            let late = account.fee_schedule(FeeKind::Late);
            let grace_days = late.and_then(|fees| fees.grace_days);
            let schedule = account.schedule.get_or_insert_default();
            schedule.grace_days = grace_days;
            // What took the place of an instalment that had become due becomes due in its turn.
            let before = set.effective.pred_opt();
            schedule.fell_due_through = schedule.fell_due_through.min(before);
            schedule.missed.retain(|due| *due < set.effective);
            schedule.versions.push(Version {
                since: (set.effective, sequence),
                pattern: set.instalments.clone(),
                recorded_on: set.recorded_on,
            });
        }
        Event::AccountReaged(reaged) => {
            let Some(schedule) = &mut account.schedule else {
                return Some(Err(Divergence::NamesUnknown));
            };
            schedule.reages.push(Reage {
                at: (reaged.effective, sequence),
                workout: reaged.workout,
            });
        }
        Event::InstalmentFellDue(e) => {
            let Some(schedule) = &mut account.schedule else {
                return Some(Err(Divergence::NamesUnknown));
            };
            schedule.fell_due_through = Some(e.effective);
        }
        Event::InstalmentMissed(e) => {
            let Some(schedule) = &mut account.schedule else {
                return Some(Err(Divergence::NamesUnknown));
            };
            schedule.missed.push(e.due);
        }
        Event::DelinquencyCured(e) => {
            let Some(schedule) = &mut account.schedule else {
                return Some(Err(Divergence::NamesUnknown));
            };
            schedule.cured_of = Some(e.current_since);
        }
        Event::ChargeOffPending(e) => account.charge_off_announced = Some(e.past_due_since),
        _ => return None,
    }
    account.refill_schedule();
    Some(Ok(()))
}
