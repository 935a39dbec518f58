//! What an account refuses, each by the name of the rule; nothing changes then.

use super::table::story;

#[test]
fn dates_amounts_and_states_that_make_no_sense() {
    story(
        "",
        "
        date       | what                           | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-10 | place 100.00                   |      |          |           |      | 0.00 |     0.00 |    100.00 |   0.00 | active
        2025-01-20 | pay 10.00 on 2025-01-09        |      |          |           |      | 0.00 |     0.00 |    100.00 |   0.00 | no: effective_date_before_placement
        2025-01-20 | pay 10.00 on 2025-01-21        |      |          |           |      | 0.00 |     0.00 |    100.00 |   0.00 | no: effective_date_in_future
        2025-01-20 | pay 0.00                       |      |          |           |      | 0.00 |     0.00 |    100.00 |   0.00 | no: amount_not_positive
        2025-01-20 | pay 10.00 as a                 | 0.00 |     0.00 |     10.00 | 0.00 | 0.00 |     0.00 |     90.00 |   0.00 | active
        2025-01-20 | return a on 2025-01-19         |      |          |           |      | 0.00 |     0.00 |     90.00 |   0.00 | no: reversal_before_payment
        2025-01-20 | refund 10.01 of a              |      |          |           |      | 0.00 |     0.00 |     90.00 |   0.00 | no: refund_exceeds_payment
        2025-01-20 | refund 1.00 of a on 2025-01-19 |      |          |           |      | 0.00 |     0.00 |     90.00 |   0.00 | no: refund_before_payment
        2025-01-20 | offer 90.00                    |      |          |           |      | 0.00 |     0.00 |     90.00 |   0.00 | no: offer_not_below_balance
        2025-01-20 | offer 40.00 as o               |      |          |           |      | 0.00 |     0.00 |     90.00 |   0.00 | active
        2025-01-20 | accept o on 2025-01-19         |      |          |           |      | 0.00 |     0.00 |     90.00 |   0.00 | no: answer_before_offer
        2025-01-21 | accept o                       |      |          |           |      | 0.00 |     0.00 |     90.00 |   0.00 | active
        2025-01-21 | accept o                       |      |          |           |      | 0.00 |     0.00 |     90.00 |   0.00 | no: offer_already_accepted
        2025-01-22 | return a                       |      |          |           |      | 0.00 |     0.00 |    100.00 |   0.00 | active
                   | a becomes                      | 0.00 |     0.00 |      0.00 | 0.00 |      |          |           |        |
        2025-01-22 | return a                       |      |          |           |      | 0.00 |     0.00 |    100.00 |   0.00 | no: payment_already_reversed
        2025-01-22 | refund 1.00 of a               |      |          |           |      | 0.00 |     0.00 |    100.00 |   0.00 | no: payment_already_reversed
        2025-01-22 | date a on 2025-01-15           |      |          |           |      | 0.00 |     0.00 |    100.00 |   0.00 | no: payment_already_reversed
        2025-01-22 | disburse 1.00                  |      |          |           |      | 0.00 |     0.00 |    100.00 |   0.00 | no: not_a_loan
        2025-01-23 | charge off                     |      |          |           |      | 0.00 |     0.00 |    100.00 |   0.00 | charged_off
        2025-01-23 | charge off                     |      |          |           |      | 0.00 |     0.00 |    100.00 |   0.00 | no: account_charged_off
        ",
    );
}
