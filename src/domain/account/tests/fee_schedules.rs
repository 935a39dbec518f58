//! Fees that the terms agree on: how much, how often, and charged by the daily close.

use super::daily_close;
use super::table::{read_terms, story};
use crate::account::Details;

/// A tenth of what was returned, at least 15.00 and at most 40.00.
#[test]
fn a_share_of_the_payment_within_bounds() {
    story(
        "0, fees nsf 0.1 payment min 15.00 max 40.00",
        "
        date       | what                | fees | interest | principal | over | fees  | interest | principal | credit | status
        2025-01-01 | place 1000.00       |      |          |           |      |  0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-02 | pay 100.00 as a     | 0.00 |     0.00 |    100.00 | 0.00 |  0.00 |     0.00 |    900.00 |   0.00 | active
        2025-01-03 | pay 203.45 as b     | 0.00 |     0.00 |    203.45 | 0.00 |  0.00 |     0.00 |    696.55 |   0.00 | active
        2025-01-04 | pay 500.00 as c     | 0.00 |     0.00 |    500.00 | 0.00 |  0.00 |     0.00 |    196.55 |   0.00 | active
        2025-01-05 | fee scheduled nsf   |      |          |           |      |  0.00 |     0.00 |    196.55 |   0.00 | no: fee_needs_payment
        2025-01-05 | return a with fee   |      |          |           |      | 15.00 |     0.00 |    296.55 |   0.00 | active
                   | a becomes           | 0.00 |     0.00 |      0.00 | 0.00 |       |          |           |        |
        2025-01-05 | return b with fee   |      |          |           |      | 35.35 |     0.00 |    500.00 |   0.00 | active
                   | b becomes           | 0.00 |     0.00 |      0.00 | 0.00 |       |          |           |        |
        2025-01-05 | return c with fee   |      |          |           |      | 75.35 |     0.00 |   1000.00 |   0.00 | active
                   | c becomes           | 0.00 |     0.00 |      0.00 | 0.00 |       |          |           |        |
        2025-01-06 | fee 40.01 nsf       |      |          |           |      | 75.35 |     0.00 |   1000.00 |   0.00 | no: fee_exceeds_maximum
        ",
    );
}

/// Everything owed on the day counts: principal, the interest of 31 days, fees.
#[test]
fn a_share_of_the_balance() {
    story(
        "0.1, fees late 0.01 balance",
        "
        date       | what          | fees | interest | principal | over | fees  | interest | principal | credit | status
        2025-01-01 | place 3650.00 |      |          |           |      |  0.00 |     0.00 |   3650.00 |   0.00 | active
        2025-02-01 | fee scheduled |      |          |           |      | 36.81 |    31.00 |   3650.00 |   0.00 | active
        2025-02-01 | fee scheduled |      |          |           |      | 73.99 |    31.00 |   3650.00 |   0.00 | active
        ",
    );
}

/// Two returns on a day bear one fee; a fee that was waived leaves room for another.
#[test]
fn once_a_day_and_so_many_in_all() {
    story(
        "0, fees nsf 30.00 daily count 2",
        "
        date       | what                       | fees | interest | principal | over | fees  | interest | principal | credit | status
        2025-01-01 | place 1000.00              |      |          |           |      |  0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-02 | pay 100.00 as a            | 0.00 |     0.00 |    100.00 | 0.00 |  0.00 |     0.00 |    900.00 |   0.00 | active
        2025-01-02 | pay 200.00 as b            | 0.00 |     0.00 |    200.00 | 0.00 |  0.00 |     0.00 |    700.00 |   0.00 | active
        2025-01-05 | return a with fee          |      |          |           |      | 30.00 |     0.00 |    800.00 |   0.00 | active
                   | a becomes                  | 0.00 |     0.00 |      0.00 | 0.00 |       |          |           |        |
        2025-01-05 | return b with fee          |      |          |           |      | 30.00 |     0.00 |   1000.00 |   0.00 | active
                   | b becomes                  | 0.00 |     0.00 |      0.00 | 0.00 |       |          |           |        |
        2025-01-05 | fee scheduled nsf          |      |          |           |      | 30.00 |     0.00 |   1000.00 |   0.00 | no: fee_charged_that_day
        2025-01-06 | fee scheduled nsf as f     |      |          |           |      | 60.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-07 | fee scheduled nsf          |      |          |           |      | 60.00 |     0.00 |   1000.00 |   0.00 | no: fees_at_their_limit
        2025-01-07 | waive 1.00 of f            |      |          |           |      | 59.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-07 | fee scheduled nsf          |      |          |           |      | 59.00 |     0.00 |   1000.00 |   0.00 | no: fees_at_their_limit
        2025-01-07 | waive all of f             |      |          |           |      | 30.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-07 | fee scheduled nsf          |      |          |           |      | 60.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-08 | fee scheduled              |      |          |           |      | 60.00 |     0.00 |   1000.00 |   0.00 | no: fee_not_scheduled
        ",
    );
}

/// The daily close charges a late fee when the days of grace are over, once an instalment and never
/// for one that was paid in them; a fee is not taken back when the payment turns out to have come.
#[test]
fn the_daily_close_charges_late_fees_after_their_grace() {
    let state = daily_close::story(
        read_terms("0, fees late 0.05 payment grace 10 count 2"),
        &Details::default(),
        "
        2025-01-15 | place 400.00                       | account.placed
        2025-01-15 | schedule 4 monthly from 2025-02-15 | schedule.set
        2025-02-25 | close                              | instalment.fell_due 2025-02-15, instalment.missed 2025-02-16
        2025-02-26 | close                              | fee.assessed
        2025-02-26 | close                              |
        2025-02-27 | pay 105.00 as a                    | payment.received
        2025-03-20 | close                              | instalment.fell_due 2025-03-15, instalment.missed 2025-03-16
        2025-03-25 | pay 100.00 as b                    | payment.received
        2025-03-26 | close                              |
        2025-03-27 | return b                           | payment.reversed
        2025-03-27 | close                              | fee.assessed 2025-03-26
        2025-07-01 | close                              | instalment.fell_due 2025-04-15, instalment.missed 2025-04-16, instalment.fell_due 2025-05-15, instalment.missed 2025-05-16
        ",
    );
    let account = state.account().unwrap();
    assert_eq!(account.position.fees_due().minor(), 500);
}

/// An instalment for which none may be charged, since one was charged by hand that day or collecting
/// was paused, is passed over; those after it are not.
#[test]
fn a_late_fee_that_may_not_be_charged_stops_no_other() {
    daily_close::story(
        read_terms("0, fees late 5.00 daily grace 10"),
        &Details::default(),
        "
        2025-01-15 | place 400.00                       | account.placed
        2025-01-15 | schedule 4 monthly from 2025-02-15 | schedule.set
        2025-02-25 | close                              | instalment.fell_due 2025-02-15, instalment.missed 2025-02-16
        2025-02-26 | fee 5.00                           | fee.assessed
        2025-02-26 | close                              |
        2025-03-20 | dispute all as d                   | dispute.filed
        2025-04-01 | close                              | instalment.fell_due 2025-03-15, instalment.missed 2025-03-16
        2025-04-02 | resolve d                          | dispute.resolved
        2025-04-02 | close                              |
        2025-04-27 | close                              | instalment.fell_due 2025-04-15, instalment.missed 2025-04-16, fee.assessed 2025-04-26
        ",
    );
}
