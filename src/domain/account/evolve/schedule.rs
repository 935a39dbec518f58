//! Folding what happens to instalment schedules.

use super::Divergence;
use crate::account::Account;
use crate::account::event::Event;
use crate::account::schedule::{Reage, Version};

/// Folds an event about a schedule; `None` when it is about something else.
pub(super) fn apply(
    account: &mut Account,
    sequence: u64,
    event: &Event,
) -> Option<Result<(), Divergence>> {
    match event {
        Event::ScheduleSet(set) => {
            let schedule = account.schedule.get_or_insert_default();
            schedule.versions.push(Version {
                since: (set.effective, sequence),
                pattern: set.instalments.clone(),
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
        _ => return None,
    }
    account.refill_schedule();
    Some(Ok(()))
}
