//! The legal public holidays of the United States and the validation period that they bear on.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Days after sending on which a consumer may be assumed to have received a notice, not counting
/// Saturdays, Sundays and legal public holidays: 12 CFR 1006.34(b)(5).
const DAYS_TO_RECEIVE: u32 = 5;

/// Days from receipt in which a consumer may dispute the debt: 15 U.S.C. 1692g(a).
pub const DAYS_TO_DISPUTE: u64 = 30;

/// The last day of the validation period of a notice sent on `sent`.
///
/// It is the earliest that the regulation allows, and counts calendar days once the notice is
/// assumed received.
pub fn validation_period_ends(sent: NaiveDate) -> NaiveDate {
    assumed_received(sent) + Days::new(DAYS_TO_DISPUTE)
}

/// The day on which a consumer may be assumed to have received what was sent on `sent`.
pub fn assumed_received(sent: NaiveDate) -> NaiveDate {
    let mut day = sent;
    let mut counted = 0;
    while counted < DAYS_TO_RECEIVE {
        day = day + Days::new(1);
        counted += u32::from(is_counted(day));
    }
    day
}

fn is_counted(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !is_legal_public_holiday(day)
}

/// Whether 5 U.S.C. 6103(a) names this day.
///
/// A day in lieu, on which offices close when a holiday falls on a weekend, is not one: 6103(b)
/// gives it to employees, and Regulation F, like Regulation Z in its comment 2(a)(6)-2, refers to
/// 6103(a) alone.
pub fn is_legal_public_holiday(day: NaiveDate) -> bool {
    let nth = |weekday, nth| day.weekday() == weekday && day.day0() / 7 + 1 == nth;
    match (day.month(), day.day()) {
        (1, 1) | (7, 4) | (11, 11) | (12, 25) => true,
        // Juneteenth, from the act that made it a holiday.
        (6, 19) => day.year() >= 2021,
        // Martin Luther King's birthday, Washington's birthday.
        (1 | 2, _) => nth(Weekday::Mon, 3),
        // Memorial Day: the last Monday, which no Monday of the month follows.
        (5, date) => day.weekday() == Weekday::Mon && date > 24,
        // Labor Day, Columbus Day, Thanksgiving.
        (9, _) => nth(Weekday::Mon, 1),
        (10, _) => nth(Weekday::Mon, 2),
        (11, _) => nth(Weekday::Thu, 4),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn holidays(year: i32) -> Vec<String> {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        first
            .iter_days()
            .take_while(|day| day.year() == year)
            .filter(|day| is_legal_public_holiday(*day))
            .map(|day| day.format("%m-%d").to_string())
            .collect()
    }

    /// The dates that the Office of Personnel Management lists, without its days in lieu.
    #[test]
    fn a_year_has_eleven_holidays() {
        let listed = [
            (
                2025,
                "01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25",
            ),
            (
                2026,
                "01-01 01-19 02-16 05-25 06-19 07-04 09-07 10-12 11-11 11-26 12-25",
            ),
            (
                2027,
                "01-01 01-18 02-15 05-31 06-19 07-04 09-06 10-11 11-11 11-25 12-25",
            ),
            (
                2028,
                "01-01 01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-11 11-23 12-25",
            ),
        ];
        for (year, expected) in listed {
            assert_eq!(holidays(year).join(" "), expected, "{year}");
        }
        assert_eq!(holidays(2020).len(), 10, "before Juneteenth");
        for year in 2021..2400 {
            assert_eq!(holidays(year).len(), 11, "{year}");
        }
    }

    #[test]
    fn five_counted_days_after_sending_the_notice_is_received() {
        let cases = [
            // Monday to Monday over one weekend.
            ("2026-03-02", "2026-03-09"),
            // A notice of a weekend counts from the Monday after.
            ("2026-03-07", "2026-03-13"),
            ("2026-03-08", "2026-03-13"),
            // Thanksgiving, a Thursday.
            ("2026-11-23", "2026-12-01"),
            // Christmas on a Friday and New Year's Day on the next.
            ("2026-12-22", "2026-12-30"),
            ("2026-12-24", "2027-01-04"),
            // Independence Day on a Saturday: offices close on the Friday, which counts.
            ("2026-06-29", "2026-07-06"),
            // Juneteenth on a Friday.
            ("2026-06-15", "2026-06-23"),
            // Martin Luther King's birthday.
            ("2026-01-15", "2026-01-23"),
        ];
        for (sent, received) in cases {
            assert_eq!(assumed_received(day(sent)), day(received), "{sent}");
        }
    }

    #[test]
    fn the_period_ends_thirty_days_after_receipt() {
        assert_eq!(validation_period_ends(day("2026-03-02")), day("2026-04-08"));
        assert_eq!(validation_period_ends(day("2026-01-15")), day("2026-02-22"));
    }

    #[test]
    fn the_period_is_never_shorter_than_the_law_allows() {
        let start = day("2024-01-01");
        for sent in start.iter_days().take(3_000) {
            let days = (validation_period_ends(sent) - sent).num_days();
            // From a Sunday five days, over Christmas and New Year's Day eleven.
            assert!((35..=42).contains(&days), "{sent}: {days}");
            let received = assumed_received(sent);
            assert!(is_counted(received), "{sent}");
            let counted = sent.iter_days().skip(1).take_while(|day| *day <= received);
            assert_eq!(counted.filter(|day| is_counted(*day)).count(), 5, "{sent}");
        }
    }
}
