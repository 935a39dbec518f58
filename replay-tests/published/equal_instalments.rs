//! Schedules of equal instalments, paid on their days, as the tests of a loan servicing engine print
//! them.
//!
//! Apache Fineract, `fineract-e2e-tests-runner/src/test/resources/features/EMICalculation-Part1.feature`
//! and `LoanInterestRateChange.feature`; scenarios are named by their TestRail ids.
//! Figures are taken over, and nothing else.

use crate::loan::{Loan, day, parts, text};
use chrono::NaiveDate;
use quittance_domain::calendar::DayCount::{self, Act360, Act365F, ActAct, Thirty360Us};
use quittance_domain::calendar::Frequency::{self, Biweekly, Monthly};

/// What an instalment pays of interest and principal, and what principal is left.
type Row = (&'static str, &'static str, &'static str);

struct Table {
    scenario: &'static str,
    principal: &'static str,
    rate: &'static str,
    day_count: DayCount,
    from: &'static str,
    first_due: &'static str,
    frequency: Frequency,
    instalment: &'static str,
    /// The level payment to the nearest cent where the engine's is another: it looks for the amount
    /// whose last instalment differs least from the others.
    nearest: Option<&'static str>,
    last: &'static str,
    rows: &'static [Row],
}

const TABLES: [Table; 6] = [
    Table {
        scenario: "C3154",
        principal: "100.00",
        rate: "0.12",
        day_count: Thirty360Us,
        from: "2024-01-01",
        first_due: "2024-02-01",
        frequency: Monthly,
        instalment: "17.25",
        nearest: None,
        last: "17.28",
        rows: &[
            ("1.00", "16.25", "83.75"),
            ("0.84", "16.41", "67.34"),
            ("0.67", "16.58", "50.76"),
            ("0.51", "16.74", "34.02"),
            ("0.34", "16.91", "17.11"),
            ("0.17", "17.11", "0.00"),
        ],
    },
    Table {
        scenario: "C3155",
        principal: "100.00",
        rate: "0.094822",
        day_count: Thirty360Us,
        from: "2024-01-01",
        first_due: "2024-02-01",
        frequency: Monthly,
        instalment: "17.13",
        nearest: None,
        last: "17.13",
        rows: &[
            ("0.79", "16.34", "83.66"),
            ("0.66", "16.47", "67.19"),
            ("0.53", "16.60", "50.59"),
            ("0.40", "16.73", "33.86"),
            ("0.27", "16.86", "17.00"),
            ("0.13", "17.00", "0.00"),
        ],
    },
    Table {
        scenario: "C3165",
        principal: "75.00",
        rate: "0.123",
        day_count: Thirty360Us,
        from: "2024-01-01",
        first_due: "2024-02-01",
        frequency: Monthly,
        instalment: "15.47",
        nearest: Some("15.46"),
        last: "15.45",
        rows: &[
            ("0.77", "14.70", "60.30"),
            ("0.62", "14.85", "45.45"),
            ("0.47", "15.00", "30.45"),
            ("0.31", "15.16", "15.29"),
            ("0.16", "15.29", "0.00"),
        ],
    },
    Table {
        scenario: "C3158",
        principal: "100.00",
        rate: "0.094822",
        // Of 360 days, and weeks have the days that they have.
        day_count: Act360,
        from: "2024-01-01",
        first_due: "2024-01-15",
        frequency: Biweekly,
        instalment: "16.88",
        nearest: None,
        last: "16.90",
        rows: &[
            ("0.37", "16.51", "83.49"),
            ("0.31", "16.57", "66.92"),
            ("0.25", "16.63", "50.29"),
            ("0.19", "16.69", "33.60"),
            ("0.12", "16.76", "16.84"),
            ("0.06", "16.84", "0.00"),
        ],
    },
    Table {
        scenario: "C3159",
        principal: "100.00",
        rate: "0.12",
        day_count: Act365F,
        from: "2024-01-01",
        first_due: "2024-02-01",
        frequency: Monthly,
        instalment: "17.25",
        nearest: None,
        last: "17.28",
        rows: &[
            ("1.02", "16.23", "83.77"),
            ("0.80", "16.45", "67.32"),
            ("0.69", "16.56", "50.76"),
            ("0.50", "16.75", "34.01"),
            ("0.35", "16.90", "17.11"),
            ("0.17", "17.11", "0.00"),
        ],
    },
    Table {
        scenario: "C3164",
        principal: "331.77",
        rate: "0.1065",
        day_count: ActAct,
        from: "2023-12-12",
        first_due: "2024-01-12",
        frequency: Monthly,
        instalment: "68.14",
        nearest: Some("68.13"),
        last: "68.12",
        rows: &[
            ("3.00", "65.14", "266.63"),
            ("2.41", "65.73", "200.90"),
            ("1.70", "66.44", "134.46"),
            ("1.21", "66.93", "67.53"),
            ("0.59", "67.53", "0.00"),
        ],
    },
];

#[test]
fn every_row_of_a_table_is_as_published() {
    for it in TABLES {
        let mut loan = Loan::new(it.principal, it.rate, it.day_count, it.from);
        let count = u16::try_from(it.rows.len()).unwrap();
        if let Some(nearest) = it.nearest {
            loan.schedule_by(it.frequency, count, it.first_due, None);
            assert_eq!(loan.instalments()[0], nearest, "{}", it.scenario);
        }
        let given = it.nearest.map(|_| it.instalment);
        loan.schedule_by(it.frequency, count, it.first_due, given);
        let instalments = loan.account().instalments_on(NaiveDate::MAX);
        assert_eq!(instalments.len(), it.rows.len(), "{}", it.scenario);
        for (filled, row) in instalments.iter().zip(it.rows) {
            let asked = text(filled.instalment.amount);
            let is_last = filled.instalment.number == count;
            let published = if is_last { it.last } else { it.instalment };
            assert_eq!(
                asked, published,
                "{} {}",
                it.scenario, filled.instalment.due
            );
            let (interest, principal) = parts(loan.pay(&asked, filled.instalment.due));
            let left = text(loan.due(filled.instalment.due).principal);
            assert_eq!(
                (interest.as_str(), principal.as_str(), left.as_str()),
                *row,
                "{} {}",
                it.scenario,
                filled.instalment.due
            );
        }
    }
}

/// C3217 and C3916: 100.00 at 7 %, two instalments of 17.01 paid; on 1 April the rate becomes 4 % from
/// a day in the past, and the second payment is divided again.
///
/// The scenarios name 2 February for what holds from the first, and 16 February.
#[test]
fn a_rate_change_dated_back_divides_a_payment_again() {
    for (scenario, from, interest, principal, left) in [
        ("C3217", "2024-02-01", "0.28", "16.73", "66.84"),
        ("C3916", "2024-02-16", "0.38", "16.63", "66.94"),
    ] {
        let mut loan = Loan::by_months("100.00", "0.07", "2024-01-01");
        let first = parts(loan.pay("17.01", day("2024-02-01")));
        assert_eq!(first, ("0.58".into(), "16.43".into()), "{scenario}");
        loan.pay("17.01", day("2024-03-01"));
        let restated = loan.charge("0.04", from, "2024-04-01");
        assert_eq!(restated.len(), 1, "{scenario}");
        let again = parts(restated[0]);
        assert_eq!(again, (interest.into(), principal.into()), "{scenario}");
        let due = loan.due(day("2024-03-01"));
        assert_eq!(text(due.principal), left, "{scenario}");
    }
}

/// C3152: 10,000.00 at 12 % by ACT/ACT from 12 December 2023.
///
/// Over New Year the engine counts the day that ends on 1 January to the leap year, and comes to 101.81
/// for the first instalment; ISDA's reading, which this ledger follows, counts it to the year that it
/// lies in, and comes to a cent more.
#[test]
fn the_last_day_of_a_year_is_that_years() {
    let loan = Loan::new("10000.00", "0.12", ActAct, "2023-12-12");
    assert_eq!(text(loan.due(day("2024-01-12")).interest), "101.82");
    // 19 days of 365 and 12 of 366, in ten-thousandths of a cent.
    let theirs =
        1_000_000_i64 * 12 / 100 * 19 * 10_000 / 365 + 1_000_000 * 12 / 100 * 12 * 10_000 / 366;
    assert_eq!((theirs + 5_000) / 10_000, 10_181);
}
