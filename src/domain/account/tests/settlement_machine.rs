//! What becomes of settlement offers: each answer, each way out, and what takes their place.

use super::table::story;

#[test]
fn an_offer_is_countered_back_and_forth_and_accepted() {
    story(
        "",
        "
        date       | what                               | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 1000.00                      |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-02 | offer 700.00 until 2025-02-01 as o |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-03 | counter o with 400.00              |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-04 | counter o with 600.00              |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-05 | counter o with 500.00              |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-06 | accept o                           |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-06 | accept o                           |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | no: offer_already_accepted
        2025-01-06 | counter o with 300.00              |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | no: offer_already_accepted
        2025-01-07 | pay 499.99                         | 0.00 |     0.00 |    499.99 | 0.00 | 0.00 |     0.00 |    500.01 |   0.00 | active
        2025-01-08 | pay 0.01                           | 0.00 |     0.00 |      0.01 | 0.00 | 0.00 |     0.00 |      0.00 |   0.00 | settled
        2025-01-09 | break o                            |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | no: settlement_not_in_force
        ",
    );
}

#[test]
fn a_rejected_or_expired_offer_is_over_and_can_be_replaced() {
    story(
        "",
        "
        date       | what                               | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 1000.00                      |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-02 | offer 700.00 as o                  |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-03 | expire o                           |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | no: offer_not_yet_expired
        2025-01-03 | offer 650.00 as e                  |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-03 | expire e early                     |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-03 | accept e                           |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | no: offer_expired
        2025-01-03 | reject o                           |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-03 | accept o                           |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | no: offer_rejected
        2025-01-04 | offer 600.00 until 2025-01-10 as p |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-10 | expire p                           |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | no: offer_not_yet_expired
        2025-01-11 | accept p                           |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | no: offer_expired
        2025-01-11 | counter p with 500.00              |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | no: offer_expired
        2025-01-12 | expire p                           |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-12 | expire p                           |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | no: offer_expired
        2025-01-12 | offer 500.00 as q                  |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-12 | accept q                           |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-13 | offer 400.00 as r                  |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | no: another_offer_accepted
        ",
    );
}

/// What was paid on a broken settlement stays paid, and no longer counts toward one.
#[test]
fn a_broken_settlement_is_replaced() {
    story(
        "",
        "
        date       | what              | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 1000.00     |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-02 | offer 600.00 as o |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-02 | accept o          |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-10 | pay 300.00 as a   | 0.00 |     0.00 |    300.00 | 0.00 | 0.00 |     0.00 |    700.00 |   0.00 | active
        2025-02-10 | break o           |      |          |           |      | 0.00 |     0.00 |    700.00 |   0.00 | active
        2025-02-11 | pay 300.00        | 0.00 |     0.00 |    300.00 | 0.00 | 0.00 |     0.00 |    400.00 |   0.00 | active
        2025-02-12 | accept o          |      |          |           |      | 0.00 |     0.00 |    400.00 |   0.00 | no: settlement_not_in_force
        2025-02-12 | offer 100.00 as p |      |          |           |      | 0.00 |     0.00 |    400.00 |   0.00 | active
        2025-02-12 | accept p          |      |          |           |      | 0.00 |     0.00 |    400.00 |   0.00 | active
        2025-02-13 | pay 100.00        | 0.00 |     0.00 |    100.00 | 0.00 | 0.00 |     0.00 |      0.00 |   0.00 | settled
        2025-02-14 | return a          |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | settled
                   | a becomes         | 0.00 |     0.00 |      0.00 | 0.00 |      |          |           |        |
        ",
    );
}

