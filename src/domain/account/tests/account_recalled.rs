//! A client asks a placed debt back: what is owed leaves the books, and so does what comes to be owed
//! later.

use super::table::story;

#[test]
fn what_is_owed_goes_back() {
    for books in ["0.1", "0.1, agency"] {
        story(
            books,
            "
        date       | what                      | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 3650.00 fees 20.00  |      |          |           |      | 20.00 |    0.00 |   3650.00 |   0.00 | active
        2025-01-11 | pay 100.00 as a           | 20.00 |   10.00 |     70.00 | 0.00 | 0.00 |     0.00 |   3580.00 |   0.00 | active
        2025-01-21 | recall as r               |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | recalled
        2025-01-31 | look                      |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | recalled
        2025-01-31 | recall                    |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | no: account_recalled
        2025-01-31 | fee 25.00                 |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | no: account_recalled
        2025-01-31 | offer 100.00              |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | no: account_recalled
        2025-01-31 | charge off                |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | no: account_recalled
        2025-01-31 | adjust to 500.00          |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | no: account_recalled
        2025-01-31 | credit 5.00               |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | no: account_recalled
        2025-01-31 | rate 0.2                  |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | no: account_recalled
        2025-01-31 | stage contacted           |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | no: account_recalled
        2025-01-31 | write off                 |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | no: nothing_owed
        2025-02-01 | take back r               |      |          |           |      | 0.00 |    20.60 |   3580.00 |   0.00 | active
        ",
        );
    }
}

/// A payment on its way is the borrower's, since it pays nothing; one that the bank returns or takes
/// back is a debt of those who have it now.
#[test]
fn money_that_comes_and_goes_later() {
    story(
        "0.1, agency, nsf 30.00",
        "
        date       | what                      | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 3650.00             |      |          |           |      | 0.00 |     0.00 |   3650.00 |   0.00 | active
        2025-01-11 | pay 100.00 as a           | 0.00 |    10.00 |     90.00 | 0.00 | 0.00 |     0.00 |   3560.00 |   0.00 | active
        2025-01-11 | pay 50.00 as b            | 0.00 |     0.00 |     50.00 | 0.00 | 0.00 |     0.00 |   3510.00 |   0.00 | active
        2025-01-21 | recall                    |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | recalled
        2025-01-22 | pay 40.00 as c            | 0.00 |     0.00 |      0.00 | 40.00 | 0.00 |    0.00 |      0.00 |  40.00 | recalled
        2025-01-23 | return a with fee         |      |          |           |      | 0.00 |     0.00 |      0.00 |  40.00 | recalled
                   | a becomes                 | 0.00 |     0.00 |      0.00 | 0.00 |      |          |           |        |
                   | b becomes                 | 0.00 |    10.00 |     40.00 | 0.00 |      |          |           |        |
        2025-01-24 | chargeback all of b       |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | recalled
        2025-01-25 | pay 30.00 on 2025-01-11 as d | 0.00 | 0.00 |    30.00 | 0.00 | 0.00 |     0.00 |      0.00 |   0.00 | recalled
        2025-01-26 | return c                  |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | recalled
                   | c becomes                 | 0.00 |     0.00 |      0.00 | 0.00 |      |          |           |        |
        ",
    );
}

/// A charged-off debt goes back too; money lent here does not.
#[test]
fn only_what_was_placed() {
    story(
        "0.1",
        "
        date       | what                      | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | place 3650.00             |      |          |           |      | 0.00 |     0.00 |   3650.00 |   0.00 | active
        2025-01-11 | charge off                |      |          |           |      | 0.00 |    10.00 |   3650.00 |   0.00 | charged_off
        2025-01-21 | recall on 2025-01-15      |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | recalled
        ",
    );
    story(
        "0.1",
        "
        date       | what                      | fees | interest | principal | over | fees | interest | principal | credit | status
        2025-01-01 | loan 3650.00              |      |          |           |      | 0.00 |     0.00 |      0.00 |   0.00 | pending
        2025-01-01 | disburse all              |      |          |           |      | 0.00 |     0.00 |   3650.00 |   0.00 | active
        2025-01-11 | recall                    |      |          |           |      | 0.00 |    10.00 |   3650.00 |   0.00 | no: not_placed
        ",
    );
}
