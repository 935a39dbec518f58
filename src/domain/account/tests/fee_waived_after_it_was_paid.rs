//! A fee is forgiven after it was paid: the borrower gets a credit, which pays what is owed.

use super::table::story;

#[test]
fn a_paid_fee_comes_back_and_pays_the_rest() {
    story(
        "",
        "
        date       | what             |  fees | interest | principal | over |  fees | interest | principal | credit | status
        2025-01-01 | place 100.00     |       |          |           |      |  0.00 |     0.00 |    100.00 |   0.00 | active
        2025-01-05 | fee 25.00 as f   |       |          |           |      | 25.00 |     0.00 |    100.00 |   0.00 | active
        2025-01-06 | pay 15.00        | 15.00 |     0.00 |      0.00 | 0.00 | 10.00 |     0.00 |    100.00 |   0.00 | active
        2025-01-07 | waive 20.00 of f |       |          |           |      |  0.00 |     0.00 |     90.00 |   0.00 | active
        2025-01-08 | waive all of f   |       |          |           |      |  0.00 |     0.00 |     85.00 |   0.00 | active
        2025-01-08 | waive all of f   |       |          |           |      |  0.00 |     0.00 |     85.00 |   0.00 | no: waiver_exceeds_fee
        ",
    );
}
