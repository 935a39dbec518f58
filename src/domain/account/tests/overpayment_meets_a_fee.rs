//! What is paid beyond everything owed is a credit; a later fee is met from it first.

use super::table::story;

#[test]
fn a_credit_is_consumed_by_what_comes_to_be_owed() {
    story(
        "0.1, nsf 0.00",
        "
        date       | what            | fees | interest | principal |  over |  fees | interest | principal | credit | status
        2025-01-01 | place 100.00    |      |          |           |       |  0.00 |     0.00 |    100.00 |   0.00 | active
        2025-01-01 | pay 130.00 as a | 0.00 |     0.00 |    100.00 | 30.00 |  0.00 |     0.00 |      0.00 |  30.00 | paid_off
        2025-06-01 | look            |      |          |           |       |  0.00 |     0.00 |      0.00 |  30.00 | paid_off
        2025-06-01 | fee 20.00       |      |          |           |       |  0.00 |     0.00 |      0.00 |  10.00 | paid_off
        2025-06-02 | fee 20.00       |      |          |           |       | 10.00 |     0.00 |      0.00 |   0.00 | active
        2025-06-03 | return a        |      |          |           |       | 40.00 |     4.19 |    100.00 |   0.00 | active
                   | a becomes       | 0.00 |     0.00 |      0.00 |  0.00 |       |          |           |        |
        ",
    );
}
