//! A refund takes back part of a payment; when the payment itself is returned later, what was
//! refunded is money that the borrower owes.

use super::table::story;

#[test]
fn a_refund_of_a_returned_payment_becomes_principal() {
    story(
        "",
        "
        date       | what                  | fees | interest | principal |   over | fees | interest | principal | credit | status
        2025-01-01 | place 300.00          |      |          |           |        | 0.00 |     0.00 |    300.00 |   0.00 | active
        2025-01-10 | pay 400.00 as a       | 0.00 |     0.00 |    300.00 | 100.00 | 0.00 |     0.00 |      0.00 | 100.00 | paid_off
        2025-01-12 | refund 100.00 of a    |      |          |           |        | 0.00 |     0.00 |      0.00 |   0.00 | paid_off
                   | a less 100.00 becomes | 0.00 |     0.00 |    300.00 |   0.00 |      |          |           |        |
        2025-01-20 | return a              |      |          |           |        | 0.00 |     0.00 |    400.00 |   0.00 | active
                   | a becomes             | 0.00 |     0.00 |      0.00 |   0.00 |      |          |           |        |
        ",
    );
}

/// First the credit that another payment left, then debt.
#[test]
fn a_credit_balance_pays_for_it_first() {
    story(
        "",
        "
        date       | what                 | fees | interest | principal |   over | fees | interest | principal | credit | status
        2025-01-01 | place 300.00         |      |          |           |        | 0.00 |     0.00 |    300.00 |   0.00 | active
        2025-01-10 | pay 300.00 as a      | 0.00 |     0.00 |    300.00 |   0.00 | 0.00 |     0.00 |      0.00 |   0.00 | paid_off
        2025-01-12 | pay 340.00 as b      | 0.00 |     0.00 |      0.00 | 340.00 | 0.00 |     0.00 |      0.00 | 340.00 | paid_off
        2025-01-13 | refund 60.00 of a    |      |          |           |        | 0.00 |     0.00 |      0.00 | 280.00 | paid_off
                   | a less 60.00 becomes | 0.00 |     0.00 |    240.00 |   0.00 |      |          |           |        |
                   | b becomes            | 0.00 |     0.00 |     60.00 | 280.00 |      |          |           |        |
        2025-01-20 | look                 |      |          |           |        | 0.00 |     0.00 |      0.00 | 280.00 | paid_off
        2025-01-21 | return a             |      |          |           |        | 0.00 |     0.00 |     20.00 |   0.00 | active
                   | a becomes            | 0.00 |     0.00 |      0.00 |   0.00 |      |          |           |        |
                   | b becomes            | 0.00 |     0.00 |    300.00 |  40.00 |      |          |           |        |
        ",
    );
}

/// A refund of what had been applied divides the payment and all later ones again.
#[test]
fn a_refund_of_an_applied_payment_restates_it() {
    story(
        "0.1",
        "
        date       | what                  | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 3650.00         |      |          |           |      | 0.00 |     0.00 |   3650.00 |   0.00 | active
        2025-01-31 | pay 130.00 as a       | 0.00 |    30.00 |    100.00 | 0.00 | 0.00 |     0.00 |   3550.00 |   0.00 | active
        2025-03-02 | pay 130.00 as b       | 0.00 |    29.18 |    100.82 | 0.00 | 0.00 |     0.00 |   3449.18 |   0.00 | active
        2025-03-03 | refund 110.00 of a    |      |          |           |      | 0.00 |     0.98 |   3560.00 |   0.00 | active
                   | a less 110.00 becomes | 0.00 |    20.00 |      0.00 | 0.00 |      |          |           |        |
                   | b becomes             | 0.00 |    40.00 |     90.00 | 0.00 |      |          |           |        |
        2025-03-03 | refund 30.00 of a     |      |          |           |      | 0.00 |     0.98 |   3560.00 |   0.00 | no: refund_exceeds_payment
        2025-03-04 | refund all of a       |      |          |           |      | 0.00 |     1.96 |   3580.00 |   0.00 | active
                   | a less 130.00 becomes | 0.00 |     0.00 |      0.00 | 0.00 |      |          |           |        |
                   | b becomes             | 0.00 |    60.00 |     70.00 | 0.00 |      |          |           |        |
        ",
    );
}
