//! A bill takes what is owed at most: what would be an overpayment is refused.

use super::table::story;

#[test]
fn it_takes_the_rest_and_not_a_cent_more() {
    story(
        "0",
        "
        date       | what                     | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 1500.00            |      |          |           |      | 0.00 |     0.00 |   1500.00 |   0.00 | active
        2025-01-05 | pay 1500.01 at most      |      |          |           |      | 0.00 |     0.00 |   1500.00 |   0.00 | no: payment_exceeds_balance
        2025-01-06 | pay 500.00 at most as a  | 0.00 |     0.00 |    500.00 | 0.00 | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-07 | pay 1000.01 at most      |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | no: payment_exceeds_balance
        2025-01-07 | pay 1000.00 at most as b | 0.00 |     0.00 |   1000.00 | 0.00 | 0.00 |     0.00 |      0.00 |   0.00 | paid_off
        2025-01-08 | pay 0.01 at most         |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | no: payment_exceeds_balance
        2025-01-09 | return a                 |      |          |           |      | 0.00 |     0.00 |    500.00 |   0.00 | active
                   | a becomes                | 0.00 |     0.00 |      0.00 | 0.00 |      |          |           |        |
        2025-01-09 | pay 500.00 at most as c  | 0.00 |     0.00 |    500.00 | 0.00 | 0.00 |     0.00 |      0.00 |   0.00 | paid_off
        ",
    );
}
