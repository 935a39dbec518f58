//! What becomes of an application for a loan: approved, denied or cancelled.

use super::Decider;
use crate::account::command::{ApproveLoan, CancelLoan, DenyLoan};
use crate::account::event::{Event, LoanApproved, LoanCancelled, LoanDenied};
use crate::account::{Application, Product, Refusal};

impl Decider<'_> {
    pub(super) fn approve(&self, command: &ApproveLoan) -> Result<Vec<Event>, Refusal> {
        self.open_application()?;
        self.date(command.effective)?;
        if self.account.application == Some(Application::Approved) {
            return Err(Refusal::LoanAlreadyApproved);
        }
        Ok(vec![Event::LoanApproved(LoanApproved {
            effective: command.effective,
        })])
    }

    /// Only what is still to be decided can be denied.
    pub(super) fn deny(&self, command: &DenyLoan) -> Result<Vec<Event>, Refusal> {
        self.open_application()?;
        self.date(command.effective)?;
        if self.account.application == Some(Application::Approved) {
            return Err(Refusal::LoanAlreadyApproved);
        }
        Ok(vec![Event::LoanDenied(LoanDenied {
            effective: command.effective,
            reason: command.reason.clone(),
        })])
    }

    pub(super) fn cancel(&self, command: &CancelLoan) -> Result<Vec<Event>, Refusal> {
        self.open_application()?;
        self.date(command.effective)?;
        Ok(vec![Event::LoanCancelled(LoanCancelled {
            effective: command.effective,
            reason: command.reason.clone(),
        })])
    }

    /// A loan that has neither been disbursed nor turned down.
    pub(super) fn open_application(&self) -> Result<(), Refusal> {
        if matches!(self.account.product, Product::Placed) {
            return Err(Refusal::NotALoan);
        }
        if self.account.position.has_begun() {
            return Err(Refusal::LoanAlreadyDisbursed);
        }
        self.not_turned_down()
    }

    pub(super) fn not_turned_down(&self) -> Result<(), Refusal> {
        match self.account.application {
            Some(Application::Denied) => Err(Refusal::LoanDenied),
            Some(Application::Cancelled) => Err(Refusal::LoanCancelled),
            None | Some(Application::Approved) => Ok(()),
        }
    }
}
