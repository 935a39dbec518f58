//! Interest is forgiven as far as it is due; it is no debt of anybody's any more.

use super::table::story;

#[test]
fn part_and_all_of_what_is_due() {
    story(
        "0.1",
        "
        date       | what                | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 3650.00       |      |          |           |      | 0.00 |     0.00 |   3650.00 |   0.00 | active
        2025-01-11 | waive interest 4.00 | 0.00 |     4.00 |      0.00 | 0.00 | 0.00 |     6.00 |   3650.00 |   0.00 | active
        2025-01-11 | waive interest 6.01 |      |          |           |      | 0.00 |     6.00 |   3650.00 |   0.00 | no: interest_waiver_exceeds_due
        2025-01-11 | waive interest all  | 0.00 |     6.00 |      0.00 | 0.00 | 0.00 |     0.00 |   3650.00 |   0.00 | active
        2025-01-11 | waive interest all  |      |          |           |      | 0.00 |     0.00 |   3650.00 |   0.00 | no: no_interest_due
        2025-01-21 | look                |      |          |           |      | 0.00 |    10.00 |   3650.00 |   0.00 | active
        ",
    );
}

/// A payment turns out to have come before: less was due, so less is forgiven, and nobody is owed the rest.
#[test]
fn late_news_lowers_what_is_forgiven() {
    story(
        "0.1",
        "
        date       | what                        | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 3650.00               |      |          |           |      | 0.00 |     0.00 |   3650.00 |   0.00 | active
        2025-01-11 | waive interest all as w     | 0.00 |    10.00 |      0.00 | 0.00 | 0.00 |     0.00 |   3650.00 |   0.00 | active
        2025-01-15 | pay 6.00 as a on 2025-01-10 | 0.00 |     6.00 |      0.00 | 0.00 | 0.00 |     4.00 |   3650.00 |   0.00 | active
                   | w becomes                   | 0.00 |     4.00 |      0.00 | 0.00 |      |          |           |        |
        ",
    );
}
