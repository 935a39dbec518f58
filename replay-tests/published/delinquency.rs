//! How late an account is, in the bands that are reported.

use crate::loan::{Loan, day, months_after};
use quittance_domain::account::schedule::{Band, Bucket};

/// The bands of the NCUA's call report, form 5300 (help.cubase.org/5300/Content/DL0133.htm: 30-59,
/// 60-89, 90-179, 180-359 and 360 days and more), at both ends of each.
#[test]
fn bands_of_the_call_report() {
    let ends = [
        (0, None),
        (29, None),
        (30, Some("30-59")),
        (59, Some("30-59")),
        (60, Some("60-89")),
        (89, Some("60-89")),
        (90, Some("90-179")),
        (179, Some("90-179")),
        (180, Some("180-359")),
        (359, Some("180-359")),
        (360, Some("360+")),
        (1_000, Some("360+")),
    ];
    for (days, band) in ends {
        assert_eq!(Band::of(days).map(Band::name), band, "{days} days");
    }
}

/// The account statuses of Metro 2, appendix A: 11 is up to 29 days past
/// due, 71 is 30-59, 78 is 60-89, 80 is 90-119, 82 and above begin at 120.
#[test]
fn buckets_part_where_account_statuses_do() {
    let ends = [
        (0, "current"),
        (1, "1-29"),
        (29, "1-29"),
        (30, "30-59"),
        (59, "30-59"),
        (60, "60-89"),
        (89, "60-89"),
        (90, "90-119"),
        (119, "90-119"),
        (120, "120+"),
    ];
    for (days, bucket) in ends {
        assert_eq!(Bucket::of(days).name(), bucket, "{days} days");
    }
}

/// CU*Answers, knowledge base 3834: a loan whose next payment was due on 28 February 2013 is 31 days
/// delinquent on 31 March, in actual days, as the call report has counted since June 2013.
#[test]
fn days_and_not_months_are_counted() {
    let from = "2013-01-28";
    let mut loan = Loan::by_months("1200.00", "0", from);
    loan.schedule(12, from);
    let late = loan.account().delinquency_on(day("2013-03-31"));
    assert_eq!(late.since, Some(months_after(from, 1)));
    assert_eq!(
        (late.days, late.band().map(Band::name)),
        (31, Some("30-59"))
    );
    // The day before the thirtieth, nothing is reported.
    let early = loan.account().delinquency_on(day("2013-03-29"));
    assert_eq!((early.days, early.band()), (29, None));
}
