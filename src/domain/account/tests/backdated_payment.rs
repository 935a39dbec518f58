//! A payment was received earlier than it was entered: it is moved to its day, and everything
//! since is computed again, as if it had been entered then.

use super::table::story;

#[test]
fn a_payment_moved_back_earns_the_borrower_the_interest_between() {
    story(
        "0.1",
        "
        date       | what                 | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 3650.00        |      |          |           |      | 0.00 |     0.00 |   3650.00 |   0.00 | active
        2025-03-02 | pay 1000.00 as a     | 0.00 |    60.00 |    940.00 | 0.00 | 0.00 |     0.00 |   2710.00 |   0.00 | active
        2025-03-12 | pay 100.00 as b      | 0.00 |     7.42 |     92.58 | 0.00 | 0.00 |     0.00 |   2617.42 |   0.00 | active
        2025-03-13 | date a on 2025-01-31 |      |          |           |      | 0.00 |     0.71 |   2609.37 |   0.00 | active
                   | a becomes            | 0.00 |    30.00 |    970.00 | 0.00 |      |          |           |        |
                   | b becomes            | 0.00 |    29.37 |     70.63 | 0.00 |      |          |           |        |
        2025-03-13 | date a on 2025-01-31 |      |          |           |      | 0.00 |     0.71 |   2609.37 |   0.00 | no: payment_already_effective_then
        2025-03-14 | date a on 2025-03-12 |      |          |           |      | 0.00 |     1.44 |   2620.00 |   0.00 | active
                   | a becomes            | 0.00 |    70.00 |    930.00 | 0.00 |      |          |           |        |
                   | b becomes            | 0.00 |     0.00 |    100.00 | 0.00 |      |          |           |        |
        2025-03-14 | date a on 2025-03-15 |      |          |           |      | 0.00 |     1.44 |   2620.00 |   0.00 | no: effective_date_in_future
        ",
    );
}

/// Moved before a fee, what was paid beyond waits as a credit and meets the fee on its day.
#[test]
fn moved_before_a_fee_the_excess_waits_for_it() {
    story(
        "",
        "
        date       | what                 |  fees | interest | principal |  over |  fees | interest | principal | credit | status
        2025-01-01 | place 100.00         |       |          |           |       |  0.00 |     0.00 |    100.00 |   0.00 | active
        2025-01-20 | fee 15.00            |       |          |           |       | 15.00 |     0.00 |    100.00 |   0.00 | active
        2025-01-25 | pay 115.00 as a      | 15.00 |     0.00 |    100.00 |  0.00 |  0.00 |     0.00 |      0.00 |   0.00 | paid_off
        2025-01-26 | date a on 2025-01-10 |       |          |           |       |  0.00 |     0.00 |      0.00 |   0.00 | paid_off
                   | a becomes            |  0.00 |     0.00 |    100.00 | 15.00 |       |          |           |        |
        2025-01-26 | pay 5.00             |  0.00 |     0.00 |      0.00 |  5.00 |  0.00 |     0.00 |      0.00 |   5.00 | paid_off
        ",
    );
}
