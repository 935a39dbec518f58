//! Money lent and given up: disbursements, charge-offs and recalls.

use super::Decider;
use super::schedule::with_agreed;
use crate::account::command::{ChargeOff, Disburse, RecallAccount};
use crate::account::event::{AccountRecalled, ChargedOff, Event, LoanDisbursed};
use crate::account::{FactKind, Product, Refusal, State};

impl Decider<'_> {
    pub(super) fn disburse(&self, command: &Disburse) -> Result<Vec<Event>, Refusal> {
        let Product::Loan { approved_principal } = self.account.product else {
            return Err(Refusal::NotALoan);
        };
        self.not_turned_down()?;
        let left = approved_principal - self.account.position.disbursed;
        let amount = command.amount.unwrap_or(left);
        if command.amount.is_none() && !left.is_positive() {
            return Err(Refusal::DisbursementExceedsApproved { left });
        }
        self.money(amount, command.effective)?;
        if self.account.position.charged_off.is_some() {
            return Err(Refusal::AccountChargedOff);
        }
        if self.account.position.is_settled() {
            return Err(Refusal::AccountSettled);
        }
        if amount > left {
            return Err(Refusal::DisbursementExceedsApproved { left });
        }
        let kind = FactKind::Disbursed { amount };
        let foreseen = self.add(command.id, command.effective, kind)?;
        let event = Event::LoanDisbursed(LoanDisbursed {
            disbursement: command.id,
            amount,
            effective: command.effective,
            restatements: foreseen.change.restatements.clone(),
        });
        let is_first = !self.account.position.has_begun();
        if is_first && self.account.terms.instalments.is_some() {
            let state = State::Open(Box::new(self.account.clone()));
            return with_agreed(&state, event, command.effective, self.today);
        }
        Ok(self.with_settlement(event, &foreseen))
    }

    pub(super) fn charge_off(&self, command: &ChargeOff) -> Result<Vec<Event>, Refusal> {
        self.date(command.effective)?;
        self.disbursed()?;
        self.not_recalled(command.effective)?;
        if self.account.position.charged_off.is_some() {
            return Err(Refusal::AccountChargedOff);
        }
        if self.account.due_on(command.effective).total().is_zero() {
            return Err(Refusal::NothingOwed);
        }
        let foreseen = self.add(command.id, command.effective, FactKind::ChargedOff)?;
        let event = Event::ChargedOff(ChargedOff {
            charge_off: command.id,
            effective: command.effective,
            reason: command.reason.clone(),
            restatements: foreseen.change.restatements.clone(),
        });
        Ok(self.with_settlement(event, &foreseen))
    }

    /// Money that comes in later is a credit of the borrower's; money that goes out later is owed to
    /// whom the debt went back to.
    pub(super) fn recall(&self, command: &RecallAccount) -> Result<Vec<Event>, Refusal> {
        if !matches!(self.account.product, Product::Placed) {
            return Err(Refusal::NotPlaced);
        }
        self.date(command.effective)?;
        if let Some(recalled_on) = self.account.position.recalled {
            return Err(Refusal::AccountRecalled { recalled_on });
        }
        if self.account.due_on(command.effective).total().is_zero() {
            return Err(Refusal::NothingOwed);
        }
        let foreseen = self.add(command.id, command.effective, FactKind::Recalled)?;
        let event = Event::AccountRecalled(AccountRecalled {
            recall: command.id,
            effective: command.effective,
            reason: command.reason.clone(),
            restatements: foreseen.change.restatements.clone(),
        });
        Ok(self.with_settlement(event, &foreseen))
    }
}
