//! Level payments, as lenders, regulators and calculators print them.

use crate::loan::{Loan, day, months_after, usd};
use chrono::NaiveDate;
use quittance_domain::Money;

/// Source, principal, yearly rate, months, payment.
const MONTHLY: [(&str, &str, &str, u16, &str); 9] = [
    (
        "12 CFR 1026, appendix H-24(B), Loan Estimate: $162,000 at 3.875%",
        "162000.00",
        "0.03875",
        360,
        "761.78",
    ),
    (
        "Federal Reserve Board, Keys to Vehicle Leasing, early_exp3.htm",
        "18800.00",
        "0.09",
        48,
        "467.84",
    ),
    (
        "California DMV dealer class, motorsportsmarket.com, 8.2 Computing Interest Rates",
        "9000.00",
        "0.075",
        24,
        "405.00",
    ),
    (
        "Texas Instruments, education.ti.com, solution 11219",
        "150000.00",
        "0.07",
        360,
        "997.95",
    ),
    (
        "Hewlett-Packard, hp 12c user's guide, section 3, Amortization",
        "50000.00",
        "0.1325",
        300,
        "573.35",
    ),
    (
        "Hewlett-Packard, HP 17Bii, Amortizing a Single Payment, support.hp.com bpia5199",
        "100000.00",
        "0.1",
        360,
        "877.57",
    ),
    (
        "HP community, h30434.www3.hp.com 6208469: $100,000 at 6.9%",
        "100000.00",
        "0.069",
        360,
        "658.60",
    ),
    (
        "Western Michigan University, HP 12C Loan Amortization: 2% a month, 784.657",
        "20000.00",
        "0.24",
        36,
        "784.66",
    ),
    (
        "searchlawrence.com, amortization schedule of $10,400 at 22.77%",
        "10400.00",
        "0.2277",
        57,
        "300.14",
    ),
];

#[test]
fn level_payments_are_as_published() {
    for (source, principal, rate, months, payment) in MONTHLY {
        let mut loan = Loan::by_months(principal, rate, "2025-01-01");
        loan.schedule(months, "2025-01-01");
        let instalments = loan.instalments();
        assert_eq!(instalments.len(), usize::from(months), "{source}");
        assert_eq!(instalments[0], payment, "{source}");
    }
}

/// 7 CFR 1942.19(e)(2): 100,000.00 at 5 % over 38 years, in dollars rounded up.
///
/// A year, half a year and a month apart; a dollar less does not pay it off.
#[test]
fn instalments_in_whole_dollars_pay_off_in_38_years() {
    let from = "1978-07-05";
    for (months, payment, less) in [
        (12, "5929.00", "5928.00"),
        (6, "2952.00", "2951.00"),
        (1, "491.00", "490.00"),
    ] {
        let last: NaiveDate = day("2016-07-05");
        let left = [payment, less].map(|amount| {
            let mut loan = Loan::by_months("100000.00", "0.05", from);
            for step in 1..=(38 * 12 / months) {
                loan.pay(amount, months_after(from, step * months));
            }
            loan.left(last)
        });
        assert!(
            left[0] <= Money::ZERO && left[1] > Money::ZERO,
            "{payment}: {left:?}"
        );
        assert!(left[1] < usd("20000.00"));
    }
}
