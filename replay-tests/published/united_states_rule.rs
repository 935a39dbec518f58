//! The United States Rule: a payment goes to the interest due first, what is over to principal, and
//! interest that waits earns none (Story v. Livingston, 38 U.S. 359 (1839); 12 CFR 1026, appendix
//! J(a)(3); Texas Finance Code 353.016).

use crate::loan::{Loan, day, parts, text};
use chrono::Days;
use quittance_domain::calendar::DayCount::{self, Act360, Act365F, Act36525};

struct Example {
    source: &'static str,
    principal: &'static str,
    rate: &'static str,
    day_count: DayCount,
    /// Days from the beginning, payment, its interest, its principal, what principal is left.
    payments: &'static [(u64, &'static str, &'static str, &'static str, &'static str)],
    /// Days from the beginning, and what pays it off then.
    payoff: Option<(u64, &'static str)>,
}

const EXAMPLES: [Example; 5] = [
    Example {
        source: "aie.org, daily interest calculator for student loans: $150 after 28 days on $8,600 at 8.5%",
        principal: "8600.00",
        rate: "0.085",
        day_count: Act36525,
        payments: &[(28, "150.00", "56.04", "93.96", "8506.04")],
        payoff: None,
    },
    Example {
        source: "softmath.com, word problem 22678: $13,500 for 180 days at 11% ordinary interest, $1,000 after 50 days",
        principal: "13500.00",
        rate: "0.11",
        day_count: Act360,
        payments: &[(50, "1000.00", "206.25", "793.75", "12706.25")],
        payoff: Some((180, "13210.97")),
    },
    // Its balance at maturity is worked out from 3,141.50, a slip of the pen, and left out here.
    Example {
        source: "homeworksource.com 1106313: $8,000 at 4%, March 22 to August 30, $5,000",
        principal: "8000.00",
        rate: "0.04",
        day_count: Act365F,
        payments: &[(161, "5000.00", "141.15", "4858.85", "3141.15")],
        payoff: None,
    },
    Example {
        source: "Southeast Toyota Finance, setf.com/financial-tools/simple-interest: $377 on $20,000 at 5%, after 30 days",
        principal: "20000.00",
        rate: "0.05",
        day_count: Act365F,
        payments: &[(30, "377.00", "82.19", "294.81", "19705.19")],
        payoff: None,
    },
    Example {
        source: "the same page, paying after 25 days",
        principal: "20000.00",
        rate: "0.05",
        day_count: Act365F,
        payments: &[(25, "377.00", "68.49", "308.51", "19691.49")],
        payoff: None,
    },
];

#[test]
fn payments_are_divided_as_published() {
    let begun = day("2025-01-01");
    for example in EXAMPLES {
        let source = example.source;
        let mut loan = Loan::new(
            example.principal,
            example.rate,
            example.day_count,
            "2025-01-01",
        );
        for (days, amount, interest, principal, left) in example.payments {
            let on = begun + Days::new(*days);
            let divided = parts(loan.pay(amount, on));
            assert_eq!(
                divided,
                ((*interest).into(), (*principal).into()),
                "{source}"
            );
            assert_eq!(text(loan.due(on).principal), *left, "{source}");
        }
        if let Some((days, amount)) = example.payoff {
            assert_eq!(text(loan.left(begun + Days::new(days))), amount, "{source}");
        }
    }
}

/// A month's payment and a payment to principal on the same day.
///
/// Federal Reserve Board, Keys to Vehicle Leasing, "Example: Simple Interest Method",
/// federalreserve.gov/pubs/leasing/resource/different/early_exp3.htm: of 467.84 on 18,800.00 at 9 %
/// 141.00 are interest, 18,473.16 are left, and 17,473.16 after an additional 1,000 of principal.
#[test]
fn an_additional_payment_of_principal_lowers_principal_alone() {
    let mut loan = Loan::by_months("18800.00", "0.09", "2025-01-01");
    let on = day("2025-02-01");
    assert_eq!(
        parts(loan.pay("467.84", on)),
        ("141.00".into(), "326.84".into())
    );
    assert_eq!(text(loan.due(on).principal), "18473.16");
    assert_eq!(
        parts(loan.prepay("1000.00", on)),
        ("0.00".into(), "1000.00".into())
    );
    assert_eq!(text(loan.due(on).principal), "17473.16");
}