/// A payment that turns out to have completed the settlement before it was broken.
#[test]
fn news_from_before_a_breach_completes_the_settlement() {
    story(
        "",
        "
        date       | what                         | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 1000.00                |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-02 | offer 600.00 as o            |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-02 | accept o                     |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-02-10 | break o                      |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-02-12 | pay 600.00 on 2025-02-09 as a | 0.00 |     0.00 |    600.00 | 0.00 | 0.00 |     0.00 |      0.00 |   0.00 | settled
        2025-02-14 | return a                     |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
                   | a becomes                    | 0.00 |     0.00 |      0.00 | 0.00 |      |          |           |        |
        2025-02-15 | offer 500.00 as p            |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        ",
    );
}

/// What was below the balance when it was offered may be above it when it is accepted.
#[test]
fn an_offer_of_more_than_is_owed_now_is_not_accepted() {
    story(
        "",
        "
        date       | what              | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 1000.00     |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-02 | offer 600.00 as o |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-03 | pay 400.00        | 0.00 |     0.00 |    400.00 | 0.00 | 0.00 |     0.00 |    600.00 |   0.00 | active
        2025-01-04 | accept o          |      |          |           |      | 0.00 |     0.00 |    600.00 |   0.00 | no: offer_not_below_balance
        2025-01-05 | pay 200.00 as a   | 0.00 |     0.00 |    200.00 | 0.00 | 0.00 |     0.00 |    400.00 |   0.00 | active
        2025-01-06 | accept o          |      |          |           |      | 0.00 |     0.00 |    400.00 |   0.00 | no: offer_not_below_balance
        2025-01-07 | return a          |      |          |           |      | 0.00 |     0.00 |    600.00 |   0.00 | active
                   | a becomes         | 0.00 |     0.00 |      0.00 | 0.00 |      |          |           |        |
        2025-01-08 | fee 0.01          |      |          |           |      | 0.01 |     0.00 |    600.00 |   0.00 | active
        2025-01-08 | accept o          |      |          |           |      | 0.01 |     0.00 |    600.00 |   0.00 | active
        ",
    );
}

#[test]
fn an_offer_below_the_floor_of_its_tier_is_refused() {
    story(
        "",
        "
        date       | what                        | fees | interest | principal | over | fees  | interest | principal | credit | status
        2025-01-01 | place 999.99 fees 10.00     |      |          |           |      | 10.00 |     0.00 |    999.99 |   0.00 | active
        2025-01-02 | offer 699.99 floor 0.7      |      |          |           |      | 10.00 |     0.00 |    999.99 |   0.00 | no: offer_below_floor
        2025-01-02 | offer 700.00 floor 0.7 as o |      |          |           |      | 10.00 |     0.00 |    999.99 |   0.00 | active
        ",
    );
}

/// While a dispute is open nothing is collected, and payments stay possible.
#[test]
fn a_dispute_pauses_collecting() {
    story(
        "",
        "
        date       | what              | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 1000.00     |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-02 | stage contacted   |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-03 | dispute 1000.01   |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | no: dispute_exceeds_balance
        2025-01-03 | dispute all as d  |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-03 | dispute all       |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | no: account_disputed
        2025-01-04 | stage legal       |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | no: account_disputed
        2025-01-04 | offer 500.00 as o |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | no: account_disputed
        2025-01-05 | pay 100.00        | 0.00 |     0.00 |    100.00 | 0.00 | 0.00 |     0.00 |    900.00 |   0.00 | active
        2025-01-06 | resolve d         |      |          |           |      | 0.00 |     0.00 |    900.00 |   0.00 | active
        2025-01-06 | resolve d         |      |          |           |      | 0.00 |     0.00 |    900.00 |   0.00 | no: dispute_already_resolved
        2025-01-07 | stage legal       |      |          |           |      | 0.00 |     0.00 |    900.00 |   0.00 | active
        2025-01-08 | pay 900.00        | 0.00 |     0.00 |    900.00 | 0.00 | 0.00 |     0.00 |      0.00 |   0.00 | paid_off
        2025-01-09 | stage contacted   |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | no: nothing_owed
        2025-01-09 | dispute all       |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | no: nothing_owed
        ",
    );
}
