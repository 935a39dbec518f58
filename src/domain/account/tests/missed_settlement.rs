//! A settlement of which a part is missed: the daily close breaks it, from the day after, and a
//! payment that turns out to have come in time revives it.

use super::daily_close::story;
use super::table::read_terms;
use crate::account::{Details, OfferStatus, State};

#[track_caller]
fn plays(table: &str) -> State {
    story(read_terms("0"), &Details::default(), table)
}

fn status(state: &State) -> OfferStatus {
    state.account().unwrap().offers[0].status
}

/// A lump sum is due within thirty days; what has been paid of it stays paid.
#[test]
fn a_lump_sum_that_does_not_come_breaks_the_settlement() {
    let state = plays(
        "
        2025-01-01 | place 1000.00     | account.placed
        2025-01-05 | offer 600.00 as o | settlement.offered
        2025-01-10 | accept o          | settlement.accepted
        2025-02-01 | pay 599.99        | payment.received
        2025-02-09 | close             |
        2025-02-10 | close             | settlement.broken: the part due on 2025-02-09 was not paid
        2025-02-11 | pay 0.01          | payment.received
        2025-02-12 | offer 300.00 as p | settlement.offered
        2025-02-12 | accept p          | settlement.accepted
        ",
    );
    let account = state.account().unwrap();
    assert_eq!(account.position.principal.minor(), 40_000);
    assert_eq!(status(&state), OfferStatus::Broken);
}

/// Each part has its day; what is paid in advance counts for the parts to come.
#[test]
fn every_part_has_its_day() {
    plays(
        "
        2025-01-01 | place 2400.00                     | account.placed
        2025-01-31 | offer 1200.00 over 12_month as o  | settlement.offered
        2025-01-31 | accept o                          | settlement.accepted
        2025-02-28 | pay 250.00                        | payment.received
        2025-04-29 | close                             |
        2025-04-30 | pay 49.99                         | payment.received
        2025-05-01 | close                             | settlement.broken: the part due on 2025-04-30 was not paid
        ",
    );
}

/// When the close comes late, money that came late but before it is taken as it was meant.
#[test]
fn nothing_is_broken_that_was_paid_before_anybody_noticed() {
    plays(
        "
        2025-01-01 | place 2400.00                     | account.placed
        2025-01-31 | offer 1200.00 over 12_month as o  | settlement.offered
        2025-01-31 | accept o                          | settlement.accepted
        2025-03-02 | pay 100.00                        | payment.received
        2025-03-05 | close                             |
        2025-04-05 | close                             | settlement.broken: the part due on 2025-03-31 was not paid 2025-04-01
        ",
    );
}

/// News from before the part's day revives what was broken for it; taken back, it is broken again.
#[test]
fn a_payment_that_came_in_time_revives_the_settlement() {
    let state = plays(
        "
        2025-01-01 | place 1000.00                   | account.placed
        2025-01-10 | offer 600.00 over 12_month as o | settlement.offered
        2025-01-10 | accept o                        | settlement.accepted
        2025-02-11 | close                           | settlement.broken: the part due on 2025-02-10 was not paid
        2025-02-12 | pay 49.99 on 2025-02-10         | payment.received 2025-02-10
        2025-02-12 | pay 0.01 on 2025-02-10 as a     | payment.received 2025-02-10, settlement.revived 2025-02-10
        2025-02-13 | close                           |
        2025-02-14 | return a                        | payment.reversed
        2025-02-14 | close                           | settlement.broken: the part due on 2025-02-10 was not paid 2025-02-11
        2025-02-15 | pay 0.01 on 2025-02-09          | payment.received 2025-02-09, settlement.revived 2025-02-09
        2025-02-20 | pay 550.00                      | payment.received, settlement.completed
        2026-02-20 | close                           |
        ",
    );
    assert_eq!(status(&state), OfferStatus::Paid);
}

