//! A fee is waived after the charge-off: what was paid of it before was income, what was paid since
//! was a recovery, and each is given back out of where it went.

use super::script::Script;
use crate::account::{State, Terms, apply, decide};
use crate::journal::{Account as Gl, Posting};
use crate::money::Money;

#[test]
fn each_part_goes_back_out_of_where_it_went() {
    let mut script = Script::new(Terms::default());
    let mut state = State::default();
    let mut last = Vec::new();
    let story = [
        ("2025-01-01", "place 100.00"),
        ("2025-01-02", "fee 25.00 as f"),
        ("2025-01-03", "pay 10.00"),
        ("2025-05-01", "charge off"),
        ("2025-05-02", "pay 6.00"),
        ("2025-05-03", "waive all of f"),
    ];
    for (sequence, (day, what)) in (1..).zip(story) {
        let today = day.parse().unwrap();
        let command = script.command(today, what).unwrap();
        let events = decide(&state, &command, today).unwrap();
        last = apply(&mut state, sequence, &events[0]).unwrap().lines;
    }
    let line = |debit, credit, minor| Posting {
        debit,
        credit,
        amount: Money::from_minor(minor),
    };
    let postings: Vec<Posting> = last.iter().map(|line| line.posting).collect();
    let expected = [
        // Unpaid: off the memo balance.
        line(Gl::MemoOffset, Gl::MemoFees, 900),
        line(Gl::Recoveries, Gl::Overpayments, 600),
        line(Gl::FeesWaived, Gl::Overpayments, 1_000),
        // The credit pays principal, which is a recovery again.
        line(Gl::Overpayments, Gl::Recoveries, 1_600),
        line(Gl::MemoOffset, Gl::MemoPrincipal, 1_600),
    ];
    assert_eq!(postings, expected);
}
