//! The cap of 6 % on debts from before military service, 50 U.S.C. 3937: what exceeds it is forgiven
//! from the first day of service.

use crate::loan::{Loan, day, text};

/// scrasaver.com/tools/retroactive-calculator: 10,000 at 18 % for 24 months, 150 a month against 50;
/// 2,400 too much.
#[test]
fn a_cap_dated_back_two_years_forgives_what_exceeds_it() {
    let (from, month, today) = ("2023-01-15", day("2023-02-15"), "2025-01-15");
    let mut loan = Loan::by_months("10000.00", "0.18", from);
    assert_eq!(text(loan.due(month).interest), "150.00");
    let before = loan.due(day(today)).interest;
    loan.charge("0.06", from, today);
    assert_eq!(text(loan.due(month).interest), "50.00");
    let after = loan.due(day(today)).interest;
    assert_eq!(
        (text(before), text(after)),
        ("3600.00".into(), "1200.00".into())
    );
    assert_eq!(text(before - after), "2400.00");
}
