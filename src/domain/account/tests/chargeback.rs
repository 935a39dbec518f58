//! The borrower's bank takes a payment back: a new debit on its day; what the payment paid stays paid.

use super::table::story;

/// The interest that was saved in between stays saved: principal rises on the day of the chargeback.
#[test]
fn what_the_payment_paid_stays_paid() {
    story(
        "0.1",
        "
        date       | what                    | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 3650.00 fees 5.00 |      |          |           |      | 5.00 |     0.00 |   3650.00 |   0.00 | active
        2025-01-11 | pay 115.00 as a         | 5.00 |    10.00 |    100.00 | 0.00 | 0.00 |     0.00 |   3550.00 |   0.00 | active
        2025-01-31 | chargeback all of a     |      |          |           |      | 0.00 |    19.45 |   3665.00 |   0.00 | active
        2025-02-01 | chargeback 1.00 of a    |      |          |           |      | 0.00 |    20.46 |   3665.00 |   0.00 | no: payment_already_charged_back
        2025-02-01 | return a                |      |          |           |      | 0.00 |    20.46 |   3665.00 |   0.00 | no: payment_already_charged_back
        2025-02-01 | refund 1.00 of a        |      |          |           |      | 0.00 |    20.46 |   3665.00 |   0.00 | no: refund_exceeds_payment
        2025-02-10 | look                    |      |          |           |      | 0.00 |    29.49 |   3665.00 |   0.00 | active
        ",
    );
}

/// The credit balance pays for it first.
#[test]
fn a_credit_balance_is_consumed_first() {
    story(
        "",
        "
        date       | what                | fees | interest | principal |  over | fees | interest | principal | credit | status
        2025-01-01 | place 300.00        |      |          |           |       | 0.00 |     0.00 |    300.00 |   0.00 | active
        2025-01-10 | pay 380.00 as a     | 0.00 |     0.00 |    300.00 | 80.00 | 0.00 |     0.00 |      0.00 |  80.00 | paid_off
        2025-01-20 | chargeback all of a |      |          |           |       | 0.00 |     0.00 |    300.00 |   0.00 | active
        ",
    );
}

/// Never more than the payment less what has been refunded of it.
#[test]
fn a_refund_comes_off_what_can_be_charged_back() {
    story(
        "",
        "
        date       | what                   | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 300.00           |      |          |           |      | 0.00 |     0.00 |    300.00 |   0.00 | active
        2025-01-10 | pay 200.00 as a        | 0.00 |     0.00 |    200.00 | 0.00 | 0.00 |     0.00 |    100.00 |   0.00 | active
        2025-01-11 | refund 50.00 of a      |      |          |           |      | 0.00 |     0.00 |    150.00 |   0.00 | active
                   | a less 50.00 becomes   | 0.00 |     0.00 |    150.00 | 0.00 |      |          |           |        |
        2025-01-12 | chargeback 200.00 of a |      |          |           |      | 0.00 |     0.00 |    150.00 |   0.00 | no: chargeback_exceeds_payment
        2025-01-12 | chargeback all of a    |      |          |           |      | 0.00 |     0.00 |    300.00 |   0.00 | active
        ",
    );
}

/// Money taken back no longer counts toward a settlement: the debt and the offer live again.
#[test]
fn a_settlement_paid_with_it_is_revived() {
    story(
        "",
        "
        date       | what                | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 1000.00       |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-02 | offer 400.00 as o   |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-02 | accept o            |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-03 | pay 400.00 as a     | 0.00 |     0.00 |    400.00 | 0.00 | 0.00 |     0.00 |      0.00 |   0.00 | settled
        2025-01-20 | chargeback all of a |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-25 | pay 400.00 as b     | 0.00 |     0.00 |    400.00 | 0.00 | 0.00 |     0.00 |      0.00 |   0.00 | settled
        ",
    );
}
