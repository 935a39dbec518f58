//! Dates and day counts, as exact integers.
//!
//! A year is [`YEAR`] units: the least common multiple of every denominator a day count can have
//! (360, 365, 366 and 1461/4), so that each day is a whole number of units and no fraction of a
//! year is ever rounded.

mod frequency;

pub use frequency::Frequency;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// The units of one year: lcm(360, 365, 366, 1461).
pub const YEAR: i64 = 780_699_960;

/// How days become a fraction of a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayCount {
    /// Actual days over 365, also in leap years.
    #[default]
    #[serde(rename = "act_365f")]
    Act365F,
    /// Actual days over 360 ("banker's rule").
    #[serde(rename = "act_360")]
    Act360,
    /// Actual days, each over the length of the calendar year it falls in (ISDA).
    ActAct,
    /// Actual days over 365.25.
    #[serde(rename = "act_365_25")]
    Act36525,
    /// Thirty-day months over 360, United States rule with the end of February.
    #[serde(rename = "thirty_360_us")]
    Thirty360Us,
}

names! {
    DayCount {
        Act365F => "act_365f",
        Act360 => "act_360",
        ActAct => "act_act",
        Act36525 => "act_365_25",
        Thirty360Us => "thirty_360_us",
    }
}

impl DayCount {
    /// The units of [`YEAR`] from `start` up to `end`: zero on the same day, and the day of `end`
    /// is charged while the day of `start` is free.
    pub fn units(self, start: NaiveDate, end: NaiveDate) -> i64 {
        let days = (end - start).num_days();
        match self {
            DayCount::Act365F => days * (YEAR / 365),
            DayCount::Act360 => days * (YEAR / 360),
            DayCount::Act36525 => days * (YEAR / 1461 * 4),
            DayCount::Thirty360Us => thirty_360_us(start, end) * (YEAR / 360),
            DayCount::ActAct => act_act(start, end),
        }
    }
}

/// Days of the 30/360 US convention: a start on the last of February counts as the 30th, an end
/// on the last of February too when the start is one, the 31st becomes the 30th.
fn thirty_360_us(start: NaiveDate, end: NaiveDate) -> i64 {
    let (mut from, mut to) = (i64::from(start.day()), i64::from(end.day()));
    if last_of_february(start) {
        if last_of_february(end) {
            to = 30;
        }
        from = 30;
    }
    if to == 31 && from >= 30 {
        to = 30;
    }
    if from == 31 {
        from = 30;
    }
    let years = i64::from(end.year()) - i64::from(start.year());
    let months = i64::from(end.month()) - i64::from(start.month());
    360 * years + 30 * months + to - from
}

fn last_of_february(date: NaiveDate) -> bool {
    date.month() == 2 && date.succ_opt().is_none_or(|next| next.month() == 3)
}

/// ISDA: the days in each calendar year over that year's own length.
fn act_act(start: NaiveDate, end: NaiveDate) -> i64 {
    let mut units = 0;
    let mut from = start;
    while from.year() < end.year() {
        let Some(new_year) = NaiveDate::from_ymd_opt(from.year() + 1, 1, 1) else {
            break;
        };
        units += (new_year - from).num_days() * (YEAR / days_in_year(from));
        from = new_year;
    }
    units + (end - from).num_days() * (YEAR / days_in_year(from))
}

fn days_in_year(date: NaiveDate) -> i64 {
    if date.leap_year() { 366 } else { 365 }
}

#[cfg(test)]
mod published;

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_denominator_divides_the_year() {
        for denominator in [360, 365, 366, 1461] {
            assert_eq!(YEAR % denominator, 0);
        }
    }

    #[test]
    fn thirty_360_us_days() {
        let cases = [
            ("2023-01-15", "2023-02-15", 30),
            ("2023-01-31", "2023-02-28", 28),
            ("2023-02-28", "2023-03-31", 30),
            ("2024-02-29", "2025-02-28", 360),
            ("2023-01-30", "2023-01-31", 0),
            ("2023-01-15", "2023-01-31", 16),
            ("2023-12-31", "2024-01-31", 30),
        ];
        for (start, end, days) in cases {
            assert_eq!(
                thirty_360_us(date(start), date(end)),
                days,
                "{start} to {end}"
            );
        }
    }

    /// The example of the ISDA memorandum on ACT/ACT: 2003-11-01 to 2004-05-01 is 61/365 + 121/366.
    #[test]
    fn act_act_splits_at_the_new_year() {
        let units = DayCount::ActAct.units(date("2003-11-01"), date("2004-05-01"));
        assert_eq!(units, 61 * (YEAR / 365) + 121 * (YEAR / 366));
    }
}
