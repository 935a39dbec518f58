//! Instalment schedules, set and re-aged.

use super::{Decider, NEXT, decide};
use crate::account::command::{Command, ReageAccount, SetSchedule};
use crate::account::event::{AccountReaged, Event, ScheduleSet};
use crate::account::schedule::level::work_out;
use crate::account::{Refusal, State, Status, apply};
use chrono::NaiveDate;

impl Decider<'_> {
    pub(super) fn set_schedule(&self, command: &SetSchedule) -> Result<Vec<Event>, Refusal> {
        self.date(command.effective)?;
        self.not_recalled(self.today)?;
        match self.account.status() {
            Status::Denied => return Err(Refusal::LoanDenied),
            Status::Cancelled => return Err(Refusal::LoanCancelled),
            Status::ChargedOff => return Err(Refusal::AccountChargedOff),
            Status::PaidOff | Status::Settled => return Err(Refusal::NothingOwed),
            Status::Pending | Status::Approved | Status::Active | Status::Recalled => {}
        }
        if let Some(schedule) = &self.account.schedule {
            let version = schedule.current().map(|version| version.since.0);
            let reage = schedule.reages.last().map(|reage| reage.at.0);
            if version.max(reage) > Some(command.effective) {
                return Err(Refusal::ScheduleBeforeThePrevious);
            }
        }
        Ok(vec![Event::ScheduleSet(ScheduleSet {
            instalments: work_out(self.account, &command.wanted, command.effective)?,
            effective: command.effective,
            recorded_on: self.today,
        })])
    }

    pub(super) fn reage(&self, command: &ReageAccount) -> Result<Vec<Event>, Refusal> {
        self.date(command.effective)?;
        self.account.may_reage(command.effective, command.workout)?;
        Ok(vec![Event::AccountReaged(AccountReaged {
            reason: command.reason.clone(),
            workout: command.workout,
            effective: command.effective,
        })])
    }
}

/// The event by which a debt begins, and with it the instalments that the terms agree on.
pub(super) fn with_agreed(
    state: &State,
    begun: Event,
    from: NaiveDate,
    today: NaiveDate,
) -> Result<Vec<Event>, Refusal> {
    let mut after = state.clone();
    // What diverges here diverges when it is folded too, and is reported there.
    let _ = apply(&mut after, NEXT - 1, &begun);
    let account = after.account().filter(|account| account.schedule.is_none());
    let agreed = account.and_then(|account| account.terms.instalments);
    let mut events = vec![begun];
    if let Some(agreed) = agreed {
        let set = Command::SetSchedule(SetSchedule {
            wanted: agreed.from(from),
            effective: from,
        });
        events.extend(decide(&after, &set, today)?);
    }
    Ok(events)
}
