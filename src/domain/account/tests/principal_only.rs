//! A payment directed to principal: interest and fees wait, and only what exceeds the principal
//! goes by the order.

use super::table::story;

#[test]
fn interest_and_fees_wait() {
    story(
        "0.1",
        "
        date       | what                     | fees | interest | principal |  over | fees | interest | principal | credit | status
        2025-01-01 | place 3650.00            |      |          |           |       | 0.00 |     0.00 |   3650.00 |   0.00 | active
        2025-01-11 | fee 5.00                 |      |          |           |       | 5.00 |    10.00 |   3650.00 |   0.00 | active
        2025-01-31 | pay 1650.00 to principal | 0.00 |     0.00 |   1650.00 |  0.00 | 5.00 |    30.00 |   2000.00 |   0.00 | active
        2025-03-02 | pay 100.00               | 5.00 |    46.44 |     48.56 |  0.00 | 0.00 |     0.00 |   1951.44 |   0.00 | active
        2025-03-02 | pay 2000.00 to principal | 0.00 |     0.00 |   1951.44 | 48.56 | 0.00 |     0.00 |      0.00 |  48.56 | paid_off
        ",
    );
}
