//! A judgment of 5,000.00 at 10 %, with the payments of the example that California's courts give
//! (as quoted on expertlaw.com, thread 33617): interest first, then principal.
//!
//! The example rounds the interest of a day to the cent before it multiplies (198.65 after 145
//! days); here interest is rounded once, when it is paid (198.63).

use super::table::story;

#[test]
fn interest_is_paid_first_and_principal_falls_by_the_rest() {
    story(
        "0.1, interest principal fees",
        "
        date       | what          | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 5000.00 |      |          |           |      | 0.00 |     0.00 |   5000.00 |   0.00 | active
        2025-05-26 | pay 400.00    | 0.00 |   198.63 |    201.37 | 0.00 | 0.00 |     0.00 |   4798.63 |   0.00 | active
        2025-12-27 | pay 1700.00   | 0.00 |   282.66 |   1417.34 | 0.00 | 0.00 |     0.00 |   3381.29 |   0.00 | active
        ",
    );
}
