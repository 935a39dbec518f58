//! The United States Rule (Regulation Z, Appendix J, (a)(3)): a payment smaller than the interest
//! due does not raise principal; the shortage waits and earns nothing.

use super::table::story;

#[test]
fn the_shortage_waits_beside_the_principal() {
    story(
        "0.12",
        "
        date       | what           | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 10000.00 |      |          |           |      | 0.00 |     0.00 |  10000.00 |   0.00 | active
        2025-01-31 | pay 50.00      | 0.00 |    50.00 |      0.00 | 0.00 | 0.00 |    48.63 |  10000.00 |   0.00 | active
        2025-03-02 | look           |      |          |           |      | 0.00 |   147.26 |  10000.00 |   0.00 | active
        2025-03-02 | pay 200.00     | 0.00 |   147.26 |     52.74 | 0.00 | 0.00 |     0.00 |   9947.26 |   0.00 | active
        ",
    );
}
