//! A settlement: the rest is written off when the last part clears, not when it is accepted; a
//! return of such a payment revives the debt and the offer.

use super::table::story;

#[test]
fn paid_completed_returned_and_paid_again() {
    story(
        "0.1, nsf 0.00",
        "
        date       | what                     |  fees | interest | principal | over |  fees | interest | principal | credit | status
        2025-01-01 | place 3650.00 fees 50.00 |       |          |           |      | 50.00 |     0.00 |   3650.00 |   0.00 | active
        2025-01-11 | offer 2000.00 as o       |       |          |           |      | 50.00 |    10.00 |   3650.00 |   0.00 | active
        2025-01-11 | accept o                 |       |          |           |      | 50.00 |    10.00 |   3650.00 |   0.00 | active
        2025-01-21 | pay 1000.00 as a         | 50.00 |    20.00 |    930.00 | 0.00 |  0.00 |     0.00 |   2720.00 |   0.00 | active
        2025-01-31 | pay 1000.00 as b         |  0.00 |     7.45 |    992.55 | 0.00 |  0.00 |     0.00 |      0.00 |   0.00 | settled
        2025-02-05 | return b                 |       |          |           |      |  0.00 |    11.18 |   2720.00 |   0.00 | active
                   | b becomes                |  0.00 |     0.00 |      0.00 | 0.00 |       |          |           |        |
        2025-02-10 | pay 999.99 as c          |  0.00 |    14.90 |    985.09 | 0.00 |  0.00 |     0.00 |   1734.91 |   0.00 | active
        2025-02-10 | pay 0.01 as d            |  0.00 |     0.00 |      0.01 | 0.00 |  0.00 |     0.00 |      0.00 |   0.00 | settled
        2025-02-20 | look                     |       |          |           |      |  0.00 |     0.00 |      0.00 |   0.00 | settled
        ",
    );
}

/// Money after the end is a credit, and a fee after the end is owed.
#[test]
fn what_comes_after_the_end_stands_by_itself() {
    story(
        "0.1",
        "
        date       | what              | fees | interest | principal |  over |  fees | interest | principal | credit | status
        2025-01-01 | place 1000.00     |      |          |           |       |  0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-01 | offer 400.00 as o |      |          |           |       |  0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-01 | accept o          |      |          |           |       |  0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-02 | pay 400.00        | 0.00 |     0.27 |    399.73 |  0.00 |  0.00 |     0.00 |      0.00 |   0.00 | settled
        2025-01-03 | pay 10.00         | 0.00 |     0.00 |      0.00 | 10.00 |  0.00 |     0.00 |      0.00 |  10.00 | settled
        2025-01-04 | fee 25.00         |      |          |           |       | 15.00 |     0.00 |      0.00 |   0.00 | active
        ",
    );
}

/// A fee that was written off was never paid, so waiving it later gives nothing back; what had
/// been paid of it does come back.
#[test]
fn a_written_off_fee_gives_nothing_back() {
    story(
        "",
        "
        date       | what                    |  fees | interest | principal | over |  fees | interest | principal | credit | status
        2025-01-01 | place 1000.00           |       |          |           |      |  0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-02 | fee 30.00 as f          |       |          |           |      | 30.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-03 | pay 10.00               | 10.00 |     0.00 |      0.00 | 0.00 | 20.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-04 | offer 400.00 as o       |       |          |           |      | 20.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-04 | accept o                |       |          |           |      | 20.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-05 | pay 400.00 to principal |  0.00 |     0.00 |    400.00 | 0.00 |  0.00 |     0.00 |      0.00 |   0.00 | settled
        2025-01-06 | waive 5.00 of f         |       |          |           |      |  0.00 |     0.00 |      0.00 |   0.00 | settled
        2025-01-07 | waive all of f          |       |          |           |      |  0.00 |     0.00 |      0.00 |  10.00 | settled
        ",
    );
}
