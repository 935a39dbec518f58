//! One fact applied to a position: the split of a payment and the postings that book it.

mod adjustment;
mod relief;

use crate::account::replay::Later;
use crate::account::{Fact, FactKind, OpenFee, Payment, PaymentStanding, Position, Terms};
use crate::allocation::{Allocation, Direction, Due, Split, allocate};
use crate::id::FactId;
use crate::interest::{Interest, Rate};
use crate::journal::{Account as Gl, Books, Posting};
use crate::money::Money;
use chrono::NaiveDate;

/// A position being moved by one fact, with the postings gathered so far.
pub(super) struct Stepper<'a> {
    pub terms: &'a Terms,
    pub position: &'a mut Position,
    pub date: NaiveDate,
    pub postings: Vec<Posting>,
}

/// What takes something off a fee, which decides what waiving the fee later gives back.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Payment,
    /// A payment after a charge-off.
    Recovery,
    WriteOff,
}

/// The accounts that carry the three balances and what stands against them.
struct Carrying {
    principal: Gl,
    interest: Gl,
    fees: Gl,
    interest_income: Gl,
    fee_income: Gl,
}

impl Stepper<'_> {
    /// Applies the fact; the split of a payment or a credit comes back.
    pub fn apply(&mut self, fact: &Fact, later: Later) -> Option<Split> {
        if let FactKind::Payment(payment) = &fact.kind
            && payment.standing != PaymentStanding::Completed
        {
            // As if it were not there: not even interest is booked on its day.
            return Some(Split::default());
        }
        if let FactKind::Reversed(kind) = &fact.kind {
            return kind.is_divided().then(Split::default);
        }
        self.book_interest();
        let split = match &fact.kind {
            FactKind::Placed {
                principal,
                interest,
                fees,
            } => {
                self.place(fact.id, *principal, *interest, *fees);
                None
            }
            FactKind::Disbursed { amount } => {
                self.disburse(*amount);
                None
            }
            FactKind::Payment(payment) => Some(self.pay(payment, later)),
            FactKind::Fee { amount, .. } => {
                self.assess(fact.id, *amount);
                None
            }
            FactKind::FeeWaived { fee, amount } => {
                self.waive(fact.id, *fee, *amount);
                None
            }
            FactKind::FeeWaiverUndone {
                waiver,
                fee,
                amount,
            } => {
                self.undo_waiver(*waiver, *fee, *amount, later.fee_place);
                None
            }
            FactKind::Credited { amount } => Some(self.credit(Gl::GoodwillCredits, *amount)),
            FactKind::InterestWaived { amount } => Some(self.waive_interest(*amount)),
            FactKind::WrittenOff { amount } => Some(self.write_off_remainder(*amount)),
            FactKind::RateChanged { rate } => {
                self.change_rate(*rate);
                None
            }
            FactKind::Refund { amount, .. } => {
                self.refund(*amount, later.returned);
                None
            }
            FactKind::ChargedBack { amount, .. } | FactKind::CreditRefunded { amount } => {
                self.pay_out(*amount);
                None
            }
            FactKind::Adjusted { by } => self.adjust(*by),
            FactKind::Reimbursed { amount } => {
                self.post(Gl::Reimbursements, Gl::Cash, *amount);
                None
            }
            FactKind::SettlementAccepted { offer, amount } => {
                self.accept_settlement(*offer, *amount);
                None
            }
            FactKind::SettlementBroken { offer, asked } => {
                self.break_settlement(*offer, *asked);
                None
            }
            FactKind::ChargedOff => {
                self.charge_off();
                None
            }
            FactKind::Recalled => {
                self.recall();
                None
            }
            // Interest is booked before and after every fact.
            FactKind::InterestPosted | FactKind::Reversed(_) => None,
        };
        if self.position.recalled.is_some() {
            self.hand_back();
        }
        self.book_interest();
        split
    }

    fn post(&mut self, debit: Gl, credit: Gl, amount: Money) {
        self.postings.extend(Posting::of(debit, credit, amount));
    }

    /// Balances are memo in an agency's books and after charge-off.
    fn is_memo(&self) -> bool {
        self.terms.books == Books::Agency || self.position.charged_off.is_some()
    }

    fn carrying(&self) -> Carrying {
        if self.is_memo() {
            Carrying {
                principal: Gl::MemoPrincipal,
                interest: Gl::MemoInterest,
                fees: Gl::MemoFees,
                interest_income: Gl::MemoOffset,
                fee_income: Gl::MemoOffset,
            }
        } else {
            Carrying {
                principal: Gl::Principal,
                interest: Gl::InterestReceivable,
                fees: Gl::FeesReceivable,
                interest_income: Gl::InterestIncome,
                fee_income: Gl::FeeIncome,
            }
        }
    }

    fn due(&self) -> Due {
        self.position.due_on(self.terms, self.date)
    }

    /// Brings the journal to the rounded interest of this date: posted cumulatively, so that the
    /// posted total always equals the rounded total.
    fn book_interest(&mut self) {
        let due = self.due().interest;
        let carrying = self.carrying();
        self.post(
            carrying.interest,
            carrying.interest_income,
            due - self.position.booked_interest,
        );
        self.position.booked_interest = due;
    }

    /// Ends the segment: interest up to this date is carried, and the principal may change.
    fn close_segment(&mut self) {
        self.position.carried = self.position.interest_on(self.terms, self.date);
        self.position.segment_start = Some(self.date);
    }

    fn change_principal(&mut self, by: Money) {
        if !by.is_zero() {
            self.close_segment();
            self.position.principal += by;
        }
    }

    /// Takes `amount` off the interest due; clearing it drops the residue below a minor unit.
    fn reduce_interest(&mut self, amount: Money, clears: bool) {
        let paid = if clears {
            self.position.interest_applied = Money::ZERO;
            self.position.interest_on(self.terms, self.date)
        } else {
            self.position.interest_applied += amount;
            Interest::from_money(amount)
        };
        self.position.carried = self.position.carried - paid;
    }

    /// Takes `amount` off the fees, oldest first.
    fn reduce_fees(&mut self, amount: Money, by: By) {
        let mut rest = amount;
        for fee in &mut self.position.fees {
            let taken = rest.min(fee.outstanding);
            fee.outstanding -= taken;
            rest -= taken;
            match by {
                By::Payment => {}
                By::Recovery => self.position.fees_recovered.add(fee.id, taken),
                By::WriteOff => self.position.fees_written_off.add(fee.id, taken),
            }
        }
        self.position
            .fees
            .retain(|fee| fee.outstanding.is_positive());
    }

    /// Ends the segment and begins one at another rate.
    fn change_rate(&mut self, rate: Rate) {
        if rate == self.position.rate(self.terms) {
            return;
        }
        if self.position.has_begun() {
            self.close_segment();
        }
        self.position.annual_rate = (rate != self.terms.annual_rate).then_some(rate);
    }

    fn place(&mut self, id: FactId, principal: Money, interest: Money, fees: Money) {
        let to = self.carrying();
        let against = if self.is_memo() {
            Gl::MemoOffset
        } else {
            Gl::OpeningBalances
        };
        self.change_principal(principal);
        self.position.segment_start = Some(self.date);
        self.position.disbursed += principal;
        self.position.carried = self.position.carried + Interest::from_money(interest);
        self.position.booked_interest += interest;
        if fees.is_positive() {
            self.charge(id, fees);
        }
        self.post(to.principal, against, principal);
        self.post(to.interest, against, interest);
        self.post(to.fees, against, fees);
    }

    fn disburse(&mut self, amount: Money) {
        let against = if self.is_memo() {
            Gl::MemoOffset
        } else {
            Gl::Cash
        };
        self.post(self.carrying().principal, against, amount);
        if self.is_memo() && self.terms.books == Books::Owner {
            // A charge-off dated before money went out: the cash is lost like the rest.
            self.post(Gl::CreditLoss, Gl::Cash, amount);
        }
        self.change_principal(amount);
        self.position.segment_start = Some(self.date);
        self.position.disbursed += amount;
        self.consume_overpayment();
    }

    fn assess(&mut self, id: FactId, amount: Money) {
        let to = self.carrying();
        self.post(to.fees, to.fee_income, amount);
        self.charge(id, amount);
        self.consume_overpayment();
    }

    fn charge(&mut self, id: FactId, outstanding: Money) {
        let place = self.position.fees_charged;
        self.position.fees_charged += 1;
        self.position.fees.push(OpenFee {
            id,
            place,
            outstanding,
        });
    }

    fn pay(&mut self, payment: &Payment, later: Later) -> Split {
        let refunded = later.refunded.min(payment.amount);
        let kept = payment.amount - refunded;
        let allocation = allocate(
            kept,
            self.due(),
            self.terms.allocation_order,
            payment.direction,
        );
        let split = Split {
            refunded,
            ..allocation.split
        };
        self.post(Gl::Cash, Gl::RefundsPayable, refunded);
        self.settle(Gl::Cash, allocation);
        self.post(Gl::Cash, Gl::Overpayments, split.overpayment);
        self.position.overpayment += split.overpayment;
        // What the bank took back counts no more toward the settlement than what was refunded.
        self.count_toward_settlement((kept - later.charged_back).or_zero());
        split
    }

    /// Takes the parts that money pays off the balances, with `source` as the debit.
    fn settle(&mut self, source: Gl, allocation: Allocation) {
        for (amount, account) in self.parts(allocation.split) {
            if self.is_memo() {
                self.post(source, self.collected(), amount);
                self.post(Gl::MemoOffset, account, amount);
            } else {
                self.post(source, account, amount);
            }
        }
        let is_recovery = self.position.charged_off.is_some() && self.terms.books == Books::Owner;
        let by = if is_recovery {
            By::Recovery
        } else {
            By::Payment
        };
        self.take_off(allocation, by);
    }

    /// The applied parts of a split, each with the account that carries it.
    fn parts(&self, split: Split) -> [(Money, Gl); 3] {
        let from = self.carrying();
        [
            (split.fees, from.fees),
            (split.interest, from.interest),
            (split.principal, from.principal),
        ]
    }

    /// Lowers the balances by the applied parts.
    fn take_off(
        &mut self,
        Allocation {
            split,
            clears_interest,
        }: Allocation,
        by: By,
    ) {
        self.position.booked_interest -= split.interest;
        self.reduce_fees(split.fees, by);
        self.reduce_interest(split.interest, clears_interest);
        self.change_principal(-split.principal);
    }

    /// What cash collected on a memo balance is.
    fn collected(&self) -> Gl {
        match self.terms.books {
            Books::Owner => Gl::Recoveries,
            Books::Agency => Gl::ClientPayable,
        }
    }

    /// A credit balance is consumed by whatever comes to be owed.
    fn consume_overpayment(&mut self) {
        if !self.position.overpayment.is_positive() {
            return;
        }
        let order = self.terms.allocation_order;
        let credit = self.position.overpayment;
        let allocation = allocate(credit, self.due(), order, Direction::ByOrder);
        self.position.overpayment = allocation.split.overpayment;
        self.settle(Gl::Overpayments, allocation);
    }

    /// Cash to the borrower.
    ///
    /// While the payment stands, the refunded part was set aside when it came in.
    /// Once the payment is reversed nothing was set aside: the money comes out of the borrower's
    /// credit balance, and the rest is debt.
    fn refund(&mut self, amount: Money, returned: bool) {
        if !returned {
            self.post(Gl::RefundsPayable, Gl::Cash, amount);
            return;
        }
        self.pay_out(amount);
    }

    /// Cash to the borrower out of the credit balance; the rest is debt.
    fn pay_out(&mut self, amount: Money) {
        let credit = amount.min(self.position.overpayment);
        let debt = amount - credit;
        self.post(Gl::Overpayments, Gl::Cash, credit);
        self.position.overpayment -= credit;
        if self.is_memo() {
            self.post(self.collected(), Gl::Cash, debt);
            self.post(Gl::MemoPrincipal, Gl::MemoOffset, debt);
        } else {
            self.post(Gl::Principal, Gl::Cash, debt);
        }
        self.change_principal(debt);
    }
}
