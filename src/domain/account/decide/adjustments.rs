//! Balances that the creditor states.

use super::Decider;
use crate::account::command::AdjustBalance;
use crate::account::event::{BalanceAdjusted, Event};
use crate::account::{FactKind, Refusal};
use crate::money::Money;

impl Decider<'_> {
    pub(super) fn adjust_balance(&self, command: &AdjustBalance) -> Result<Vec<Event>, Refusal> {
        if command.balance < Money::ZERO {
            return Err(Refusal::BalanceNegative);
        }
        if command.balance > Money::LIMIT {
            return Err(Refusal::BalanceTooLarge);
        }
        self.date(command.effective)?;
        self.disbursed()?;
        self.not_recalled(command.effective)?;
        let position = self.account.position_on(command.effective);
        let due = position.due_on(&self.account.terms, command.effective);
        let by = command.balance - (due.total() - position.overpayment);
        if by.is_zero() {
            return Err(Refusal::BalanceStandsAlready);
        }
        let kind = FactKind::Adjusted { by };
        if !self.has_room_for(&kind) {
            return Err(Refusal::BalanceTooLarge);
        }
        let foreseen = self.add(command.id, command.effective, kind)?;
        let event = Event::BalanceAdjusted(BalanceAdjusted {
            adjustment: command.id,
            balance: command.balance,
            by,
            reason: command.reason.clone(),
            effective: command.effective,
            split: foreseen.change.split,
            restatements: foreseen.change.restatements.clone(),
        });
        Ok(self.with_settlement(event, &foreseen))
    }
}
