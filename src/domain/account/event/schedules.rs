//! What happens to instalment schedules.

use super::payload;
use crate::account::schedule::Pattern;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// From here the account is to be paid by this schedule; what was due before stays due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduleSet {
    pub instalments: Pattern,
    pub effective: NaiveDate,
    /// The day on which it was recorded; of what was due by then no fee and no charge-off follows by
    /// itself, since what had been paid of it may still have to be told.
    pub recorded_on: NaiveDate,
}

/// What was past due is still owed and no longer past due; no due date is changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountReaged {
    pub reason: Box<str>,
    /// As part of a workout, which is counted apart.
    pub workout: bool,
    pub effective: NaiveDate,
}

payload!(ScheduleSet);
payload!(AccountReaged);
