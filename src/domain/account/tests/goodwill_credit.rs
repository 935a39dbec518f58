//! A credit that is not money is applied as a payment would be; it counts toward no settlement.

use super::table::story;

#[test]
fn it_goes_by_the_order_and_beyond_the_debt_is_the_borrowers() {
    story(
        "0.1",
        "
        date       | what                   | fees | interest | principal |  over | fees | interest | principal | credit | status
        2025-01-01 | place 365.00 fees 5.00 |      |          |           |       | 5.00 |     0.00 |    365.00 |   0.00 | active
        2025-01-11 | credit 10.00           | 5.00 |     1.00 |      4.00 |  0.00 | 0.00 |     0.00 |    361.00 |   0.00 | active
        2025-01-21 | pay 360.00 as a        | 0.00 |     0.99 |    359.01 |  0.00 | 0.00 |     0.00 |      1.99 |   0.00 | active
        2025-01-22 | credit 20.00 as c      | 0.00 |     0.00 |      1.99 | 18.01 | 0.00 |     0.00 |      0.00 |  18.01 | paid_off
        2025-02-01 | refund 30.00 of credit |      |          |           |       | 0.00 |     0.00 |      0.00 |  18.01 | no: refund_exceeds_credit
        2025-02-01 | refund 5.00 of credit  |      |          |           |       | 0.00 |     0.00 |      0.00 |  13.01 | paid_off
        2025-02-01 | refund all of credit   |      |          |           |       | 0.00 |     0.00 |      0.00 |   0.00 | paid_off
        2025-02-01 | refund all of credit   |      |          |           |       | 0.00 |     0.00 |      0.00 |   0.00 | no: no_credit_balance
        ",
    );
}

/// A credit balance that was paid out is owed when the payment that made it comes back.
#[test]
fn a_refunded_credit_becomes_principal() {
    story(
        "nsf 0.00",
        "
        date       | what                 | fees | interest | principal |   over | fees | interest | principal | credit | status
        2025-01-01 | place 300.00         |      |          |           |        | 0.00 |     0.00 |    300.00 |   0.00 | active
        2025-01-10 | pay 400.00 as a      | 0.00 |     0.00 |    300.00 | 100.00 | 0.00 |     0.00 |      0.00 | 100.00 | paid_off
        2025-01-12 | refund all of credit |      |          |           |        | 0.00 |     0.00 |      0.00 |   0.00 | paid_off
        2025-01-20 | return a             |      |          |           |        | 0.00 |     0.00 |    400.00 |   0.00 | active
                   | a becomes            | 0.00 |     0.00 |      0.00 |   0.00 |      |          |           |        |
        ",
    );
}

#[test]
fn a_settlement_asks_for_money() {
    story(
        "",
        "
        date       | what              | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 1000.00     |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-02 | offer 400.00 as o |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-02 | accept o          |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-03 | credit 400.00     | 0.00 |     0.00 |    400.00 | 0.00 | 0.00 |     0.00 |    600.00 |   0.00 | active
        2025-01-04 | pay 400.00        | 0.00 |     0.00 |    400.00 | 0.00 | 0.00 |     0.00 |      0.00 |   0.00 | settled
        ",
    );
}
