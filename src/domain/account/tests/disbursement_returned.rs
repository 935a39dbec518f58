//! The bank sends the money back that a loan was disbursed with: nothing was lent, and nothing has been
//! earned on it.

use super::table::story;

/// It goes out again, to another account: the days between earn nothing, and what was paid meanwhile
/// pays it.
#[test]
fn the_loan_begins_again() {
    story(
        "0.1",
        "
        date       | what                      | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | loan 3650.00              |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | pending
        2025-01-01 | approve                   |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | approved
        2025-01-01 | disburse all as d         |      |          |           |      | 0.00 |     0.00 |   3650.00 |   0.00 | active
        2025-01-11 | pay 100.00 as a           | 0.00 |    10.00 |     90.00 | 0.00 | 0.00 |     0.00 |   3560.00 |   0.00 | active
        2025-01-15 | take back d               |      |          |           |      | 0.00 |     0.00 |      0.00 | 100.00 | approved
                   | a becomes                 | 0.00 |     0.00 |      0.00 | 100.00 |    |          |           |        |
        2025-01-16 | pay 50.00                 |      |          |           |      | 0.00 |     0.00 |      0.00 | 100.00 | no: loan_not_disbursed
        2025-01-21 | disburse all as e         |      |          |           |      | 0.00 |     0.00 |   3550.00 |   0.00 | active
        2025-01-31 | take back d               |      |          |           |      | 0.00 |     9.73 |   3550.00 |   0.00 | no: entry_already_reversed
        ",
    );
}

/// It is cancelled instead; the payment that came meanwhile goes back, and so does one that the bank
/// returns, without a fee on a loan that there is not.
#[test]
fn the_loan_is_cancelled() {
    story(
        "0.1, nsf 30.00",
        "
        date       | what                      | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | loan 3650.00              |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | pending
        2025-01-01 | disburse all as d         |      |          |           |      | 0.00 |     0.00 |   3650.00 |   0.00 | active
        2025-01-11 | pay 100.00 as a           | 0.00 |    10.00 |     90.00 | 0.00 | 0.00 |     0.00 |   3560.00 |   0.00 | active
        2025-01-12 | pay 50.00 as b            | 0.00 |     0.98 |     49.02 | 0.00 | 0.00 |     0.00 |   3510.98 |   0.00 | active
        2025-01-15 | take back d               |      |          |           |      | 0.00 |     0.00 |      0.00 | 150.00 | pending
                   | a becomes                 | 0.00 |     0.00 |      0.00 | 100.00 |    |          |           |        |
                   | b becomes                 | 0.00 |     0.00 |      0.00 | 50.00 |     |          |           |        |
        2025-01-15 | return b with fee         |      |          |           |      | 0.00 |     0.00 |      0.00 | 100.00 | pending
                   | b becomes                 | 0.00 |     0.00 |      0.00 | 0.00 |      |          |           |        |
        2025-01-16 | refund 100.00 of credit   |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | pending
        2025-01-17 | cancel                    |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | cancelled
        2025-01-18 | disburse all              |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | no: loan_cancelled
        ",
    );
}

/// The first of two: the second stands, and what was paid before it is a credit until it comes.
#[test]
fn the_second_disbursement_stands() {
    story(
        "0.1",
        "
        date       | what                      | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | loan 7300.00              |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | pending
        2025-01-01 | disburse 3650.00 as d     |      |          |           |      | 0.00 |     0.00 |   3650.00 |   0.00 | active
        2025-01-11 | pay 100.00 as a           | 0.00 |    10.00 |     90.00 | 0.00 | 0.00 |     0.00 |   3560.00 |   0.00 | active
        2025-01-21 | disburse 3650.00 as e     |      |          |           |      | 0.00 |     9.75 |   7210.00 |   0.00 | active
        2025-01-31 | take back d               |      |          |           |      | 0.00 |     9.73 |   3550.00 |   0.00 | active
                   | a becomes                 | 0.00 |     0.00 |      0.00 | 100.00 |    |          |           |        |
        ",
    );
}
