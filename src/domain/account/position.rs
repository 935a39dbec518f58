//! What is owed at a point of an account's life, and the exact interest since.

use crate::account::Terms;
use crate::allocation::Due;
use crate::id::{FactId, OfferId};
use crate::interest::Interest;
use crate::money::Money;
use chrono::NaiveDate;

/// A fee, as far as it is unpaid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenFee {
    pub id: FactId,
    pub outstanding: Money,
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
    /// Open fees, oldest first.
    pub fees: Vec<OpenFee>,
    /// What of each fee was still unpaid when a settlement wrote it off.
    pub fees_written_off: Vec<OpenFee>,
    /// What the borrower has paid beyond everything owed.
    pub overpayment: Money,
    /// The rounded interest that stands in the journal.
    pub booked_interest: Money,
    /// All principal ever lent: disbursements, and what was boarded.
    pub disbursed: Money,
    pub charged_off: Option<NaiveDate>,
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
                    terms.annual_rate,
                    terms.day_count,
                    start,
                    date,
                );
                self.carried + earned
            }
            _ => self.carried,
        }
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

    /// The accepted settlement that has been paid in full.
    pub fn settled_by(&self) -> Option<OfferId> {
        self.settlement
            .filter(|settlement| settlement.completed_on.is_some())
            .map(|settlement| settlement.offer)
    }
}
