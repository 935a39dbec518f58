//! A payment is announced, and counts only once its money has come; until then it moves nothing.

use super::table::story;

#[test]
fn it_counts_from_its_own_day_once_it_is_completed() {
    story(
        "0.1",
        "
        date       | what                    | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 3650.00           |      |          |           |      | 0.00 |     0.00 |   3650.00 |   0.00 | active
        2025-01-11 | pay 110.00 pending as a | 0.00 |     0.00 |      0.00 | 0.00 | 0.00 |    10.00 |   3650.00 |   0.00 | active
        2025-01-21 | pay 100.00 as b         | 0.00 |    20.00 |     80.00 | 0.00 | 0.00 |     0.00 |   3570.00 |   0.00 | active
        2025-01-23 | return a                |      |          |           |      | 0.00 |     1.96 |   3570.00 |   0.00 | no: payment_not_completed
        2025-01-24 | complete a              | 0.00 |    10.00 |    100.00 | 0.00 | 0.00 |     2.84 |   3459.73 |   0.00 | active
                   | b becomes               | 0.00 |     9.73 |     90.27 | 0.00 |      |          |           |        |
        2025-01-25 | complete a              |      |          |           |      | 0.00 |     3.79 |   3459.73 |   0.00 | no: payment_not_pending
        2025-01-31 | look                    |      |          |           |      | 0.00 |     9.48 |   3459.73 |   0.00 | active
        ",
    );
}

/// The processor settled it on another day.
#[test]
fn it_can_count_from_another_day() {
    story(
        "0.1",
        "
        date       | what                     | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 3650.00            |      |          |           |      | 0.00 |     0.00 |   3650.00 |   0.00 | active
        2025-01-11 | pay 110.00 pending as a  | 0.00 |     0.00 |      0.00 | 0.00 | 0.00 |    10.00 |   3650.00 |   0.00 | active
        2025-01-14 | complete a on 2025-01-13 | 0.00 |    12.00 |     98.00 | 0.00 | 0.00 |     0.97 |   3552.00 |   0.00 | active
        ",
    );
}

/// Nothing was booked, so nothing is reversed; a payment that came and goes back is a return.
#[test]
fn it_fails_without_a_trace_in_the_balances() {
    story(
        "0.1",
        "
        date       | what                    | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 3650.00           |      |          |           |      | 0.00 |     0.00 |   3650.00 |   0.00 | active
        2025-01-11 | pay 110.00 pending as a | 0.00 |     0.00 |      0.00 | 0.00 | 0.00 |    10.00 |   3650.00 |   0.00 | active
        2025-01-13 | fail a                  |      |          |           |      | 0.00 |    12.00 |   3650.00 |   0.00 | active
        2025-01-13 | complete a              |      |          |           |      | 0.00 |    12.00 |   3650.00 |   0.00 | no: payment_not_pending
        2025-01-14 | refund 10.00 of a       |      |          |           |      | 0.00 |    13.00 |   3650.00 |   0.00 | no: payment_not_completed
        2025-01-15 | pay 110.00 pending as b | 0.00 |     0.00 |      0.00 | 0.00 | 0.00 |    14.00 |   3650.00 |   0.00 | active
        2025-01-16 | complete b              | 0.00 |    14.00 |     96.00 | 0.00 | 0.00 |     0.97 |   3554.00 |   0.00 | active
        2025-01-20 | return b                |      |          |           |      | 0.00 |    19.00 |   3650.00 |   0.00 | active
                   | b becomes               | 0.00 |     0.00 |      0.00 | 0.00 |      |          |           |        |
        ",
    );
}

/// An announced payment does not fill a settlement.
#[test]
fn a_settlement_waits_for_the_money() {
    story(
        "",
        "
        date       | what                    | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 1000.00           |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-02 | offer 400.00 as o       |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-02 | accept o                |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-03 | pay 400.00 pending as a | 0.00 |     0.00 |      0.00 | 0.00 | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-05 | complete a              | 0.00 |     0.00 |    400.00 | 0.00 | 0.00 |     0.00 |      0.00 |   0.00 | settled
        ",
    );
}
