//! What was entered by mistake never was: what came after it is worked out anew.

use super::table::story;

/// The payments made since are divided as if the credit, and the waiver, had not been.
#[test]
fn a_credit_and_a_waiver_of_interest() {
    story(
        "0.1",
        "
        date       | what                | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 3650.00       |      |          |           |      | 0.00 |     0.00 |   3650.00 |   0.00 | active
        2025-01-11 | credit 1835.00 as c | 0.00 |    10.00 |   1825.00 | 0.00 | 0.00 |     0.00 |   1825.00 |   0.00 | active
        2025-01-21 | pay 100.00 as a     | 0.00 |     5.00 |     95.00 | 0.00 | 0.00 |     0.00 |   1730.00 |   0.00 | active
        2025-01-22 | take back c         |      |          |           |      | 0.00 |     0.98 |   3570.00 |   0.00 | active
                   | c becomes           | 0.00 |     0.00 |      0.00 | 0.00 |      |          |           |        |
                   | a becomes           | 0.00 |    20.00 |     80.00 | 0.00 |      |          |           |        |
        2025-01-22 | take back c         |      |          |           |      | 0.00 |     0.98 |   3570.00 |   0.00 | no: entry_already_reversed
        2025-02-01 | waive interest all as w | 0.00 |  10.76 |      0.00 | 0.00 | 0.00 |     0.00 |   3570.00 |   0.00 | active
        2025-02-02 | take back w on 2025-01-31 | | | | | 0.00 | 0.98 | 3570.00 | 0.00 | no: reversal_before_entry
        2025-02-02 | take back w         |      |          |           |      | 0.00 |    11.74 |   3570.00 |   0.00 | active
                   | w becomes           | 0.00 |     0.00 |      0.00 | 0.00 |      |          |           |        |
        2025-02-02 | take back a         |      |          |           |      | 0.00 |    11.74 |   3570.00 |   0.00 | no: entry_not_reversible
        ",
    );
}

/// A chargeback that the creditor wins, a refund that never arrived, and a charge-off too early.
#[test]
fn debits_and_a_charge_off() {
    story(
        "0",
        "
        date       | what                      | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 1000.00             |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-10 | pay 400.00 as a           | 0.00 |     0.00 |    400.00 | 0.00 | 0.00 |     0.00 |    600.00 |   0.00 | active
        2025-01-20 | chargeback all of a as b  |      |          |           |      | 0.00 |     0.00 |   1000.00 |   0.00 | active
        2025-01-25 | take back b               |      |          |           |      | 0.00 |     0.00 |    600.00 |   0.00 | active
        2025-01-26 | refund 100.00 of a as r   |      |          |           |      | 0.00 |     0.00 |    700.00 |   0.00 | active
                   | a less 100.00 becomes     | 0.00 |     0.00 |    300.00 | 0.00 |      |          |           |        |
        2025-01-27 | take back r               |      |          |           |      | 0.00 |     0.00 |    600.00 |   0.00 | active
                   | a becomes                 | 0.00 |     0.00 |    400.00 | 0.00 |      |          |           |        |
        2025-02-01 | charge off as o           |      |          |           |      | 0.00 |     0.00 |    600.00 |   0.00 | charged_off
        2025-02-02 | pay 100.00                | 0.00 |     0.00 |    100.00 | 0.00 | 0.00 |     0.00 |    500.00 |   0.00 | charged_off
        2025-02-03 | take back o               |      |          |           |      | 0.00 |     0.00 |    500.00 |   0.00 | active
        2025-02-04 | write off as x            | 0.00 |     0.00 |    500.00 | 0.00 | 0.00 |     0.00 |      0.00 |   0.00 | settled
        2025-02-05 | take back x               |      |          |           |      | 0.00 |     0.00 |    500.00 |   0.00 | active
                   | x becomes                 | 0.00 |     0.00 |      0.00 | 0.00 |      |          |           |        |
        2025-02-06 | pay 600.00                | 0.00 |     0.00 |    500.00 | 100.00 | 0.00 |   0.00 |      0.00 | 100.00 | paid_off
        2025-02-07 | refund 100.00 of credit as y |   |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | paid_off
        2025-02-08 | take back y               |      |          |           |      | 0.00 |     0.00 |      0.00 | 100.00 | paid_off
        ",
    );
}

/// The rate that was in force before holds again, and money that was lent in error was not lent.
#[test]
fn a_rate_and_a_disbursement() {
    story(
        "0.1",
        "
        date       | what                 | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | loan 7300.00         |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | pending
        2025-01-01 | disburse 3650.00 as d |     |          |           |      | 0.00 |     0.00 |   3650.00 |   0.00 | active
        2025-01-11 | rate 0.2 as r        |      |          |           |      | 0.00 |    10.00 |   3650.00 |   0.00 | active
        2025-01-21 | take back r          |      |          |           |      | 0.00 |    20.00 |   3650.00 |   0.00 | active
        2025-01-21 | disburse 3650.00 on 2025-01-11 as e | | | | | 0.00 | 30.00 | 7300.00 | 0.00 | active
        2025-01-31 | take back e          |      |          |           |      | 0.00 |    30.00 |   3650.00 |   0.00 | active
        ",
    );
}
