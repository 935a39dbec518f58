//! Regulation Z, 12 CFR 1026, appendix J(c): advances, payments, and the annual percentage rates that
//! they come to (consumerfinance.gov/rules-policy/regulations/1026/j/).
//!
//! With unit-periods of a month, no odd days and payments that cover the interest, the actuarial
//! method and the United States Rule are the same, and so are these examples and months of 30 days.
//! Those with odd days or several advances count fractions of unit-periods, which no day count here
//! does.

use crate::loan::{Loan, day, months_after, usd};
use quittance_domain::Money;
use quittance_domain::calendar::DayCount;

/// The example, its payments as (how many, amount), and the rate in hundredths of a per cent.
type Example = (&'static str, &'static [(usize, &'static str)], u32);

const MONTHLY: [Example; 4] = [
    ("(c)(1)(i)", &[(24, "230.00")], 969),
    ("(c)(2)(i)", &[(1, "250.00"), (23, "230.00")], 1008),
    ("(c)(3)(i)", &[(23, "230.00"), (1, "280.00")], 1050),
    (
        "(c)(4)(i)",
        &[(1, "250.00"), (22, "230.00"), (1, "280.00")],
        1090,
    ),
];

/// Half a hundredth of a per cent below and above the published rate.
fn around(hundredths: u32) -> [String; 2] {
    [10 * hundredths - 5, 10 * hundredths + 5].map(|thousandths| format!("0.{thousandths:05}"))
}

/// 5,000.00 on 10 January 1978, first payment on 10 February: at half the last printed digit less
/// nothing is left to pay, and at half of it more something is.
///
/// (c)(4)(i) is 10.8955 % before it is rounded to 10.90, so near the half that it is paid to the cent.
#[test]
fn payments_amortize_at_the_published_rate() {
    let from = "1978-01-10";
    for (example, payments, published) in MONTHLY {
        let left = around(published).map(|rate| {
            let mut loan = Loan::by_months("5000.00", &rate, from);
            let amounts = payments
                .iter()
                .flat_map(|(count, amount)| std::iter::repeat_n(*amount, *count));
            for (amount, month) in amounts.zip(1..) {
                loan.pay(amount, months_after(from, month));
            }
            loan.left(months_after(from, 24))
        });
        assert!(
            left[0] <= Money::ZERO && left[1] > Money::ZERO,
            "{example}: {left:?}"
        );
    }
}

/// (c)(5)(i): 1,000.00 on 3 January 1978, 1,080.00 on 15 September, 255 days later; 11.45 %.
#[test]
fn a_single_payment_is_due_at_the_published_rate() {
    let [below, above] = around(1145).map(|rate| {
        let loan = Loan::new("1000.00", &rate, DayCount::Act365F, "1978-01-03");
        loan.left(day("1978-09-15"))
    });
    let paid = usd("1080.00");
    assert!(below < paid && paid < above, "{below:?} {above:?}");
}
