//! A remainder too small to collect is given up; what is learned later stays owed.

use super::table::story;

#[test]
fn the_account_is_closed_for_less() {
    story(
        "0.1",
        "
        date       | what                    | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 3650.00 fees 2.00 |      |          |           |      | 2.00 |     0.00 |   3650.00 |   0.00 | active
        2025-01-11 | pay 3655.00             | 2.00 |    10.00 |   3643.00 | 0.00 | 0.00 |     0.00 |      7.00 |   0.00 | active
        2025-01-21 | write off               | 0.00 |     0.02 |      7.00 | 0.00 | 0.00 |     0.00 |      0.00 |   0.00 | settled
        2025-01-21 | write off               |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | no: nothing_owed
        2025-02-21 | look                    |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | settled
        2025-02-22 | pay 5.00                | 0.00 |     0.00 |      0.00 | 5.00 | 0.00 |     0.00 |      0.00 |   5.00 | settled
        ",
    );
}

/// Never more than was given up: a payment returned afterwards is owed.
#[test]
fn a_return_afterwards_is_owed() {
    story(
        "nsf 0.00",
        "
        date       | what            | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 500.00    |      |          |           |      | 0.00 |     0.00 |    500.00 |   0.00 | active
        2025-01-11 | pay 495.00 as a | 0.00 |     0.00 |    495.00 | 0.00 | 0.00 |     0.00 |      5.00 |   0.00 | active
        2025-01-21 | write off as w  | 0.00 |     0.00 |      5.00 | 0.00 | 0.00 |     0.00 |      0.00 |   0.00 | settled
        2025-01-25 | return a        |      |          |           |      | 0.00 |     0.00 |    495.00 |   0.00 | active
                   | a becomes       | 0.00 |     0.00 |      0.00 | 0.00 |      |          |           |        |
        ",
    );
}
