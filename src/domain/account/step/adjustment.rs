//! Balances moved without money.

use super::{By, Stepper};
use crate::allocation::{Allocation, Direction, Split, allocate};
use crate::journal::{Account as Gl, Books};
use crate::money::Money;

impl Stepper<'_> {
    /// Moves the balance: up is principal, down is a credit by the order.
    pub(super) fn adjust(&mut self, by: Money) -> Option<Split> {
        if by.is_positive() {
            let against = self.unless_memo(Gl::BalanceAdjustments);
            self.post(self.carrying().principal, against, by);
            self.change_principal(by);
            self.consume_overpayment();
            None
        } else {
            Some(self.credit(Gl::BalanceAdjustments, -by))
        }
    }

    /// Money's worth that is not money, by the order; what exceeds the debt is owed to the borrower.
    pub(super) fn credit(&mut self, expense: Gl, amount: Money) -> Split {
        let order = self.terms.allocation_order;
        let allocation = allocate(amount, self.due(), order, Direction::ByOrder);
        let split = allocation.split;
        self.forgive(expense, allocation, By::Payment);
        let source = match self.terms.books {
            Books::Owner => expense,
            Books::Agency => Gl::ClientPayable,
        };
        self.post(source, Gl::Overpayments, split.overpayment);
        self.position.overpayment += split.overpayment;
        split
    }

    /// Takes the applied parts off the balances without money, with `contra` as the debit.
    pub(super) fn forgive(&mut self, contra: Gl, allocation: Allocation, by: By) {
        let debit = self.unless_memo(contra);
        for (amount, account) in self.parts(allocation.split) {
            self.post(debit, account, amount);
        }
        self.take_off(allocation, by);
    }

    /// The account against which a balance moves, or the memo one where the balance is memo.
    pub(super) fn unless_memo(&self, account: Gl) -> Gl {
        if self.is_memo() {
            Gl::MemoOffset
        } else {
            account
        }
    }
}
