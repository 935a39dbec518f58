//! Amortization tables: what each payment pays, and what is left.

use crate::loan::{Loan, months_after, parts, text, usd};
use quittance_domain::Money;

const FROM: &str = "2025-01-01";

/// The next so many payments: interest, principal, and what is left.
fn pay(loan: &mut Loan, amount: &str, months: std::ops::RangeInclusive<u32>) -> [String; 3] {
    let (mut interest, mut principal) = (Money::ZERO, Money::ZERO);
    let last = *months.end();
    for month in months {
        let split = loan.pay(amount, months_after(FROM, month));
        interest += split.interest;
        principal += split.principal;
    }
    let left = loan.due(months_after(FROM, last)).principal;
    [interest, principal, left].map(text)
}

fn owned(parts: [&str; 3]) -> [String; 3] {
    parts.map(str::to_owned)
}

/// Federal Reserve Board, Keys to Vehicle Leasing, "Example: Simple Interest Method",
/// federalreserve.gov/pubs/leasing/resource/different/early_exp3.htm.
#[test]
fn the_first_two_months_of_a_car_loan() {
    let mut loan = Loan::by_months("18800.00", "0.09", FROM);
    assert_eq!(
        pay(&mut loan, "467.84", 1..=1),
        owned(["141.00", "326.84", "18473.16"])
    );
    assert_eq!(
        pay(&mut loan, "467.84", 2..=2),
        owned(["138.55", "329.29", "18143.87"])
    );
}

/// Hewlett-Packard, HP 10B tutorial, page 14: 1,000.00 at 10 %, three payments a year apart; two
/// cents are left.
#[test]
fn three_years_of_a_loan_paid_yearly() {
    let mut loan = Loan::by_months("1000.00", "0.1", FROM);
    for (year, interest, principal, left) in [
        (1, "100.00", "302.11", "697.89"),
        (2, "69.79", "332.32", "365.57"),
        (3, "36.56", "365.55", "0.02"),
    ] {
        let on = months_after(FROM, 12 * year);
        let divided = parts(loan.pay("402.11", on));
        assert_eq!(divided, (interest.into(), principal.into()), "year {year}");
        assert_eq!(text(loan.due(on).principal), left, "year {year}");
    }
}

/// Hewlett-Packard, "HP 12C Loan Amortizations", examples 1 and 2: 180,000.00 at 7.75 % over 30
/// years, a year at a time.
#[test]
fn two_years_of_a_mortgage() {
    let mut loan = Loan::by_months("180000.00", "0.0775", FROM);
    loan.schedule(360, FROM);
    let amount = loan.instalments()[0].clone();
    let first = owned(["13894.66", "1579.82", "178420.18"]);
    assert_eq!(pay(&mut loan, &amount, 1..=12), first);
    let second = owned(["13767.79", "1706.69", "176713.49"]);
    assert_eq!(pay(&mut loan, &amount, 13..=24), second);
}

/// Texas Instruments, education.ti.com, solution 11219: five years of 997.95 on 150,000.00 at 7 %.
#[test]
fn five_years_of_a_mortgage() {
    let mut loan = Loan::by_months("150000.00", "0.07", FROM);
    let five = owned(["51074.64", "8802.36", "141197.64"]);
    assert_eq!(pay(&mut loan, "997.95", 1..=60), five);
}

/// Hewlett-Packard, HP 17Bii, support.hp.com bpia5199: the 65th payment on 100,000.00 at 10 %.
#[test]
fn the_65th_payment() {
    let mut loan = Loan::by_months("100000.00", "0.1", FROM);
    pay(&mut loan, "877.57", 1..=64);
    let [interest, principal, _] = pay(&mut loan, "877.57", 65..=65);
    assert_eq!((interest, principal), ("802.33".into(), "75.24".into()));
}

/// HP community, h30434.www3.hp.com 6208469: the 31st payment on 100,000.00 at 6.9 %.
#[test]
fn the_31st_payment() {
    let mut loan = Loan::by_months("100000.00", "0.069", FROM);
    pay(&mut loan, "658.60", 1..=30);
    let published = owned(["559.31", "99.29", "97171.95"]);
    assert_eq!(pay(&mut loan, "658.60", 31..=31), published);
}

/// searchlawrence.com, amortization schedule of 10,400.00 at 22.77 % over 57 months: interest,
/// principal and balance.
///
/// The page carries fractions of a cent from row to row; here interest is paid in whole cents, so that
/// from the twentieth row on the balance is up to three cents less, and the last payment is 300.47
/// instead of 300.49.
#[test]
fn a_whole_table_to_its_last_payment() {
    let mut loan = Loan::by_months("10400.00", "0.2277", FROM);
    loan.schedule(57, FROM);
    let instalments = loan.instalments();
    let published = [
        (1, "197.34", "102.80", "10297.20"),
        (2, "195.39", "104.75", "10192.45"),
        (12, "173.73", "126.41", "9029.16"),
        (19, "155.95", "144.19", "8074.49"),
        (24, "141.74", "158.40", "7311.45"),
        (36, "101.66", "198.48", "5159.10"),
        (48, "51.44", "248.70", "2462.14"),
        (56, "11.08", "289.06", "294.89"),
    ];
    let mut paid = 0;
    for (month, interest, principal, left) in published {
        if paid + 1 < month {
            pay(&mut loan, "300.14", paid + 1..=month - 1);
        }
        let row = pay(&mut loan, "300.14", month..=month);
        assert_eq!(row[..2], [interest, principal], "payment {month}");
        let apart = (usd(left) - usd(&row[2])).minor();
        let fractions = if month < 20 { 0..=0 } else { 1..=3 };
        assert!(fractions.contains(&apart), "payment {month}: {}", row[2]);
        paid = month;
    }
    assert_eq!(instalments[..56], vec!["300.14"; 56]);
    assert_eq!(instalments[56], "300.47");
    pay(&mut loan, "300.47", 57..=57);
    assert_eq!(text(loan.left(months_after(FROM, 57))), "0.00");
}

/// ebrary.net, appendix A, Amortization Tables: what is owed of 250,000.00 after five years at 7 %
/// over 30 years and at 6.5 % over 15, without the cents.
#[test]
fn what_is_owed_after_five_years() {
    for (rate, count, owed) in [("0.07", 360, "235328"), ("0.065", 180, "191792")] {
        let mut loan = Loan::by_months("250000.00", rate, FROM);
        loan.schedule(count, FROM);
        let amount = loan.instalments()[0].clone();
        pay(&mut loan, &amount, 1..=60);
        let left = text(loan.left(months_after(FROM, 60)));
        assert_eq!(left.split_once('.').unwrap().0, owed, "{rate}");
    }
}
