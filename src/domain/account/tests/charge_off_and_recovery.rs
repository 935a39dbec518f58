//! A charge-off freezes the debt at its rounded interest; the borrower owes it all the same, and
//! what is paid later is a recovery, by the same order.

use super::table::story;

#[test]
fn interest_stops_and_recoveries_go_by_the_order() {
    story(
        "0.12",
        "
        date       | what                     |  fees | interest | principal | over |  fees | interest | principal | credit | status
        2025-01-01 | place 1000.00 fees 20.00 |       |          |           |      | 20.00 |     0.00 |   1000.00 |   0.00 | active
        2025-05-01 | charge off               |       |          |           |      | 20.00 |    39.45 |   1000.00 |   0.00 | charged_off
        2025-09-01 | look                     |       |          |           |      | 20.00 |    39.45 |   1000.00 |   0.00 | charged_off
        2025-09-01 | pay 50.00 as a           | 20.00 |    30.00 |      0.00 | 0.00 |  0.00 |     9.45 |   1000.00 |   0.00 | charged_off
        2025-09-02 | pay 1009.45              |  0.00 |     9.45 |   1000.00 | 0.00 |  0.00 |     0.00 |      0.00 |   0.00 | paid_off
        ",
    );
}

/// Where the contract says so, interest runs on from the frozen balance.
#[test]
fn interest_runs_on_where_the_terms_say_so() {
    story(
        "0.12, accrues-on",
        "
        date       | what                     | fees | interest | principal | over |  fees | interest | principal | credit | status
        2025-01-01 | place 1000.00 fees 20.00 |      |          |           |      | 20.00 |     0.00 |   1000.00 |   0.00 | active
        2025-05-01 | charge off               |      |          |           |      | 20.00 |    39.45 |   1000.00 |   0.00 | charged_off
        2025-09-01 | look                     |      |          |           |      | 20.00 |    79.89 |   1000.00 |   0.00 | charged_off
        ",
    );
}

/// A payment from before the charge-off comes back: the frozen balance is computed again.
#[test]
fn a_return_from_before_the_charge_off_freezes_again() {
    story(
        "0.12, nsf 0.00",
        "
        date       | what            | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 1000.00   |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-03-01 | pay 200.00 as a | 0.00 |    19.40 |    180.60 | 0.00 | 0.00 |     0.00 |    819.40 |   0.00 | active
        2025-05-01 | charge off      |      |          |           |      | 0.00 |    16.43 |    819.40 |   0.00 | charged_off
        2025-06-01 | pay 100.00 as b | 0.00 |    16.43 |     83.57 | 0.00 | 0.00 |     0.00 |    735.83 |   0.00 | charged_off
        2025-06-10 | return a        |      |          |           |      | 0.00 |     0.00 |    939.45 |   0.00 | charged_off
                   | a becomes       | 0.00 |     0.00 |      0.00 | 0.00 |      |          |           |        |
                   | b becomes       | 0.00 |    39.45 |     60.55 | 0.00 |      |          |           |        |
        ",
    );
}
