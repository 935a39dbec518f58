//! Day counts: the periods of ISDA's worked examples, as test suites of other ledgers and libraries
//! have them.

use crate::loan::day;
use quittance_domain::calendar::{DayCount, YEAR};

/// ISDA's examples: six half-years between the 20ths, and six between ends of February and August.
///
/// The days by 30/360 US are those of QuantLib, `test-suite/daycounters.cpp`, `testThirty360_USA`.
/// The fractions by ACT/360 and ACT/365 (Fixed), in billionths, are those of the day-count report of
/// <https://value.finrmsoft.com> (scenarios "Actual360" and "Actual365 (Fixed)").
const HALF_YEARS: [(&str, &str, i64, i64, i64); 9] = [
    ("2006-08-20", "2007-02-20", 180, 511_111_111, 504_109_589),
    ("2007-02-20", "2007-08-20", 180, 502_777_778, 495_890_411),
    ("2007-08-20", "2008-02-20", 180, 511_111_111, 504_109_589),
    ("2008-02-20", "2008-08-20", 180, 505_555_556, 498_630_137),
    ("2008-08-20", "2009-02-20", 180, 511_111_111, 504_109_589),
    ("2009-02-20", "2009-08-20", 180, 502_777_778, 495_890_411),
    ("2006-02-28", "2006-08-31", 180, 511_111_111, 504_109_589),
    ("2006-08-31", "2007-02-28", 178, 502_777_778, 495_890_411),
    ("2007-02-28", "2007-08-31", 180, 511_111_111, 504_109_589),
];

/// The rest of `testThirty360_USA`.
const THIRTY_360_US: [(&str, &str, i64); 18] = [
    ("2007-08-31", "2008-02-29", 179),
    ("2008-02-29", "2008-08-31", 180),
    ("2008-08-31", "2009-02-28", 178),
    ("2009-02-28", "2009-08-31", 180),
    ("2006-01-31", "2006-02-28", 28),
    ("2006-01-30", "2006-02-28", 28),
    ("2006-02-28", "2006-03-03", 3),
    ("2006-02-14", "2006-02-28", 14),
    ("2006-09-30", "2006-10-31", 30),
    ("2006-10-31", "2006-11-28", 28),
    ("2007-08-31", "2008-02-28", 178),
    ("2008-02-28", "2008-08-28", 180),
    ("2008-02-28", "2008-08-30", 182),
    ("2008-02-28", "2008-08-31", 183),
    ("2007-02-26", "2008-02-28", 362),
    ("2007-02-26", "2008-02-29", 363),
    ("2008-02-28", "2008-03-30", 32),
    ("2008-02-28", "2008-03-31", 33),
];

fn units(day_count: DayCount, start: &str, end: &str) -> i64 {
    day_count.units(day(start), day(end))
}

#[test]
fn half_years_are_as_long_as_isda_has_them() {
    for (start, end, days, act_360, act_365) in HALF_YEARS {
        let billionths = |day_count| {
            let exact = i128::from(units(day_count, start, end)) * 1_000_000_000;
            i64::try_from((exact + i128::from(YEAR) / 2) / i128::from(YEAR)).unwrap()
        };
        let by_months = units(DayCount::Thirty360Us, start, end);
        assert_eq!(by_months, days * (YEAR / 360), "{start} to {end}");
        assert_eq!(billionths(DayCount::Act360), act_360, "{start} to {end}");
        assert_eq!(billionths(DayCount::Act365F), act_365, "{start} to {end}");
    }
}

#[test]
fn months_of_thirty_days_end_as_in_the_united_states() {
    for (start, end, days) in THIRTY_360_US {
        let by_months = units(DayCount::Thirty360Us, start, end);
        assert_eq!(by_months, days * (YEAR / 360), "{start} to {end}");
    }
}
