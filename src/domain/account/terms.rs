//! The terms of an account: what its creditor's program or its own contract fixes.

use crate::allocation::AllocationOrder;
use crate::calendar::DayCount;
use crate::interest::{Rate, Rounding};
use crate::journal::Books;
use crate::money::{Currency, Money};
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
