//! A debt that is taken on with a past: what was due before the ledger was told of it brings no fee
//! and no charge-off by itself, since what had been paid of it may still have to be told.

use super::daily_close::story;
use super::table::read_terms;
use crate::account::{Details, Rhythm, Terms};
use crate::calendar::Frequency;

/// Ten days of grace, then 5.00; given up by itself after 120 days.
fn terms() -> Terms {
    let mut terms = read_terms("0, fees late 5.00 grace 10");
    terms.charge_off_boundary_days = Some(120);
    terms.charge_off_automatically = true;
    terms
}

/// Instalments of years ago are recorded as missed, and the debt is announced as past its boundary;
/// what becomes due from here on has its fee.
#[test]
fn what_was_due_when_it_was_recorded_is_left_to_people() {
    story(
        terms(),
        &Details::default(),
        "
        2025-06-14 | place 600.00 on 2025-01-10                      | account.placed 2025-01-10
        2025-06-14 | schedule 6 monthly from 2025-02-14 on 2025-01-10 | schedule.set 2025-01-10
        2025-06-14 | close                                           | instalment.fell_due 2025-02-14, instalment.missed 2025-02-15, instalment.fell_due 2025-03-14, instalment.missed 2025-03-15, instalment.fell_due 2025-04-14, instalment.missed 2025-04-15, instalment.fell_due 2025-05-14, instalment.missed 2025-05-15, account.charge_off_pending 2025-05-30, instalment.fell_due
        2025-06-24 | close                                           | instalment.missed 2025-06-15
        2025-07-14 | close                                           | instalment.fell_due
        2025-07-25 | close                                           | instalment.missed 2025-07-15, fee.assessed
        2026-07-25 | close                                           |
        ",
    );
}

/// Once what had been paid has been told, the debt is given up at its boundary like any other.
#[test]
fn a_debt_that_has_been_taken_on_is_charged_off_for_what_became_due_since() {
    story(
        terms(),
        &Details::default(),
        "
        2025-06-14 | place 600.00 on 2025-01-10                      | account.placed 2025-01-10
        2025-06-14 | schedule 6 monthly from 2025-02-14 on 2025-01-10 | schedule.set 2025-01-10
        2025-06-15 | pay 500.00 on 2025-02-14                        | payment.received 2025-02-14
        2025-06-16 | close                                           | instalment.fell_due 2025-02-14, instalment.fell_due 2025-03-14, instalment.fell_due 2025-04-14, instalment.fell_due 2025-05-14, instalment.fell_due 2025-06-14
        2025-12-31 | close                                           | instalment.fell_due 2025-07-14, instalment.missed 2025-07-15, fee.assessed 2025-07-25, account.charge_off_pending 2025-10-27, account.charged_off 2025-11-11
        ",
    );
}

/// The same of instalments that the terms agree on, which begin with a disbursement of long ago.
#[test]
fn a_loan_that_was_disbursed_long_ago_is_left_to_people() {
    let mut terms = terms();
    terms.instalments = Some(Rhythm {
        first_due: None,
        frequency: Frequency::Monthly,
        count: 2,
        amount: None,
    });
    story(
        terms,
        &Details::default(),
        "
        2025-06-14 | loan 200.00 on 2023-01-10    | loan.created 2023-01-10
        2025-06-14 | disburse all on 2023-01-10   | loan.disbursed 2023-01-10, schedule.set 2023-01-10
        2025-12-31 | close                        | instalment.fell_due 2023-02-10, instalment.missed 2023-02-11, instalment.fell_due 2023-03-10, instalment.missed 2023-03-11, account.charge_off_pending 2023-05-26
        ",
    );
}

/// A schedule that takes the place of another leaves what was due before it with its own clock.
#[test]
fn a_new_schedule_takes_no_fee_from_the_old_one() {
    story(
        terms(),
        &Details::default(),
        "
        2025-01-10 | place 600.00                                     | account.placed
        2025-01-10 | schedule 6 monthly from 2025-02-14               | schedule.set
        2025-02-20 | close                                            | instalment.fell_due 2025-02-14, instalment.missed 2025-02-15
        2025-02-20 | schedule 4 monthly from 2025-02-18 on 2025-02-16 | schedule.set 2025-02-16
        2025-03-31 | close                                            | instalment.fell_due 2025-02-18, instalment.missed 2025-02-19, fee.assessed 2025-02-25, instalment.fell_due 2025-03-18, instalment.missed 2025-03-19, fee.assessed 2025-03-29
        ",
    );
}

/// A debt that is placed past due was so when the ledger was told of it.
#[test]
fn a_debt_placed_past_due_is_announced_and_left_to_people() {
    let details = Details {
        days_past_due: Some(100),
        ..Details::default()
    };
    story(
        terms(),
        &details,
        "
        2025-01-31 | place 400.00 | account.placed
        2025-12-31 | close        | account.charge_off_pending 2025-02-05
        ",
    );
}
