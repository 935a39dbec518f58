//! A waiver is taken back: the fee is owed again from that day, in its old place.

use super::table::story;

#[test]
fn the_fee_is_owed_again() {
    story(
        "",
        "
        date       | what                   |  fees | interest | principal | over |  fees | interest | principal | credit | status
        2025-01-01 | place 100.00 fees 7.00 |       |          |           |      |  7.00 |     0.00 |    100.00 |   0.00 | active
        2025-01-02 | fee 25.00 as f         |       |          |           |      | 32.00 |     0.00 |    100.00 |   0.00 | active
        2025-01-03 | fee 30.00 as g         |       |          |           |      | 62.00 |     0.00 |    100.00 |   0.00 | active
        2025-01-04 | waive all of f as w    |       |          |           |      | 37.00 |     0.00 |    100.00 |   0.00 | active
        2025-01-05 | pay 10.00              | 10.00 |     0.00 |      0.00 | 0.00 | 27.00 |     0.00 |    100.00 |   0.00 | active
        2025-01-06 | undo w                 |       |          |           |      | 52.00 |     0.00 |    100.00 |   0.00 | active
        2025-01-06 | undo w                 |       |          |           |      | 52.00 |     0.00 |    100.00 |   0.00 | no: waiver_already_undone
        2025-01-07 | pay 20.00              | 20.00 |     0.00 |      0.00 | 0.00 | 32.00 |     0.00 |    100.00 |   0.00 | active
        2025-01-08 | waive all of g         |       |          |           |      |  2.00 |     0.00 |    100.00 |   0.00 | active
        ",
    );
}

/// What the waiver gave back pays for it.
#[test]
fn a_credit_that_the_waiver_gave_pays_for_it() {
    story(
        "",
        "
        date       | what                |  fees | interest | principal | over |  fees | interest | principal | credit | status
        2025-01-01 | place 20.00         |       |          |           |      |  0.00 |     0.00 |     20.00 |   0.00 | active
        2025-01-02 | fee 25.00 as f      |       |          |           |      | 25.00 |     0.00 |     20.00 |   0.00 | active
        2025-01-03 | pay 45.00           | 25.00 |     0.00 |     20.00 | 0.00 |  0.00 |     0.00 |      0.00 |   0.00 | paid_off
        2025-01-04 | waive all of f as w |       |          |           |      |  0.00 |     0.00 |      0.00 |  25.00 | paid_off
        2025-01-05 | undo w              |       |          |           |      |  0.00 |     0.00 |      0.00 |   0.00 | paid_off
        ",
    );
}

/// Fees that came with the debt can be waived too.
#[test]
fn boarded_fees_are_waived() {
    story(
        "",
        "
        date       | what                       | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 100.00 fees 7.00     |      |          |           |      | 7.00 |     0.00 |    100.00 |   0.00 | active
        2025-01-02 | waive 3.00 of boarded as w |      |          |           |      | 4.00 |     0.00 |    100.00 |   0.00 | active
        2025-01-03 | waive all of boarded       |      |          |           |      | 0.00 |     0.00 |    100.00 |   0.00 | active
        2025-01-03 | waive all of boarded       |      |          |           |      | 0.00 |     0.00 |    100.00 |   0.00 | no: waiver_exceeds_fee
        2025-01-04 | undo w                     |      |          |           |      | 3.00 |     0.00 |    100.00 |   0.00 | active
        ",
    );
}
