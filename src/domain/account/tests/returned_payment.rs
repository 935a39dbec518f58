//! A payment comes back for insufficient funds: interest runs as if it had never been, later
//! payments are divided again, and the fee of the return is a fact of its own day.

use super::table::story;

#[test]
fn a_returned_payment_never_was_and_its_fee_is_dated_the_day_of_the_return() {
    story(
        "0.1, nsf 25.00",
        "
        date       | what              |  fees | interest | principal | over |  fees | interest | principal | credit | status
        2025-01-01 | place 3650.00     |       |          |           |      |  0.00 |     0.00 |   3650.00 |   0.00 | active
        2025-01-31 | pay 1030.00 as a  |  0.00 |    30.00 |   1000.00 | 0.00 |  0.00 |     0.00 |   2650.00 |   0.00 | active
        2025-03-02 | pay 500.00 as b   |  0.00 |    21.78 |    478.22 | 0.00 |  0.00 |     0.00 |   2171.78 |   0.00 | active
        2025-03-05 | return a with fee |       |          |           |      | 25.00 |     2.64 |   3210.00 |   0.00 | active
                   | a becomes         |  0.00 |     0.00 |      0.00 | 0.00 |       |          |           |        |
                   | b becomes         |  0.00 |    60.00 |    440.00 | 0.00 |       |          |           |        |
        2025-04-01 | look              |       |          |           |      | 25.00 |    26.38 |   3210.00 |   0.00 | active
        2025-04-01 | pay 100.00        | 25.00 |    26.38 |     48.62 | 0.00 |  0.00 |     0.00 |   3161.38 |   0.00 | active
        ",
    );
}

/// Two payments on one day, and the first comes back: the second takes its place.
#[test]
fn within_a_day_the_rest_moves_up() {
    story(
        "0.1",
        "
        date       | what                     |  fees | interest | principal | over |  fees | interest | principal | credit | status
        2025-01-01 | place 3650.00 fees 10.00 |       |          |           |      | 10.00 |     0.00 |   3650.00 |   0.00 | active
        2025-01-11 | pay 15.00 as a           | 10.00 |     5.00 |      0.00 | 0.00 |  0.00 |     5.00 |   3650.00 |   0.00 | active
        2025-01-11 | pay 15.00 as b           |  0.00 |     5.00 |     10.00 | 0.00 |  0.00 |     0.00 |   3640.00 |   0.00 | active
        2025-01-11 | return a                 |       |          |           |      |  0.00 |     5.00 |   3650.00 |   0.00 | active
                   | a becomes                |  0.00 |     0.00 |      0.00 | 0.00 |       |          |           |        |
                   | b becomes                | 10.00 |     5.00 |      0.00 | 0.00 |       |          |           |        |
        ",
    );
}
