//! Day counts against figures that others have published.

use super::{DayCount, YEAR};
use crate::interest::{Interest, Rate, Rounding};
use crate::money::Money;
use chrono::{Days, NaiveDate};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Periods and their ACT/ACT (ISDA) fraction of a year, in 10⁻¹⁰; the dates are those of the
/// examples that ISDA's paper on EMU and market conventions works through (1998).
///
/// Source of the figures: QuantLib, `test-suite/daycounters.cpp`, `testActualActual`.
const ACT_ACT_ISDA: [(&str, &str, i128); 7] = [
    ("2003-11-01", "2004-05-01", 4_977_243_806),
    ("1999-02-01", "1999-07-01", 4_109_589_041),
    ("1999-07-01", "2000-07-01", 10_013_773_486),
    ("2002-08-15", "2003-07-15", 9_150_684_932),
    ("2003-07-15", "2004-01-15", 5_040_047_908),
    ("1999-07-30", "2000-01-30", 5_038_925_069),
    ("2000-01-30", "2000-06-30", 4_153_005_464),
];

#[test]
fn act_act_isda_is_as_published() {
    for (start, end, published) in ACT_ACT_ISDA {
        let units = i128::from(DayCount::ActAct.units(date(start), date(end)));
        let fraction = (units * 10_000_000_000 + i128::from(YEAR) / 2) / i128::from(YEAR);
        assert_eq!(fraction, published, "{start} to {end}");
    }
}

/// Periods and their days by 30/360 US with the end of February.
///
/// The rule is that of the FIX protocol, field 1950, value 1, and of the glossary of cbonds.com,
/// "30/360 US"; the periods are those of OpenGamma Strata, `DayCountTest`, `data_30U360` (end of
/// month), worked out by hand.
const THIRTY_360_US: [(&str, &str, i64); 14] = [
    ("2011-12-28", "2012-02-28", 60),
    ("2011-12-28", "2012-02-29", 61),
    ("2011-12-28", "2012-03-01", 63),
    ("2012-02-28", "2012-03-28", 30),
    ("2012-02-29", "2012-03-28", 28),
    ("2012-02-29", "2012-03-30", 30),
    ("2012-02-29", "2012-03-31", 30),
    ("2012-02-29", "2013-02-28", 360),
    ("2011-02-28", "2012-02-28", 358),
    ("2011-02-28", "2012-02-29", 360),
    ("2012-05-29", "2013-08-31", 452),
    ("2012-05-30", "2013-08-31", 450),
    ("2012-05-31", "2013-08-30", 450),
    ("2012-05-31", "2013-08-31", 450),
];

#[test]
fn thirty_360_us_is_as_published() {
    for (start, end, days) in THIRTY_360_US {
        let units = DayCount::Thirty360Us.units(date(start), date(end));
        assert_eq!(units, days * (YEAR / 360), "{start} to {end}");
    }
}

/// Daily simple interest: source, principal in cents, rate, days, interest in cents.
///
/// The last source rounds the day's interest to 1.37 first and so comes to 198.65; rounded once,
/// as here, it is 198.63.
const DAILY_SIMPLE: [(&str, i64, &str, u64, i64); 3] = [
    (
        "calculatorlib.com, daily interest loan: 10,000 at 6 %",
        1_000_000,
        "0.06",
        30,
        4_932,
    ),
    ("the same page: one day", 1_000_000, "0.06", 1, 164),
    (
        "California small claims, 5,000 at 10 % (expertlaw.com)",
        500_000,
        "0.1",
        145,
        19_863,
    ),
];

#[test]
fn daily_simple_interest_is_as_published() {
    let start = date("2025-01-01");
    for (source, principal, rate, days, published) in DAILY_SIMPLE {
        let (principal, rate) = (Money::from_minor(principal), rate.parse::<Rate>().unwrap());
        let end = start + Days::new(days);
        let interest = Interest::accrued(principal, rate, DayCount::Act365F, start, end);
        assert_eq!(
            interest.rounded(Rounding::HalfUp).minor(),
            published,
            "{source}"
        );
    }
}

/// No day count ever goes back, or charges a day twice: asking every day of three years in a row
/// from any start gives rising figures, and one that is right for the whole.
#[test]
fn no_day_count_goes_back() {
    let first = date("2023-01-01");
    for (name, day_count) in DayCount::ALL {
        for start in (0..60).map(|days| first + Days::new(days)) {
            let units = (0..1_200).map(|days| day_count.units(start, start + Days::new(days)));
            assert!(units.is_sorted(), "{name} from {start}");
        }
    }
}
