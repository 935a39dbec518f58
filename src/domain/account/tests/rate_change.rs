//! Interest runs at another rate from a day on; dated back, what has been paid meanwhile is divided again.

use super::table::story;

/// The cap of 6 % on debts from before military service (50 U.S.C. 3937): what exceeds it since the service
/// began is forgiven, not deferred, so that the payments made meanwhile reach principal.
#[test]
fn a_cap_dated_back_to_the_start_of_service_forgives() {
    story(
        "0.12",
        "
        date       | what                    | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 3650.00           |      |          |           |      | 0.00 |     0.00 |   3650.00 |   0.00 | active
        2025-01-31 | pay 100.00 as a         | 0.00 |    36.00 |     64.00 | 0.00 | 0.00 |     0.00 |   3586.00 |   0.00 | active
        2025-03-02 | pay 100.00 as b         | 0.00 |    35.37 |     64.63 | 0.00 | 0.00 |     0.00 |   3521.37 |   0.00 | active
        2025-03-10 | rate 0.06 on 2025-01-11 |      |          |           |      | 0.00 |     4.59 |   3491.63 |   0.00 | active
                   | a becomes               | 0.00 |    24.00 |     76.00 | 0.00 |      |          |           |        |
                   | b becomes               | 0.00 |    17.63 |     82.37 | 0.00 |      |          |           |        |
        2025-03-10 | rate 0.06 on 2025-01-11 |      |          |           |      | 0.00 |     4.59 |   3491.63 |   0.00 | no: rate_in_force_already
        2025-04-01 | rate 0.12               |      |          |           |      | 0.00 |    17.22 |   3491.63 |   0.00 | active
        2025-05-01 | look                    |      |          |           |      | 0.00 |    51.66 |   3491.63 |   0.00 | active
        ",
    );
}

/// Rounded once over both rates, not at the change.
#[test]
fn a_part_month_at_each_rate_is_rounded_once() {
    story(
        "0.1",
        "
        date       | what          | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 1000.00 |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-16 | rate 0.05     |      |          |           |      | 0.00 |     4.11 |   1000.00 |   0.00 | active
        2025-01-31 | look          |      |          |           |      | 0.00 |     6.16 |   1000.00 |   0.00 | active
        2025-01-31 | pay 10.00     | 0.00 |     6.16 |      3.84 | 0.00 | 0.00 |     0.00 |    996.16 |   0.00 | active
        ",
    );
}

/// A change dated between two others holds until the later one.
#[test]
fn a_change_holds_until_the_next() {
    story(
        "0.1",
        "
        date       | what                   | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 3650.00          |      |          |           |      | 0.00 |     0.00 |   3650.00 |   0.00 | active
        2025-03-02 | rate 0.2 on 2025-02-10 |      |          |           |      | 0.00 |    80.00 |   3650.00 |   0.00 | active
        2025-03-02 | rate 0 on 2025-01-11   |      |          |           |      | 0.00 |    50.00 |   3650.00 |   0.00 | active
        2025-03-12 | look                   |      |          |           |      | 0.00 |    70.00 |   3650.00 |   0.00 | active
        ",
    );
}
