//! What the daily close asks of an account.

use chrono::NaiveDate;

/// Everything that time has brought to the account up to a day.
///
/// What has been recorded already is not recorded again, so it may be asked any number of times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CloseDay {
    pub on: NaiveDate,
}
