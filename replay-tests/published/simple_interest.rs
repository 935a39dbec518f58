//! Simple interest on a balance that rests, by the day counts that each source states.

use crate::loan::Loan;
use quittance_domain::calendar::DayCount::{self, Act360, Act365F, Act36525};

/// Source, principal, yearly rate, day count, days, interest.
const INTEREST: [(&str, &str, &str, DayCount, u64, &str); 9] = [
    (
        "5 CFR 1315.17, Prompt Payment: $1,500 (.065/360*10)",
        "1500.00",
        "0.065",
        Act360,
        10,
        "2.71",
    ),
    (
        "US Treasury, fiscal.treasury.gov/prompt-payment/interest.html: $1,500 (.066/360*10)",
        "1500.00",
        "0.066",
        Act360,
        10,
        "2.75",
    ),
    (
        "Community Legal Education Ontario, stepstojustice.ca, post-judgment interest: 1,000 x .02 / 365 x 100",
        "1000.00",
        "0.02",
        Act365F,
        100,
        "5.48",
    ),
    (
        "thelaw.tv, Kansas small claims (SCC-1088): (150/365) x 10% x $1,000",
        "1000.00",
        "0.1",
        Act365F,
        150,
        "41.10",
    ),
    (
        "thelaw.tv, Kansas small claims (SCC-1063): $2,500 at 5% over 730 days",
        "2500.00",
        "0.05",
        Act365F,
        730,
        "250.00",
    ),
    (
        "tools.gera.services, post-judgment interest: $25,000 in California at 10%, one year",
        "25000.00",
        "0.1",
        Act365F,
        365,
        "2500.00",
    ),
    (
        "legalclarity.org, student loan interest: $20,000 at 6% over 30 days",
        "20000.00",
        "0.06",
        Act365F,
        30,
        "98.63",
    ),
    (
        "qeeebo.com, simplified daily interest formula: $10,000 at 6% / 365.25 over 30 days",
        "10000.00",
        "0.06",
        Act36525,
        30,
        "49.28",
    ),
    (
        "experts123.com, daily simple loan: $5,000 at 10.95% over 30 days",
        "5000.00",
        "0.1095",
        Act365F,
        30,
        "45.00",
    ),
];

/// Source, principal, yearly rate, day count, interest of one day.
const PER_DIEM: [(&str, &str, &str, DayCount, &str); 4] = [
    (
        "12 CFR 1026, appendix H-25(B), Closing Disclosure: $17.44 per day on $162,000 at 3.875%",
        "162000.00",
        "0.03875",
        Act360,
        "17.44",
    ),
    (
        "reviewforloans.com, auto loan per diem: .07 / 360 x $10,000",
        "10000.00",
        "0.07",
        Act360,
        "1.94",
    ),
    (
        "legalclarity.org, student loan interest: $20,000 at 6%",
        "20000.00",
        "0.06",
        Act365F,
        "3.29",
    ),
    (
        "tools.gera.services, post-judgment interest: $25,000 at 10%",
        "25000.00",
        "0.1",
        Act365F,
        "6.85",
    ),
];

#[test]
fn interest_is_as_published() {
    for (source, principal, rate, day_count, days, interest) in INTEREST {
        let loan = Loan::new(principal, rate, day_count, "2025-01-01");
        assert_eq!(loan.interest_after(days), interest, "{source}");
    }
}

#[test]
fn a_day_adds_what_is_published() {
    for (source, principal, rate, day_count, per_diem) in PER_DIEM {
        let loan = Loan::new(principal, rate, day_count, "2025-01-01");
        assert_eq!(loan.per_diem("2025-02-01"), per_diem, "{source}");
    }
}
