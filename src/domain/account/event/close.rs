//! What time alone brings, as the daily close records it.

use super::payload;
use crate::id::FactId;
use crate::money::Money;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// An instalment has become due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstalmentFellDue {
    pub number: u16,
    pub amount: Money,
    /// What had been paid of it in advance.
    pub paid: Money,
    /// The day it is due on.
    pub effective: NaiveDate,
}

/// The day on which an instalment was due has passed without its being paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstalmentMissed {
    pub number: u16,
    pub due: NaiveDate,
    pub unpaid: Money,
    /// The day after the due date.
    pub effective: NaiveDate,
}

/// Sixty days have passed since what was past due was paid, or re-aged, and nothing has been since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DelinquencyCured {
    pub current_since: NaiveDate,
    pub effective: NaiveDate,
}

/// The debt is within fifteen days of the day on which it is to be charged off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeOffPending {
    /// The due date of the oldest unpaid instalment, from which the boundary is counted.
    pub past_due_since: NaiveDate,
    pub boundary: NaiveDate,
    pub effective: NaiveDate,
}

/// Interest accrued by the end of the day stands in the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterestPosted {
    pub posting: FactId,
    pub effective: NaiveDate,
}

payload!(InstalmentFellDue);
payload!(InstalmentMissed);
payload!(DelinquencyCured);
payload!(ChargeOffPending);
payload!(InterestPosted);
