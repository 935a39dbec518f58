//! What becomes of an application, and how a loan ends.

use super::table::story;

#[test]
fn an_approved_loan_is_disbursed_and_paid_off_to_the_cent() {
    story(
        "0.085",
        "
        date       | what          | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-10 | loan 10000.00 |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | pending
        2025-01-10 | approve       |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | approved
        2025-01-10 | approve       |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | no: loan_already_approved
        2025-01-10 | deny          |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | no: loan_already_approved
        2025-01-10 | payoff        |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | no: loan_not_disbursed
        2025-01-10 | disburse all  |      |          |           |      | 0.00 |     0.00 |  10000.00 |   0.00 | active
        2025-01-11 | cancel        |      |          |           |      | 0.00 |     2.33 |  10000.00 |   0.00 | no: loan_already_disbursed
        2025-02-10 | payoff        | 0.00 |    72.19 |  10000.00 | 0.00 | 0.00 |     0.00 |      0.00 |   0.00 | paid_off
        2025-02-11 | payoff        |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | no: nothing_owed
        ",
    );
}

#[test]
fn no_money_goes_out_on_an_application_that_was_turned_down() {
    story(
        "0",
        "
        date       | what         | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-10 | loan 500.00  |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | pending
        2025-01-11 | deny         |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | denied
        2025-01-12 | disburse all |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | no: loan_denied
        2025-01-12 | approve      |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | no: loan_denied
        2025-01-12 | rate 0.06    |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | no: loan_denied
        ",
    );
    story(
        "0",
        "
        date       | what         | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-10 | loan 500.00  |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | pending
        2025-01-11 | approve      |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | approved
        2025-01-12 | cancel       |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | cancelled
        2025-01-12 | disburse all |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | no: loan_cancelled
        2025-01-12 | rate 0.06    |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | no: loan_cancelled
        ",
    );
}

/// Money to the borrower is of a loan that there is.
#[test]
fn nothing_is_reimbursed_before_the_loan_is_disbursed() {
    story(
        "0",
        "
        date       | what           | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-10 | loan 500.00    |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | pending
        2025-01-10 | reimburse 5.00 |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | no: loan_not_disbursed
        2025-01-10 | approve        |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | approved
        2025-01-10 | reimburse 5.00 |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | no: loan_not_disbursed
        2025-01-11 | disburse all   |      |          |           |      | 0.00 |     0.00 |    500.00 |   0.00 | active
        2025-01-11 | reimburse 5.00 |      |          |           |      | 0.00 |     0.00 |    500.00 |   0.00 | active
        ",
    );
}
