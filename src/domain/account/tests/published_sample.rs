//! The published payment sample: 500.00 pays 25.00 of fees, 62.50 of interest and 412.50 of
//! principal, and 8,087.50 of 8,500.00 remain.

use super::table::story;

#[test]
fn five_hundred_pays_fees_then_interest_then_principal() {
    story(
        "",
        "
        date       | what                                    |  fees | interest | principal | over |  fees | interest | principal | credit | status
        2024-01-15 | place 8500.00 interest 62.50 fees 25.00 |       |          |           |      | 25.00 |    62.50 |   8500.00 |   0.00 | active
        2024-02-15 | pay 500.00                              | 25.00 |    62.50 |    412.50 | 0.00 |  0.00 |     0.00 |   8087.50 |   0.00 | active
        ",
    );
}
