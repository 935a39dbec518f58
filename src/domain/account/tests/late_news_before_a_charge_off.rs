//! A charge-off is entered late, and money went out after the day it is dated.

use super::table::story;

#[test]
fn money_that_went_out_after_it_is_owed_and_lost() {
    story(
        "",
        "
        date       | what                     | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | loan 1000.00             |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | pending
        2025-01-01 | disburse 600.00          |      |          |           |      | 0.00 |     0.00 |    600.00 |   0.00 | active
        2025-02-01 | disburse 400.00          |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-02-02 | charge off on 2025-01-15 |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | charged_off
        2025-02-03 | pay 100.00               | 0.00 |     0.00 |    100.00 | 0.00 | 0.00 |     0.00 |    900.00 |   0.00 | charged_off
        ",
    );
}
