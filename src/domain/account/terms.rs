//! The terms of an account: what its creditor's program or its own contract fixes.

use crate::account::FeeSchedule;
use crate::account::schedule::level::Wanted;
use crate::allocation::AllocationOrder;
use crate::calendar::{DayCount, Frequency};
use crate::interest::{Rate, Rounding};
use crate::journal::Books;
use crate::money::{Currency, Money};
use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// What decides how an account accrues, rounds, allocates and is booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    pub currency: Currency,
    pub annual_rate: Rate,
    pub day_count: DayCount,
    pub rounding: Rounding,
    pub allocation_order: AllocationOrder,
    pub accrue_after_charge_off: bool,
    pub books: Books,
    /// The fee for a returned payment, when one is asked for and no fee schedule says how much.
    pub nsf_fee: Money,
    /// What may be charged as a fee; a kind that is not named may be charged as it is asked for.
    #[serde(default, skip_serializing_if = "<[_]>::is_empty")]
    pub fee_schedules: Box<[FeeSchedule]>,
    /// The instalments that the account has from its first day on, or none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instalments: Option<Rhythm>,
    /// When accrued interest is posted to the journal beside the days on which something happens.
    #[serde(default)]
    pub interest_posting: InterestPosting,
    /// Days past due at which the debt is to be given up; by the product when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge_off_boundary_days: Option<u16>,
    /// Whether the daily close charges the debt off when it reaches the boundary.
    #[serde(default)]
    pub charge_off_automatically: bool,
}

/// Instalments as a contract agrees on them before there is a debt to divide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rhythm {
    /// One step after the first day when absent, or when it has passed by then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_due: Option<NaiveDate>,
    pub frequency: Frequency,
    pub count: u16,
    /// The level payment when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
}

impl Rhythm {
    /// The schedule of a debt that begins on a day.
    pub fn from(&self, day: NaiveDate) -> Wanted {
        let given = self.first_due.filter(|due| *due >= day);
        Wanted::Level {
            first_due: given.or(self.frequency.date(day, 1)).unwrap_or(day),
            frequency: self.frequency,
            count: self.count,
            amount: self.amount,
        }
    }
}

/// When accrued interest is posted to the journal; how much that is does not depend on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InterestPosting {
    /// Only on days on which something else happens.
    Never,
    /// On the last day of each month.
    #[default]
    Monthly,
    Daily,
}

names! {
    InterestPosting {
        Never => "never",
        Monthly => "monthly",
        Daily => "daily",
    }
}

impl InterestPosting {
    /// The first day after `day` on which interest is posted.
    pub fn after(self, day: NaiveDate) -> Option<NaiveDate> {
        match self {
            InterestPosting::Never => None,
            InterestPosting::Daily => day.succ_opt(),
            InterestPosting::Monthly => {
                let first = day.succ_opt()?.with_day(1)?;
                first.checked_add_months(Months::new(1))?.pred_opt()
            }
        }
    }
}

impl Default for Terms {
    fn default() -> Terms {
        Terms {
            currency: Currency::USD,
            annual_rate: Rate::ZERO,
            day_count: DayCount::default(),
            rounding: Rounding::default(),
            allocation_order: AllocationOrder::default(),
            accrue_after_charge_off: false,
            books: Books::default(),
            nsf_fee: Money::from_minor(2_500),
            fee_schedules: Box::default(),
            instalments: None,
            interest_posting: InterestPosting::default(),
            charge_off_boundary_days: None,
            charge_off_automatically: false,
        }
    }
}

/// How the debt came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Product {
    /// A loan that this ledger disburses, up to an approved principal.
    Loan { approved_principal: Money },
    /// A debt that exists already and is placed with its balances.
    Placed,
}

/// Terms as far as somebody gives them; what is left out is somebody else's to say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TermsGiven {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub annual_rate: Option<Rate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day_count: Option<DayCount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rounding: Option<Rounding>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allocation_order: Option<AllocationOrder>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accrue_after_charge_off: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nsf_fee: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fee_schedules: Option<Box<[FeeSchedule]>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instalments: Option<Rhythm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interest_posting: Option<InterestPosting>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charge_off_boundary_days: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charge_off_automatically: Option<bool>,
}

impl TermsGiven {
    /// Terms in which what is given takes the place of what there is.
    pub fn over(&self, terms: Terms) -> Terms {
        let fee_schedules = self.fee_schedules.clone();
        let boundary = self.charge_off_boundary_days;
        Terms {
            currency: self.currency.unwrap_or(terms.currency),
            annual_rate: self.annual_rate.unwrap_or(terms.annual_rate),
            day_count: self.day_count.unwrap_or(terms.day_count),
            rounding: self.rounding.unwrap_or(terms.rounding),
            allocation_order: self.allocation_order.unwrap_or(terms.allocation_order),
            accrue_after_charge_off: self
                .accrue_after_charge_off
                .unwrap_or(terms.accrue_after_charge_off),
            books: terms.books,
            nsf_fee: self.nsf_fee.unwrap_or(terms.nsf_fee),
            fee_schedules: fee_schedules.unwrap_or(terms.fee_schedules),
            instalments: self.instalments.or(terms.instalments),
            interest_posting: self.interest_posting.unwrap_or(terms.interest_posting),
            charge_off_boundary_days: boundary.or(terms.charge_off_boundary_days),
            charge_off_automatically: self
                .charge_off_automatically
                .unwrap_or(terms.charge_off_automatically),
        }
    }
}
