//! What the daily close asks of an account.

use crate::id::FactId;
use chrono::NaiveDate;

/// Everything that time has brought to the account up to a day.
///
/// What has been recorded already is not recorded again, so it may be asked any number of times;
/// days that were missed are made up for, each thing with its own date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CloseDay {
    pub on: NaiveDate,
    /// The first of a run of ids for the payments that are due: each takes the next one.
    pub first_id: FactId,
}

/// Posts accrued interest to the journal as of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostInterest {
    pub id: FactId,
    pub effective: NaiveDate,
}
