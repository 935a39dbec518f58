//! Payoff quotes and itemizations of an account's life.

use super::script::Script;
use crate::account::{Account, Itemization, State, Terms, apply, decide};
use crate::money::{Money, parse_amount};
use chrono::NaiveDate;

fn played(rate: &str, rows: &[(&str, &str)]) -> Account {
    let mut script = Script::new(Terms {
        annual_rate: rate.parse().unwrap(),
        ..Terms::default()
    });
    let (mut state, mut sequence) = (State::default(), 0);
    for (date, what) in rows {
        let command = script.command(day(date), what).unwrap();
        for event in decide(&state, &command, day("2026-12-31")).unwrap() {
            sequence += 1;
            apply(&mut state, sequence, &event).unwrap();
        }
    }
    state.account().unwrap().clone()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn usd(text: &str) -> Money {
    parse_amount(text, Terms::default().currency).unwrap()
}

/// The figures of Model Form B-1 (12 CFR part 1006, appendix B): 2,234.56 on the itemization date,
/// 75.00 interest, 25.00 fees, 50.00 paid, 2,284.56 now.
#[test]
fn the_model_validation_notice() {
    let account = played(
        "0.100416",
        &[
            ("2025-01-02", "place 2234.56"),
            ("2025-03-01", "fee 25.00"),
            ("2025-04-01", "pay 50.00"),
        ],
    );
    let expected = Itemization {
        then: usd("2234.56"),
        interest: usd("75.00"),
        fees: usd("25.00"),
        payments: usd("50.00"),
        now: usd("2284.56"),
        ..Itemization::default()
    };
    assert_eq!(
        account.itemize(day("2025-01-02"), day("2025-05-04")),
        expected
    );
}

/// A settlement's last payment is a payment, and what it writes off is a credit.
#[test]
fn what_is_forgiven_is_a_credit_and_not_a_payment() {
    let account = played(
        "0",
        &[
            ("2025-01-02", "place 1000.00"),
            ("2025-01-03", "fee 30.00 as f"),
            ("2025-01-04", "waive 30.00 of f"),
            ("2025-02-01", "offer 400.00 as o"),
            ("2025-02-02", "accept o"),
            ("2025-02-03", "pay 150.00"),
            ("2025-02-04", "pay 250.00"),
        ],
    );
    let whole = account.itemize(day("2025-01-02"), day("2025-12-31"));
    assert_eq!((whole.then, whole.now), (usd("1000.00"), Money::ZERO));
    assert_eq!((whole.fees, whole.payments), (usd("30.00"), usd("400.00")));
    assert_eq!(whole.credits, usd("630.00"));
    let middle = account.itemize(day("2025-01-04"), day("2025-02-03"));
    assert_eq!((middle.then, middle.now), (usd("1000.00"), usd("850.00")));
    assert_eq!((middle.fees, middle.credits), (Money::ZERO, Money::ZERO));
}

/// Money given back of a payment that failed afterwards is owed again.
#[test]
fn a_refund_that_became_debt_is_an_advance() {
    let account = played(
        "0",
        &[
            ("2025-01-02", "place 100.00"),
            ("2025-01-10", "pay 150.00 as a"),
            ("2025-01-11", "refund 50.00 of a"),
            ("2025-01-20", "return a"),
        ],
    );
    let sums = account.itemize(day("2025-01-02"), day("2025-01-31"));
    assert_eq!((sums.payments, sums.advances), (Money::ZERO, usd("50.00")));
    assert_eq!(sums.now, usd("150.00"));
}

#[test]
fn a_payoff_is_what_is_due_less_the_credit() {
    let account = played("0.0365", &[("2025-01-02", "place 1000.00")]);
    let payoff = account.payoff_on(day("2025-01-12"));
    assert_eq!(payoff.amount(), usd("1001.00"));
    // 1,000.00 at 3.65 % is exactly ten cents a day.
    assert_eq!(payoff.per_diem.rounded(account.terms.rounding), usd("0.10"));
    let overpaid = played(
        "0",
        &[("2025-01-02", "place 10.00"), ("2025-01-03", "pay 15.00")],
    );
    let payoff = overpaid.payoff_on(day("2025-01-04"));
    assert_eq!((payoff.amount(), payoff.credit), (Money::ZERO, usd("5.00")));
}
