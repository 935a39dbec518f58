//! A client asks a placed debt back: what is owed leaves the books, and so does what comes to be owed
//! later.

use super::daily_close;
use super::table::{read_terms, story};
use crate::account::{Details, OfferStatus, State};

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

#[track_caller]
fn events(table: &str) -> State {
    daily_close::story(read_terms("0"), &Details::default(), table)
}

#[track_caller]
fn settlement(state: &State) -> OfferStatus {
    state.account().unwrap().offers[0].status
}

/// A settlement that is being paid ends with the recall: money that comes later counts toward nothing,
/// and no part of it is missed.
/// When the recall is reversed it is as if it had never been: the money counts.
#[test]
fn a_settlement_ends_with_the_recall() {
    let recalled = "
        2025-01-01 | place 1000.00     | account.placed
        2025-01-05 | offer 600.00 as o | settlement.offered
        2025-01-05 | accept o          | settlement.accepted
        2025-01-10 | pay 200.00        | payment.received
        2025-01-15 | recall as r       | account.recalled, settlement.withdrawn
        2025-01-20 | pay 400.00        | payment.received
        2025-03-01 | close             |
        ";
    let state = events(recalled);
    assert_eq!(settlement(&state), OfferStatus::Withdrawn);
    let account = state.account().unwrap();
    assert!(account.settlement_parts(&account.offers[0]).is_empty());
    assert_eq!(account.position.overpayment.minor(), 40_000);

    let row = "2025-03-02 | take back r | entry.reversed, settlement.completed";
    let state = events(&format!("{recalled}{row}"));
    assert_eq!(settlement(&state), OfferStatus::Paid);
    assert_eq!(state.account().unwrap().status().name(), "settled");
}

/// It is paid on from where it was, and broken where it is not.
#[test]
fn a_settlement_comes_back_with_the_reversal_of_the_recall() {
    let back = "
        2025-01-01 | place 1000.00     | account.placed
        2025-01-05 | offer 600.00 as o | settlement.offered
        2025-01-05 | accept o          | settlement.accepted
        2025-01-10 | pay 200.00        | payment.received
        2025-01-15 | recall as r       | account.recalled, settlement.withdrawn
        2025-01-25 | take back r       | entry.reversed, settlement.revived
        ";
    let state = events(back);
    assert_eq!(settlement(&state), OfferStatus::Accepted);
    let account = state.account().unwrap();
    let [part] = account.settlement_parts(&account.offers[0])[..] else {
        panic!("a lump sum is one part");
    };
    assert_eq!(part.paid.minor(), 20_000);

    let kept = "2025-02-01 | pay 400.00 | payment.received, settlement.completed";
    assert_eq!(
        settlement(&events(&format!("{back}{kept}"))),
        OfferStatus::Paid
    );
    let missed = "2025-02-05 | close | settlement.broken: the part due on 2025-02-04 was not paid";
    let state = events(&format!("{back}{missed}"));
    assert_eq!(settlement(&state), OfferStatus::Broken);
}

/// A recall dated back to before the last part came takes the settlement with it; one after it does
/// not, until that part is returned.
#[test]
fn a_settlement_that_had_been_paid_by_the_recall_stays_paid() {
    let paid = "
        2025-01-01 | place 1000.00     | account.placed
        2025-01-05 | offer 600.00 as o | settlement.offered
        2025-01-05 | accept o          | settlement.accepted
        2025-01-20 | pay 600.00 as a   | payment.received, settlement.completed
        2025-01-21 | fee 25.00         | fee.assessed
        ";
    let row = "2025-01-22 | recall on 2025-01-15 | account.recalled 2025-01-15, settlement.withdrawn 2025-01-15";
    let state = events(&format!("{paid}{row}"));
    assert_eq!(settlement(&state), OfferStatus::Withdrawn);
    // The fee took its part of what the payment has become.
    assert_eq!(
        state.account().unwrap().position.overpayment.minor(),
        57_500
    );

    let after = format!("{paid}2025-01-22 | recall as r | account.recalled\n");
    assert_eq!(settlement(&events(&after)), OfferStatus::Paid);
    let returned =
        format!("{after}2025-01-23 | return a | payment.reversed, settlement.withdrawn\n");
    let state = events(&returned);
    assert_eq!(settlement(&state), OfferStatus::Withdrawn);
    assert!(state.account().unwrap().position.principal.is_zero());
    let row = "2025-01-24 | take back r | entry.reversed, settlement.revived";
    assert_eq!(
        settlement(&events(&format!("{returned}{row}"))),
        OfferStatus::Accepted
    );
}
