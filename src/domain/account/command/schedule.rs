//! Wishes about instalment schedules.

use crate::account::schedule::level::Wanted;
use chrono::NaiveDate;

/// Takes the place of the schedule that there is, from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetSchedule {
    pub wanted: Wanted,
    pub effective: NaiveDate,
}

/// Calls an account that is past due current again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReageAccount {
    pub reason: Box<str>,
    /// As part of a workout, which is counted apart.
    pub workout: bool,
    pub effective: NaiveDate,
}
