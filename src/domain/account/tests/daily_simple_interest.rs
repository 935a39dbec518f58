//! Daily simple interest: principal × rate ÷ 365 × days, on principal alone, so that interest
//! which waits never earns interest (Texas Finance Code 342.002 calls it "true daily earnings").

use super::table::story;

/// 10,000.00 at 8.5 % is 2.328767 a day; the day money goes out is free, the day it comes is not.
#[test]
fn interest_runs_by_the_day_and_is_rounded_only_when_it_is_paid() {
    story(
        "0.085",
        "
        date       | what          | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-10 | loan 10000.00 |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | pending
        2025-01-10 | disburse all  |      |          |           |      | 0.00 |     0.00 |  10000.00 |   0.00 | active
        2025-01-10 | look          |      |          |           |      | 0.00 |     0.00 |  10000.00 |   0.00 | active
        2025-01-11 | look          |      |          |           |      | 0.00 |     2.33 |  10000.00 |   0.00 | active
        2025-02-10 | pay 350.00    | 0.00 |    72.19 |    277.81 | 0.00 | 0.00 |     0.00 |   9722.19 |   0.00 | active
        2025-03-10 | pay 350.00    | 0.00 |    63.39 |    286.61 | 0.00 | 0.00 |     0.00 |   9435.58 |   0.00 | active
        2025-03-10 | pay 350.00    | 0.00 |     0.00 |    350.00 | 0.00 | 0.00 |     0.00 |   9085.58 |   0.00 | active
        2025-04-10 | look          |      |          |           |      | 0.00 |    65.59 |   9085.58 |   0.00 | active
        2025-05-10 | look          |      |          |           |      | 0.00 |   129.07 |   9085.58 |   0.00 | active
        ",
    );
}

/// A yen has no minor unit, and truncation drops what is below one.
#[test]
fn yen_are_whole_and_a_dinar_has_a_thousand_fils() {
    story(
        "JPY, 0.1, down",
        "
        date       | what         | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 100000 |      |          |           |      |    0 |        0 |    100000 |      0 | active
        2025-01-31 | pay 1000     |    0 |      821 |       179 |    0 |    0 |        0 |     99821 |      0 | active
        ",
    );
    story(
        "KWD, 0.1, half_even",
        "
        date       | what          |  fees | interest | principal |  over |  fees | interest | principal | credit | status
        2025-01-01 | place 100.000 |       |          |           |       | 0.000 |    0.000 |   100.000 |  0.000 | active
        2025-01-31 | pay 1.000     | 0.000 |    0.822 |     0.178 | 0.000 | 0.000 |    0.000 |    99.822 |  0.000 | active
        ",
    );
}

/// Half a cent to the even neighbour: 2.5 cents are due as 2, and paying one of them leaves 1.
#[test]
fn a_part_payment_lowers_the_interest_due_by_exactly_its_amount() {
    story(
        "0.125, half_even",
        "
        date       | what       | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 7.30 |      |          |           |      | 0.00 |     0.00 |      7.30 |   0.00 | active
        2025-01-11 | look       |      |          |           |      | 0.00 |     0.02 |      7.30 |   0.00 | active
        2025-01-11 | pay 0.01   | 0.00 |     0.01 |      0.00 | 0.00 | 0.00 |     0.01 |      7.30 |   0.00 | active
        2025-01-11 | pay 0.01   | 0.00 |     0.01 |      0.00 | 0.00 | 0.00 |     0.00 |      7.30 |   0.00 | active
        ",
    );
}
