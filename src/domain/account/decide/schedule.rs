//! Instalment schedules, set and re-aged.

use super::Decider;
use crate::account::command::{ReageAccount, SetSchedule};
use crate::account::event::{AccountReaged, Event, ScheduleSet};
use crate::account::schedule::level::work_out;
use crate::account::{Refusal, Status};

impl Decider<'_> {
    pub(super) fn set_schedule(&self, command: &SetSchedule) -> Result<Vec<Event>, Refusal> {
        self.date(command.effective)?;
        match self.account.status() {
            Status::Denied => return Err(Refusal::LoanDenied),
            Status::Cancelled => return Err(Refusal::LoanCancelled),
            Status::ChargedOff => return Err(Refusal::AccountChargedOff),
            Status::PaidOff | Status::Settled => return Err(Refusal::NothingOwed),
            Status::Pending | Status::Approved | Status::Active => {}
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
