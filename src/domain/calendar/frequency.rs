//! How often something is due, and on which days.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// A rhythm of due dates.
///
/// Every date is counted from the first one, so that a short month moves no later date: from
/// 31 January a month on is 28 February, and two months on is 31 March.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Frequency {
    Weekly,
    /// Every other week.
    Biweekly,
    /// Twice a month: on the first date's day and 15 days from it, each in its own half.
    Semimonthly,
    Monthly,
    Quarterly,
}

names! {
    Frequency {
        Weekly => "weekly",
        Biweekly => "biweekly",
        Semimonthly => "semimonthly",
        Monthly => "monthly",
        Quarterly => "quarterly",
    }
}

impl Frequency {
    /// The date after `count` steps from `first`; none beyond the end of the calendar.
    pub fn date(self, first: NaiveDate, count: u32) -> Option<NaiveDate> {
        match self {
            Frequency::Weekly => first.checked_add_days(Days::new(7 * u64::from(count))),
            Frequency::Biweekly => first.checked_add_days(Days::new(14 * u64::from(count))),
            Frequency::Monthly => first.checked_add_months(Months::new(count)),
            Frequency::Quarterly => first.checked_add_months(Months::new(count.checked_mul(3)?)),
            Frequency::Semimonthly => semimonthly(first, count),
        }
    }
}

fn semimonthly(first: NaiveDate, count: u32) -> Option<NaiveDate> {
    let month = first
        .with_day(1)?
        .checked_add_months(Months::new(count / 2))?;
    let day = first.day();
    if count.is_multiple_of(2) {
        return on(month, day);
    }
    if day <= 15 {
        on(month, day + 15)
    } else {
        on(month.checked_add_months(Months::new(1))?, day - 15)
    }
}

/// A day of a month, or the month's last day.
fn on(month: NaiveDate, day: u32) -> Option<NaiveDate> {
    (28..=day.max(28))
        .rev()
        .map(|last| day.min(last))
        .find_map(|day| month.with_day(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(frequency: Frequency, first: &str, count: u32) -> Vec<String> {
        let first = first.parse().unwrap();
        let date = |step| frequency.date(first, step).unwrap().to_string();
        (0..count).map(date).collect()
    }

    #[test]
    fn short_months_move_no_later_date() {
        assert_eq!(
            dates(Frequency::Monthly, "2026-01-31", 5),
            [
                "2026-01-31",
                "2026-02-28",
                "2026-03-31",
                "2026-04-30",
                "2026-05-31"
            ]
        );
        assert_eq!(
            dates(Frequency::Quarterly, "2025-11-30", 3),
            ["2025-11-30", "2026-02-28", "2026-05-30"]
        );
        assert_eq!(
            dates(Frequency::Monthly, "2028-02-29", 13)[12],
            "2029-02-28"
        );
    }

    #[test]
    fn weeks_are_days_and_half_months_have_two_dates() {
        assert_eq!(
            dates(Frequency::Weekly, "2026-02-26", 2),
            ["2026-02-26", "2026-03-05"]
        );
        assert_eq!(
            dates(Frequency::Biweekly, "2026-02-26", 2),
            ["2026-02-26", "2026-03-12"]
        );
        assert_eq!(
            dates(Frequency::Semimonthly, "2026-01-15", 5),
            [
                "2026-01-15",
                "2026-01-30",
                "2026-02-15",
                "2026-02-28",
                "2026-03-15"
            ]
        );
        assert_eq!(
            dates(Frequency::Semimonthly, "2026-01-31", 4),
            ["2026-01-31", "2026-02-16", "2026-02-28", "2026-03-16"]
        );
        assert_eq!(
            dates(Frequency::Semimonthly, "2026-01-01", 4),
            ["2026-01-01", "2026-01-16", "2026-02-01", "2026-02-16"]
        );
    }

    #[test]
    fn nothing_is_due_beyond_the_calendar() {
        for (_, frequency) in Frequency::ALL {
            let first = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
            assert_eq!(frequency.date(first, u32::MAX), None);
        }
    }
}
