//! Instalment schedules: what is to be paid by when, and what has been.
//!
//! A schedule fixes amounts and due dates; what is paid of each instalment is derived from the
//! account's facts each time ([`fill`]), so that a return, a refund or another date of a payment
//! undoes what the payment did.
//! A schedule that takes the place of another keeps what was due before it, and a re-age keeps every
//! due date: history is not rewritten by either.

mod course;
pub mod delinquency;
pub mod fill;
pub mod level;
mod reage;

pub(super) use course::Course;
pub use course::Lateness;
pub use delinquency::{Band, Bucket, Delinquency};
pub use fill::{Filled, InstalmentStatus};
pub use reage::Reage;

use crate::account::plan::Moment;
use crate::calendar::Frequency;
use crate::money::Money;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Instalments of a schedule at most: fifty years of months.
pub const INSTALMENTS_LIMIT: usize = 600;

/// One payment that a schedule asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instalment {
    /// 1, 2, 3 … over all schedules that the account has had.
    pub number: u16,
    pub due: NaiveDate,
    pub amount: Money,
}

/// An amount and the day it is due on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmountDue {
    pub due: NaiveDate,
    pub amount: Money,
}

/// Which instalments a schedule has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    /// Equal amounts in a rhythm; the last one is what is left then.
    Level {
        first_due: NaiveDate,
        frequency: Frequency,
        count: u16,
        amount: Money,
        last: Money,
    },
    /// Given one by one, in order of their due dates.
    Given(Box<[AmountDue]>),
}

impl Pattern {
    /// Every instalment, by due date.
    pub fn dues(&self) -> Box<dyn Iterator<Item = AmountDue> + '_> {
        match self {
            Pattern::Given(dues) => Box::new(dues.iter().copied()),
            Pattern::Level {
                first_due,
                frequency,
                count,
                amount,
                last,
            } => Box::new((0..*count).map_while(move |step| {
                Some(AmountDue {
                    due: frequency.date(*first_due, u32::from(step))?,
                    amount: if step + 1 == *count { *last } else { *amount },
                })
            })),
        }
    }

    pub fn first_due(&self) -> Option<NaiveDate> {
        self.dues().next().map(|first| first.due)
    }
}

/// A schedule from the moment at which it took effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub since: Moment,
    pub pattern: Pattern,
    /// The day on which the ledger was told of it.
    pub recorded_on: NaiveDate,
}

/// The schedules of an account and what the daily close has recorded of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule {
    /// In the order in which they took effect; each keeps what was due before it.
    pub versions: Vec<Version>,
    /// In the order of their dates.
    pub reages: Vec<Reage>,
    /// Instalments due until this day have been recorded as fallen due.
    pub fell_due_through: Option<NaiveDate>,
    /// Due dates of the instalments that have been recorded as missed.
    pub missed: Vec<NaiveDate>,
    /// Due dates of the instalments for which a late fee has been charged.
    pub late_fees: Vec<NaiveDate>,
    /// Days for which an instalment may be unpaid before such a fee; none are charged when absent.
    pub grace_days: Option<u16>,
    /// The day since which the account was current when it was last cured.
    pub cured_of: Option<NaiveDate>,
    /// Where the account stands; always what [`fill::standing`] gives for its facts.
    pub standing: fill::Standing,
}

impl Schedule {
    /// The schedule in force.
    pub fn current(&self) -> Option<&Version> {
        self.versions.last()
    }
}
