//! How much of a year one day is.

use crate::calculator::fraction::Fraction;
use chrono::{Datelike, Days, NaiveDate};

/// What a day is a fraction of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Of 365 days, always.
    Fixed365,
    /// Of 360 days, always.
    Fixed360,
    /// Of 365 days and a quarter.
    Quarter365,
    /// Of the calendar year that the day lies in.
    OwnYear,
    /// Of twelve months of 30 days.
    Months30,
}

impl Basis {
    /// What the day that ends on `day` earns of a yearly amount, in a stretch begun on `begun`.
    ///
    /// Only months of 30 days look at the stretch: they count from its beginning, so a day is what
    /// the count has grown by since the day before.
    pub fn of_day(self, begun: NaiveDate, day: NaiveDate) -> Fraction {
        let before = day - Days::new(1);
        match self {
            Basis::Fixed365 => Fraction::new(1, 365),
            Basis::Fixed360 => Fraction::new(1, 360),
            Basis::Quarter365 => Fraction::new(4, 1461),
            // The day that ends at the first midnight of January is the last one of December.
            Basis::OwnYear if before.leap_year() => Fraction::new(1, 366),
            Basis::OwnYear => Fraction::new(1, 365),
            Basis::Months30 => Fraction::new(counted(begun, day) - counted(begun, before), 360),
        }
    }
}

/// Days between two dates when every month has 30, by the rule of US bonds.
fn counted(begun: NaiveDate, day: NaiveDate) -> i128 {
    let ends_february = |date: NaiveDate| date.month() == 2 && (date + Days::new(1)).day() == 1;
    let first = match begun.day() {
        31 => 30,
        _ if ends_february(begun) => 30,
        other => other,
    };
    let last = match day.day() {
        31 if first == 30 => 30,
        _ if ends_february(begun) && ends_february(day) => 30,
        other => other,
    };
    let months = |date: NaiveDate| i128::from(date.year()) * 12 + i128::from(date.month0());
    30 * (months(day) - months(begun)) + i128::from(last) - i128::from(first)
}