/// The whole of it in time completes it at once, and its return leaves it broken.
#[test]
fn all_of_it_in_time_completes_what_was_broken() {
    let state = plays(
        "
        2025-01-01 | place 1000.00              | account.placed
        2025-01-10 | offer 600.00 as o          | settlement.offered
        2025-01-10 | accept o                   | settlement.accepted
        2025-02-10 | close                      | settlement.broken: the part due on 2025-02-09 was not paid
        2025-02-12 | pay 600.00 on 2025-02-09 as a | payment.received 2025-02-09, settlement.completed 2025-02-09
        2025-02-20 | return a                   | payment.reversed, settlement.revived
        2025-02-21 | close                      |
        ",
    );
    assert_eq!(status(&state), OfferStatus::Broken);
}

/// Another settlement that has been agreed since is not undone by what revives the first.
#[test]
fn a_settlement_that_has_been_replaced_is_not_revived() {
    let state = plays(
        "
        2025-01-01 | place 1000.00              | account.placed
        2025-01-10 | offer 600.00 over 12_month as o | settlement.offered
        2025-01-10 | accept o                   | settlement.accepted
        2025-02-11 | close                      | settlement.broken: the part due on 2025-02-10 was not paid
        2025-02-12 | offer 500.00 as p          | settlement.offered
        2025-02-12 | accept p                   | settlement.accepted
        2025-02-13 | pay 50.00 on 2025-02-10    | payment.received 2025-02-10
        2025-02-14 | close                      |
        ",
    );
    assert_eq!(status(&state), OfferStatus::Broken);
    assert_eq!(
        state.account().unwrap().offers[1].status,
        OfferStatus::Accepted
    );
}

/// What is on its way by the day is not missing, until it fails.
#[test]
fn an_announced_payment_is_waited_for() {
    plays(
        "
        2025-01-01 | place 1000.00                    | account.placed
        2025-01-10 | offer 600.00 as o                | settlement.offered
        2025-01-10 | accept o                         | settlement.accepted
        2025-02-09 | pay 600.00 pending as a          | payment.received
        2025-02-12 | close                            |
        2025-02-13 | fail a                           | payment.failed
        2025-02-13 | close                            | settlement.broken: the part due on 2025-02-09 was not paid 2025-02-10
        ",
    );
}

/// A day in a dispute is no last day: the part can be paid on the day on which the dispute ends.
#[test]
fn a_dispute_holds_the_clock() {
    plays(
        "
        2025-01-01 | place 1000.00      | account.placed
        2025-01-10 | offer 600.00 as o  | settlement.offered
        2025-01-10 | accept o           | settlement.accepted
        2025-02-05 | dispute all as d   | dispute.filed
        2025-03-04 | close              |
        2025-03-05 | resolve d          | dispute.resolved
        2025-03-05 | close              |
        2025-03-06 | close              | settlement.broken: the part due on 2025-02-09 was not paid
        ",
    );
}

/// What was due when the ledger was told of the settlement is left to people.
#[test]
fn a_settlement_of_the_past_is_left_to_people() {
    plays(
        "
        2025-06-14 | place 1000.00 on 2025-01-01                     | account.placed 2025-01-01
        2025-06-14 | offer 600.00 over 12_month on 2025-01-10 as o   | settlement.offered 2025-01-10
        2025-06-14 | accept o on 2025-01-10                          | settlement.accepted 2025-01-10
        2025-06-14 | close                                           |
        2025-06-15 | pay 250.00                                      | payment.received
        2025-07-11 | close                                           | settlement.broken: the part due on 2025-07-10 was not paid
        ",
    );
}

/// A debt that has been paid up has nothing left to settle.
#[test]
fn a_debt_that_is_paid_up_breaks_nothing() {
    plays(
        "
        2025-01-01 | place 1000.00      | account.placed
        2025-01-10 | offer 600.00 as o  | settlement.offered
        2025-01-10 | accept o           | settlement.accepted
        2025-01-20 | credit 1000.00     | credit.granted
        2025-12-31 | close              |
        ",
    );
}
