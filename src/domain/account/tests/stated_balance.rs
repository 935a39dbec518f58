//! The creditor states what is owed on a day: more becomes principal, less is a credit by the order.

use super::table::story;

#[test]
fn more_is_principal_and_less_goes_by_the_order() {
    story(
        "0.1",
        "
        date       | what                     |  fees | interest | principal | over |  fees | interest | principal | credit | status
        2025-01-01 | place 3650.00 fees 20.00 |       |          |           |      | 20.00 |     0.00 |   3650.00 |   0.00 | active
        2025-01-11 | adjust to 3700.00        |       |          |           |      | 20.00 |    10.00 |   3670.00 |   0.00 | active
        2025-01-21 | adjust to 3650.00        | 20.00 |    20.05 |     20.00 | 0.00 |  0.00 |     0.00 |   3650.00 |   0.00 | active
        2025-01-21 | adjust to 3650.00        |       |          |           |      |  0.00 |     0.00 |   3650.00 |   0.00 | no: balance_stands_already
        2025-01-31 | adjust to 0.00           |  0.00 |    10.00 |   3650.00 | 0.00 |  0.00 |     0.00 |      0.00 |   0.00 | paid_off
        ",
    );
}

/// The difference is the fact: a payment from before that comes back is owed again.
#[test]
fn what_is_learned_later_comes_on_top() {
    story(
        "0.1, nsf 0.00",
        "
        date       | what                   | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 3650.00          |      |          |           |      | 0.00 |     0.00 |   3650.00 |   0.00 | active
        2025-01-11 | pay 100.00 as a        | 0.00 |    10.00 |     90.00 | 0.00 | 0.00 |     0.00 |   3560.00 |   0.00 | active
        2025-01-21 | adjust to 3500.00 as s | 0.00 |     9.75 |     60.00 | 0.00 | 0.00 |     0.00 |   3500.00 |   0.00 | active
        2025-01-25 | return a               |      |          |           |      | 0.00 |     3.95 |   3600.25 |   0.00 | active
                   | a becomes              | 0.00 |     0.00 |      0.00 | 0.00 |      |          |           |        |
                   | s becomes              | 0.00 |    20.00 |     49.75 | 0.00 |      |          |           |        |
        ",
    );
}

/// A borrower in credit owes nothing, so the stated balance is reached through the credit.
#[test]
fn a_credit_balance_counts_against_it() {
    story(
        "",
        "
        date       | what            | fees | interest | principal |  over | fees | interest | principal | credit | status
        2025-01-01 | place 300.00    |      |          |           |       | 0.00 |     0.00 |    300.00 |   0.00 | active
        2025-01-10 | pay 380.00      | 0.00 |     0.00 |    300.00 | 80.00 | 0.00 |     0.00 |      0.00 |  80.00 | paid_off
        2025-01-20 | adjust to 20.00 |      |          |           |       | 0.00 |     0.00 |     20.00 |   0.00 | active
        2025-01-21 | adjust to -1.00 |      |          |           |       | 0.00 |     0.00 |     20.00 |   0.00 | no: balance_negative
        ",
    );
}
