//! Giving up what is owed: waivers, charge-offs and settlements.

use super::{By, Stepper};
use crate::account::OpenFee;
use crate::account::position::SettlementProgress;
use crate::allocation::{Allocation, Direction, Split, allocate};
use crate::id::{FactId, OfferId};
use crate::interest::Interest;
use crate::journal::{Account as Gl, Books};
use crate::money::Money;

impl Stepper<'_> {
    /// Forgives a fee: first what is unpaid of it, then what has been written off already, which
    /// books nothing more; what had been paid of it goes back to the borrower as a credit.
    pub(super) fn waive(&mut self, waiver: FactId, fee: FactId, amount: Money) {
        let (from, contra) = (self.carrying(), self.unless_memo(Gl::FeesWaived));
        let mut forgiven = Money::ZERO;
        if let Some(open) = self.position.fees.iter_mut().find(|open| open.id == fee) {
            forgiven = amount.min(open.outstanding);
            open.outstanding -= forgiven;
        }
        self.position
            .fees
            .retain(|open| open.outstanding.is_positive());
        self.post(contra, from.fees, forgiven);
        let lost = self.position.fees_written_off.take(fee, amount - forgiven);
        self.position.written_off_waived.add(waiver, lost);
        let credit = amount - forgiven - lost;
        if credit.is_positive() {
            // What came in as a recovery goes out of the recoveries; before that it was income.
            let recovered = self.position.fees_recovered.take(fee, credit);
            self.post(Gl::Recoveries, Gl::Overpayments, recovered);
            let source = match self.terms.books {
                Books::Owner => Gl::FeesWaived,
                Books::Agency => Gl::ClientPayable,
            };
            self.post(source, Gl::Overpayments, credit - recovered);
            self.position.overpayment += credit;
            self.consume_overpayment();
        }
    }

    /// The fee is owed again, but for what had been written off before the waiver; a credit that
    /// the waiver gave stays, and pays for it.
    pub(super) fn undo_waiver(&mut self, waiver: FactId, fee: FactId, amount: Money, place: u32) {
        let lost = self.position.written_off_waived.take(waiver, amount);
        self.position.fees_written_off.add(fee, lost);
        let owed = amount - lost;
        let contra = self.unless_memo(Gl::FeesWaived);
        self.post(self.carrying().fees, contra, owed);
        let fees = &mut self.position.fees;
        match fees.iter_mut().find(|open| open.id == fee) {
            Some(open) => open.outstanding += owed,
            None if owed.is_zero() => {}
            None => {
                let at = fees.partition_point(|open| open.place < place);
                let open = OpenFee {
                    id: fee,
                    place,
                    outstanding: owed,
                };
                fees.insert(at, open);
            }
        }
        self.consume_overpayment();
    }

    /// Forgives as much of `amount` as is due.
    pub(super) fn waive_interest(&mut self, amount: Money) -> Split {
        let due = self.due().interest;
        let split = Split {
            interest: amount.min(due),
            ..Split::default()
        };
        let clears_interest = amount >= due;
        let allocation = Allocation {
            split,
            clears_interest,
        };
        self.forgive(Gl::InterestWaived, allocation, By::Payment);
        split
    }

    /// Gives up a remainder, by the order and never more than `amount`: what is learned later of
    /// the days before, such as a returned payment, stays owed.
    pub(super) fn write_off_remainder(&mut self, amount: Money) -> Split {
        let due = self.due();
        let order = self.terms.allocation_order;
        let allocation = allocate(amount.min(due.total()), due, order, Direction::ByOrder);
        self.forgive(Gl::SmallBalances, allocation, By::WriteOff);
        self.position.written_off = Some(self.date);
        allocation.split
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

    /// The debt is given back, and with it ends a settlement that has not been paid.
    pub(super) fn recall(&mut self) {
        self.position.recalled = Some(self.date);
        let unpaid = |progress: &mut SettlementProgress| progress.completed_on.is_none();
        self.position.settlement.take_if(unpaid);
    }

    /// What is owed leaves the books: a debt that was recalled is the former holder's to collect.
    pub(super) fn hand_back(&mut self) {
        self.give_up(Gl::OpeningBalances);
    }

    /// From here payments count toward the offer; one that a late payment has turned out to have
    /// completed earlier leaves nothing to settle, and so does a recall.
    pub(super) fn accept_settlement(&mut self, offer: OfferId, amount: Money) {
        if !self.position.is_settled() && self.position.recalled.is_none() {
            self.position.settlement = Some(SettlementProgress {
                offer,
                amount,
                paid: Money::ZERO,
                completed_on: None,
            });
        }
    }

    /// The settlement ends, unless it was completed first or what was asked for by now has come.
    pub(super) fn break_settlement(&mut self, offer: OfferId, asked: Option<Money>) {
        let broken = |progress: &mut SettlementProgress| {
            progress.offer == offer
                && progress.completed_on.is_none()
                && asked.is_none_or(|asked| progress.paid < asked)
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
            self.give_up(Gl::SettlementLoss);
        }
        self.position.settlement = Some(progress);
    }

    /// Takes all that is owed off the balances, with `contra` as the debit.
    fn give_up(&mut self, contra: Gl) {
        let due = self.due();
        let split = Split {
            fees: due.fees,
            interest: due.interest,
            principal: due.principal,
            ..Split::default()
        };
        let allocation = Allocation {
            split,
            clears_interest: true,
        };
        self.forgive(contra, allocation, By::WriteOff);
    }
}
