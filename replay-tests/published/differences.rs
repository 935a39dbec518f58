//! Published figures that this ledger does not come to, and why.
//!
//! Here interest is exact until it is applied or quoted, and then rounded once.
//! Each of these rounds before that: the factor, or the day.

use crate::loan::Loan;
use quittance_domain::calendar::DayCount::{self, Act360, Act365F, Act36525};

struct Difference {
    source: &'static str,
    principal: &'static str,
    rate: &'static str,
    day_count: DayCount,
    days: u64,
    ours: &'static str,
    theirs: &'static str,
    /// What the publisher rounds first, as millionths of a cent a day over the whole principal.
    rounded_day: i64,
}

const DIFFERENCES: [Difference; 3] = [
    // The factor .0825 / 365.25 is rounded to .00022587.
    Difference {
        source: "student loans, 1800-homemortgage.com StudentRepayment2: $9,500 at 8.25% over 32 days",
        principal: "9500.00",
        rate: "0.0825",
        day_count: Act36525,
        days: 32,
        ours: "68.67",
        theirs: "68.66",
        rounded_day: 214_576_500,
    },
    // A day is rounded to 2.74.
    Difference {
        source: "Southeast Toyota Finance, setf.com simple interest: $20,000 at 5% over 35 days",
        principal: "20000.00",
        rate: "0.05",
        day_count: Act365F,
        days: 35,
        ours: "95.89",
        theirs: "95.90",
        rounded_day: 274_000_000,
    },
    // A day is rounded to 17.44.
    Difference {
        source: "12 CFR 1026, appendix H-25(B): prepaid interest of 16 days on $162,000 at 3.875%",
        principal: "162000.00",
        rate: "0.03875",
        day_count: Act360,
        days: 16,
        ours: "279.00",
        theirs: "279.04",
        rounded_day: 1_744_000_000,
    },
];

#[test]
fn rounding_a_day_first_gives_the_published_figure() {
    for it in DIFFERENCES {
        let loan = Loan::new(it.principal, it.rate, it.day_count, "2025-01-01");
        assert_eq!(loan.interest_after(it.days), it.ours, "{}", it.source);
        let days = i64::try_from(it.days).unwrap();
        let cents = (it.rounded_day * days + 500_000) / 1_000_000;
        let theirs = format!("{}.{:02}", cents / 100, cents % 100);
        assert_eq!(theirs, it.theirs, "{}", it.source);
    }
}
