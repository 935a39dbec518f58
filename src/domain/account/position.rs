//! What is owed at a point of an account's life, and the exact interest since.

use crate::account::Terms;
use crate::allocation::Due;
use crate::id::{FactId, OfferId};
use crate::interest::{Interest, Rate};
use crate::money::Money;
use chrono::NaiveDate;

/// A fee, as far as it is unpaid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenFee {
    pub id: FactId,
    /// How many fees had been charged before it: fees are paid in this order.
    pub place: u32,
    pub outstanding: Money,
}

/// Amounts of fees, or of waivers of fees, that a life rarely has any of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeeAmounts(Vec<(FactId, Money)>);

impl FeeAmounts {
    pub(super) fn add(&mut self, id: FactId, amount: Money) {
        if amount.is_zero() {
            return;
        }
        match self.0.iter_mut().find(|(known, _)| *known == id) {
            Some((_, sum)) => *sum += amount,
            None => self.0.push((id, amount)),
        }
    }

    /// Takes as much of `amount` as there is.
    pub(super) fn take(&mut self, id: FactId, amount: Money) -> Money {
        let Some(place) = self.0.iter().position(|(known, _)| *known == id) else {
            return Money::ZERO;
        };
        let taken = amount.min(self.0[place].1);
        self.0[place].1 -= taken;
        if self.0[place].1.is_zero() {
            self.0.remove(place);
        }
        taken
    }
}

/// How far an accepted settlement has been paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SettlementProgress {
    pub offer: OfferId,
    pub amount: Money,
    pub paid: Money,
    pub completed_on: Option<NaiveDate>,
}

/// The balances after a fact.
///
/// Interest is `carried` plus what the principal earns since `segment_start`: it is computed from
/// the start of the segment (the last change of principal) every time, so that asking or posting
/// in between never changes it, which 30/360 would otherwise do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Position {
    pub principal: Money,
    /// Unpaid interest at the start of the segment, less what was paid since; exact.
    pub carried: Interest,
    /// What has been paid of this interest since it was last paid up.
    ///
    /// Interest is rounded together with it, so that a part payment lowers what is due by exactly
    /// its amount: half_even would round 2.5 to 2, and the 1.5 that one leaves to 2 again.
    pub interest_applied: Money,
    pub segment_start: Option<NaiveDate>,
    /// The rate in force, where it is not the contract's.
    pub annual_rate: Option<Rate>,
    /// Open fees, oldest first.
    pub fees: Vec<OpenFee>,
    /// How many fees have been charged so far.
    pub fees_charged: u32,
    /// What of each fee was still unpaid when it was written off.
    pub fees_written_off: FeeAmounts,
    /// What of each fee was paid after a charge-off, which is a recovery.
    pub fees_recovered: FeeAmounts,
    /// What each waiver took out of what had been written off, by the waiver.
    pub written_off_waived: FeeAmounts,
    /// What the borrower has paid beyond everything owed.
    pub overpayment: Money,
    /// The rounded interest that stands in the journal.
    pub booked_interest: Money,
    /// All principal ever lent: disbursements, and what was boarded.
    pub disbursed: Money,
    pub charged_off: Option<NaiveDate>,
    /// When the debt was given back to whom it came from.
    pub recalled: Option<NaiveDate>,
    /// When a remainder was given up.
    pub written_off: Option<NaiveDate>,
    pub settlement: Option<SettlementProgress>,
}

impl Position {
    /// The exact interest due on `date`, which must not be before the last fact.
    pub fn interest_on(&self, terms: &Terms, date: NaiveDate) -> Interest {
        let accrues = self.charged_off.is_none() || terms.accrue_after_charge_off;
        match self.segment_start {
            Some(start) if accrues => {
                let earned = Interest::accrued(
                    self.principal,
                    self.rate(terms),
                    terms.day_count,
                    start,
                    date,
                );
                self.carried + earned
            }
            _ => self.carried,
        }
    }

    /// The yearly rate in force.
    pub fn rate(&self, terms: &Terms) -> Rate {
        self.annual_rate.unwrap_or(terms.annual_rate)
    }

    /// Everything due on `date`, interest rounded to the minor unit.
    pub fn due_on(&self, terms: &Terms, date: NaiveDate) -> Due {
        let gross = self.interest_on(terms, date) + Interest::from_money(self.interest_applied);
        Due {
            fees: self.fees_due(),
            interest: (gross.rounded(terms.rounding) - self.interest_applied).or_zero(),
            principal: self.principal,
        }
    }

    /// Whether anything has been lent or boarded yet: until then there is no debt to pay.
    pub fn has_begun(&self) -> bool {
        self.segment_start.is_some()
    }

    pub fn fees_due(&self) -> Money {
        self.fees.iter().map(|fee| fee.outstanding).sum()
    }

    /// Whether an accepted settlement has been paid in full.
    pub fn is_settled(&self) -> bool {
        self.settled_by().is_some()
    }

    /// The accepted settlement that is still being paid.
    pub fn settlement_in_force(&self) -> Option<OfferId> {
        self.settlement
            .filter(|settlement| settlement.completed_on.is_none())
            .map(|settlement| settlement.offer)
    }

    /// Whether nothing is owed: all of it has been paid or given up, or nothing was ever owed.
    pub(super) fn owes_nothing(&self) -> bool {
        self.principal.is_zero() && self.booked_interest.is_zero() && self.fees.is_empty()
    }

    /// Whether the debt has been recalled and no settlement had been paid by then.
    pub(super) fn is_recalled_unsettled(&self) -> bool {
        self.recalled.is_some() && self.settlement.is_none()
    }

    /// The accepted settlement that has been paid in full.
    pub fn settled_by(&self) -> Option<OfferId> {
        self.settlement
            .filter(|settlement| settlement.completed_on.is_some())
            .map(|settlement| settlement.offer)
    }
}
