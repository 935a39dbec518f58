//! Giving up what is owed: waivers, charge-offs and settlements.

use super::Stepper;
use crate::account::position::SettlementProgress;
use crate::id::{FactId, OfferId};
use crate::interest::Interest;
use crate::journal::Account as Gl;
use crate::money::Money;

impl Stepper<'_> {
    /// Forgives a fee: first what is unpaid of it, then what a settlement has written off already,
    /// which books nothing more; what had been paid of it goes back to the borrower as a credit.
    pub(super) fn waive(&mut self, fee: FactId, amount: Money) {
        let from = self.carrying();
        let contra = if self.is_memo() {
            Gl::MemoOffset
        } else {
            Gl::FeesWaived
        };
        let mut forgiven = Money::ZERO;
        if let Some(open) = self.position.fees.iter_mut().find(|open| open.id == fee) {
            forgiven = amount.min(open.outstanding);
            open.outstanding -= forgiven;
        }
        self.position
            .fees
            .retain(|open| open.outstanding.is_positive());
        self.post(contra, from.fees, forgiven);
        let credit = amount - forgiven - self.take_written_off(fee, amount - forgiven);
        if credit.is_positive() {
            let source = if self.is_memo() {
                self.collected()
            } else {
                Gl::FeesWaived
            };
            self.post(source, Gl::Overpayments, credit);
            self.position.overpayment += credit;
            self.consume_overpayment();
        }
    }

    /// How much of `amount` was never paid because a settlement wrote it off.
    fn take_written_off(&mut self, fee: FactId, amount: Money) -> Money {
        let lost = self
            .position
            .fees_written_off
            .iter_mut()
            .find(|lost| lost.id == fee);
        let Some(lost) = lost else { return Money::ZERO };
        let taken = amount.min(lost.outstanding);
        lost.outstanding -= taken;
        taken
    }

    /// Freezes the balances at the rounded interest of this day and moves them to memo.
    pub(super) fn charge_off(&mut self) {
        let due = self.due();
        self.close_segment();
        self.position.carried = Interest::from_money(due.interest);
        self.position.interest_applied = Money::ZERO;
        let already_memo = self.is_memo();
        self.position.charged_off = Some(self.date);
        if already_memo {
            return;
        }
        self.post(Gl::CreditLoss, Gl::Principal, due.principal);
        self.post(Gl::InterestChargedOff, Gl::InterestReceivable, due.interest);
        self.post(Gl::FeesChargedOff, Gl::FeesReceivable, due.fees);
        self.post(Gl::MemoPrincipal, Gl::MemoOffset, due.principal);
        self.post(Gl::MemoInterest, Gl::MemoOffset, due.interest);
        self.post(Gl::MemoFees, Gl::MemoOffset, due.fees);
    }

    /// From here payments count toward the offer; one that a late payment has turned out to have
    /// completed earlier leaves nothing to settle.
    pub(super) fn accept_settlement(&mut self, offer: OfferId, amount: Money) {
        if !self.position.is_settled() {
            self.position.settlement = Some(SettlementProgress {
                offer,
                amount,
                paid: Money::ZERO,
                completed_on: None,
            });
        }
    }

    /// The settlement ends, unless it was completed first.
    pub(super) fn break_settlement(&mut self, offer: OfferId) {
        let broken = |progress: &mut SettlementProgress| {
            progress.offer == offer && progress.completed_on.is_none()
        };
        self.position.settlement.take_if(broken);
    }

    /// When the last part has come in, what is left is written off.
    pub(super) fn count_toward_settlement(&mut self, amount: Money) {
        let Some(mut progress) = self.position.settlement else {
            return;
        };
        progress.paid += amount;
        if progress.paid >= progress.amount && progress.completed_on.is_none() {
            progress.completed_on = Some(self.date);
            self.write_off();
        }
        self.position.settlement = Some(progress);
    }

    fn write_off(&mut self) {
        let due = self.due();
        let from = self.carrying();
        let loss = if self.is_memo() {
            Gl::MemoOffset
        } else {
            Gl::SettlementLoss
        };
        self.post(loss, from.fees, due.fees);
        self.post(loss, from.interest, due.interest);
        self.post(loss, from.principal, due.principal);
        self.position.booked_interest -= due.interest;
        self.position
            .fees_written_off
            .append(&mut self.position.fees);
        self.reduce_interest(due.interest, true);
        self.change_principal(-due.principal);
    }
}
