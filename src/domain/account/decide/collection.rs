//! Stages and disputes: what is said of a debt and moves no money.

use super::Decider;
use crate::account::command::{FileDispute, ResolveDispute, SetStage};
use crate::account::event::{DisputeFiled, DisputeResolved, Event, StageSet};
use crate::account::{Refusal, Stage, Status};

impl Decider<'_> {
    /// Setting the stage that it has already becomes no event.
    pub(super) fn set_stage(&self, command: SetStage) -> Result<Vec<Event>, Refusal> {
        let account = self.account;
        match account.status() {
            Status::PaidOff => return Err(Refusal::NothingOwed),
            Status::Settled => return Err(Refusal::AccountSettled),
            Status::Recalled => self.not_recalled(self.today)?,
            _ => {}
        }
        if account.is_disputed() && command.stage != Stage::Closed {
            return Err(Refusal::AccountDisputed);
        }
        if account.stage == command.stage {
            return Ok(Vec::new());
        }
        Ok(vec![Event::StageSet(StageSet {
            from: account.stage,
            stage: command.stage,
            effective: self.today,
        })])
    }

    pub(super) fn file_dispute(&self, command: &FileDispute) -> Result<Vec<Event>, Refusal> {
        self.date(command.effective)?;
        if self.account.is_disputed() {
            return Err(Refusal::AccountDisputed);
        }
        let owed = self
            .account
            .due_on(command.effective.max(self.account.last_date()))
            .total();
        let amount = command.amount.unwrap_or(owed);
        if owed.is_zero() {
            return Err(Refusal::NothingOwed);
        }
        super::positive(amount)?;
        if amount > owed {
            return Err(Refusal::DisputeExceedsBalance { balance: owed });
        }
        Ok(vec![Event::DisputeFiled(DisputeFiled {
            dispute: command.id,
            amount,
            sealed: command.sealed.clone(),
            effective: command.effective,
        })])
    }

    pub(super) fn resolve_dispute(&self, command: &ResolveDispute) -> Result<Vec<Event>, Refusal> {
        let dispute = self
            .account
            .dispute(command.dispute)
            .ok_or(Refusal::DisputeUnknown)?;
        self.date(command.effective)?;
        if dispute.resolved.is_some() {
            return Err(Refusal::DisputeAlreadyResolved);
        }
        if command.effective < dispute.filed_on {
            return Err(Refusal::ResolutionBeforeDispute {
                filed_on: dispute.filed_on,
            });
        }
        Ok(vec![Event::DisputeResolved(DisputeResolved {
            dispute: command.dispute,
            outcome: command.outcome,
            sealed: command.sealed.clone(),
            effective: command.effective,
        })])
    }
}
