//! The terms of an account: what its creditor's program or its own contract fixes.

use crate::allocation::AllocationOrder;
use crate::calendar::DayCount;
use crate::interest::{Rate, Rounding};
use crate::journal::Books;
use crate::money::{Currency, Money};
use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// What decides how an account accrues, rounds, allocates and is booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    pub currency: Currency,
    pub annual_rate: Rate,
    pub day_count: DayCount,
    pub rounding: Rounding,
    pub allocation_order: AllocationOrder,
    pub accrue_after_charge_off: bool,
    pub books: Books,
    /// The fee for a returned payment, when one is asked for.
    pub nsf_fee: Money,
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

impl InterestPosting {
    /// Every rhythm, by the name it has on the wire.
    pub const ALL: [(&'static str, InterestPosting); 3] = [
        ("never", InterestPosting::Never),
        ("monthly", InterestPosting::Monthly),
        ("daily", InterestPosting::Daily),
    ];

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
