//! What time alone brings: dates down; across, what the daily close tells and for which day.

use super::schedules::schedule_command;
use super::script::Script;
use super::table::read_terms;
use crate::account::decide::close::TASKS;
use crate::account::{
    CloseDay, Command, CreateRecurringPayment, Details, Event, InterestPosting, Method,
    PaymentStanding, Rhythm, State, Terms, apply, decide,
};
use crate::calendar::Frequency;
use crate::id::{FactId, RecurringId};
use crate::journal::Account as Gl;
use crate::money::{Currency, Money, parse_amount};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Plays rows `date | what | what it tells`; beside the rows of other stories there is `close`, which
/// closes up to the row's date, after which nothing may be left to do.
#[track_caller]
pub(super) fn story(terms: Terms, details: &Details, table: &str) -> State {
    let mut script = Script::new(terms);
    let (mut state, mut sequence) = (State::default(), 0);
    let (mut played, mut expected) = (Vec::new(), Vec::new());
    for line in table.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let today: NaiveDate = cells[0].parse().unwrap();
        let mut command = match cells[1] {
            "close" => Some(close(today)),
            what => recurring(what, today)
                .or_else(|| schedule_command(what, today))
                .or_else(|| script.command(today, what)),
        };
        if let Some(Command::PlaceAccount(opening)) = &mut command {
            opening.details = details.clone();
        }
        let events = decide(&state, &command.unwrap(), today).unwrap();
        let told: Vec<String> = events.iter().map(|event| tell(event, today)).collect();
        for event in events {
            sequence += 1;
            apply(&mut state, sequence, &event).unwrap();
        }
        if cells[1] == "close" {
            let left = decide(&state, &close(today), today).unwrap();
            assert_eq!(left, [], "closing twice");
            let due = state.account().unwrap().close_due();
            assert!(due.is_none_or(|due| due > today), "{due:?} is left to do");
        }
        played.push(format!("{} | {} | {}", cells[0], cells[1], told.join(", ")));
        expected.push(format!("{} | {} | {}", cells[0], cells[1], cells[2]));
    }
    assert!(played == expected, "the story goes\n{}", played.join("\n"));
    state
}

/// The event, why nothing was taken, and its day where that is not today.
fn tell(event: &Event, today: NaiveDate) -> String {
    let mut told = event.name().to_owned();
    if let Event::RecurringPaymentSkipped(skipped) = event {
        told = format!("{told}: {}", skipped.reason);
    }
    if let Event::SettlementBroken(broken) = event {
        told = format!("{told}: {}", broken.reason);
    }
    if event.effective() != today {
        told = format!("{told} {}", event.effective());
    }
    told
}

/// `recurring 100.00 monthly from 2025-02-01 [pending]`.
fn recurring(what: &str, today: NaiveDate) -> Option<Command> {
    let words: Vec<&str> = what.split_whitespace().collect();
    let ["recurring", amount, frequency, "from", start, rest @ ..] = &words[..] else {
        return None;
    };
    let recorded_as = match rest {
        ["pending"] => PaymentStanding::Pending,
        _ => PaymentStanding::Completed,
    };
    Some(Command::CreateRecurringPayment(CreateRecurringPayment {
        id: RecurringId(Uuid::from_u128(today.to_epoch_days() as u128)),
        amount: parse_amount(amount, Currency::USD).unwrap(),
        method: Method::Ach,
        frequency: Frequency::from_name(frequency)?,
        start: start.parse().unwrap(),
        end: None,
        recorded_as,
        instrument: None,
    }))
}

fn close(on: NaiveDate) -> Command {
    let day = on.signed_duration_since(NaiveDate::MIN).num_days();
    let first_id = FactId(Uuid::from_u128((1 << 100) + ((day as u128) << 32)));
    Command::CloseDay(CloseDay { on, first_id })
}

/// Terms can agree on instalments: they are set when the debt begins, and not again.
#[test]
fn agreed_instalments_begin_with_the_debt() {
    let mut terms = read_terms("0");
    terms.instalments = Some(Rhythm {
        first_due: Some("2025-02-10".parse().unwrap()),
        frequency: Frequency::Monthly,
        count: 4,
        amount: None,
    });
    let state = story(
        terms.clone(),
        &Details::default(),
        "
        2025-01-15 | loan 400.00                       | loan.created
        2025-01-20 | approve                           | loan.approved
        2025-01-20 | disburse 200.00                   | loan.disbursed, schedule.set
        2025-01-21 | disburse 200.00                   | loan.disbursed
        2025-02-11 | close                             | instalment.fell_due 2025-02-10, instalment.missed
        ",
    );
    let due = state
        .account()
        .unwrap()
        .instalments_on("2025-02-11".parse().unwrap());
    assert_eq!((due.len(), due[0].instalment.amount.minor()), (4, 5_000));
    // A date that has passed by then is one step after the beginning.
    story(
        terms,
        &Details::default(),
        "
        2025-03-15 | place 400.00 | account.placed, schedule.set
        2025-04-15 | close        | instalment.fell_due
        ",
    );
}

/// Falling due, missed, and missed in hindsight when what paid it is returned.
#[test]
fn instalments_fall_due_and_are_missed_once() {
    story(
        read_terms("0"),
        &Details::default(),
        "
        2025-01-15 | place 400.00                       | account.placed
        2025-01-15 | schedule 4 monthly from 2025-02-15 | schedule.set
        2025-02-14 | close                              |
        2025-02-15 | close                              | instalment.fell_due
        2025-02-15 | pay 100.00 as a                    | payment.received
        2025-02-16 | close                              |
        2025-03-16 | close                              | instalment.fell_due 2025-03-15, instalment.missed
        2025-03-17 | return a                           | payment.reversed
        2025-03-17 | close                              | instalment.missed 2025-02-16
        2025-04-01 | pay 300.00 as b                    | payment.received
        2025-06-20 | close                              | instalment.fell_due 2025-04-15, instalment.fell_due 2025-05-15, instalment.missed 2025-05-16
        ",
    );
}

/// Nothing is taken of a debt that is in dispute, also when the day is closed only after the dispute;
/// what the debtor pays of his own accord is taken as ever.
#[test]
fn a_dispute_stops_recurring_payments() {
    story(
        read_terms("0"),
        &Details::default(),
        "
        2025-01-15 | place 400.00                               | account.placed
        2025-01-15 | recurring 100.00 monthly from 2025-02-01   | recurring_payment.created
        2025-02-01 | close                                      | payment.received, recurring_payment.taken
        2025-02-20 | dispute all as d                           | dispute.filed
        2025-03-01 | close                                      | recurring_payment.skipped: account_disputed
        2025-03-02 | pay 50.00                                  | payment.received
        2025-04-02 | resolve d                                  | dispute.resolved
        2025-05-01 | close                                      | recurring_payment.skipped: account_disputed 2025-04-01, payment.received, recurring_payment.taken
        ",
    );
}

/// Payments on their way count against what is owed: they are not asked for twice.
#[test]
fn announced_payments_are_not_taken_again() {
    let state = story(
        read_terms("0"),
        &Details::default(),
        "
        2025-01-15 | place 250.00                                     | account.placed
        2025-01-15 | recurring 100.00 monthly from 2025-02-01 pending | recurring_payment.created
        2025-05-01 | close                                            | payment.received 2025-02-01, recurring_payment.taken 2025-02-01, payment.received 2025-03-01, recurring_payment.taken 2025-03-01, payment.received 2025-04-01, recurring_payment.taken 2025-04-01, recurring_payment.skipped: payments_announced_already
        ",
    );
    let facts = &state.account().unwrap().facts;
    let taken: Vec<i64> = facts[1..]
        .iter()
        .map(|fact| fact.amount().minor())
        .collect();
    assert_eq!(taken, [10_000, 10_000, 5_000]);
}

/// Days on which nobody closed are made up for, each thing on its own day and in order.
#[test]
fn missed_days_are_made_up_for() {
    story(
        read_terms("0"),
        &Details::default(),
        "
        2025-01-15 | place 400.00                       | account.placed
        2025-01-15 | schedule 4 monthly from 2025-02-15 | schedule.set
        2025-01-20 | offer 300.00 until 2025-03-01 as o | settlement.offered
        2025-04-01 | close                              | instalment.fell_due 2025-02-15, instalment.missed 2025-02-16, settlement.expired 2025-03-02, instalment.fell_due 2025-03-15, instalment.missed 2025-03-16
        2025-04-01 | close                              |
        ",
    );
}

/// Sixty days without anything past due cure what was; a return begins them anew.
#[test]
fn sixty_days_current_cure() {
    story(
        read_terms("0"),
        &Details::default(),
        "
        2025-01-01 | place 400.00                         | account.placed
        2025-01-01 | schedule 4 quarterly from 2025-02-01 | schedule.set
        2025-02-11 | pay 100.00 as a                      | payment.received
        2025-04-11 | close                                | instalment.fell_due 2025-02-01, instalment.missed 2025-02-02
        2025-04-12 | close                                | account.cured
        2025-04-13 | return a                             | payment.reversed
        2025-04-20 | pay 100.00                           | payment.received
        2025-05-01 | pay 100.00                           | payment.received
        2025-06-18 | close                                | instalment.fell_due 2025-05-01
        2025-06-19 | close                                | account.cured
        ",
    );
}

/// Fifteen days before the boundary of closed-end credit, 120 days past due; the charge-off itself
/// only where that is agreed.
#[test]
fn a_charge_off_is_announced_and_made_where_configured() {
    let mut terms = read_terms("0");
    terms.charge_off_boundary_days = Some(120);
    let table = "
        2025-01-01 | place 400.00                       | account.placed
        2025-01-01 | schedule 1 monthly from 2025-02-01 | schedule.set
        2025-05-16 | close                              | instalment.fell_due 2025-02-01, instalment.missed 2025-02-02
        2025-05-17 | close                              | account.charge_off_pending
        ";
    story(
        terms.clone(),
        &Details::default(),
        &format!("{table}2025-07-01 | close |"),
    );
    terms.charge_off_automatically = true;
    let last = "2025-07-01 | close | account.charged_off 2025-06-01";
    let state = story(terms, &Details::default(), &format!("{table}{last}"));
    assert_eq!(state.account().unwrap().status().name(), "charged_off");
}

/// Whether a debt whose charge-off has been taken back is to be charged off again is for people to
/// say, and not for the next close.
#[test]
fn a_charge_off_taken_back_stays_so() {
    let mut terms = read_terms("0");
    terms.charge_off_boundary_days = Some(120);
    terms.charge_off_automatically = true;
    story(
        terms,
        &Details::default(),
        "
        2025-01-01 | place 400.00                       | account.placed
        2025-01-01 | schedule 1 monthly from 2025-02-01 | schedule.set
        2025-05-17 | close                              | instalment.fell_due 2025-02-01, instalment.missed 2025-02-02, account.charge_off_pending
        2025-06-01 | charge off as c                    | account.charged_off
        2025-06-02 | take back c                        | entry.reversed
        2025-06-02 | close                              |
        2025-09-01 | close                              |
        ",
    );
}

/// What has waited for years is done a part at a time.
#[test]
fn a_close_has_bounds() {
    let mut terms = read_terms("0.1");
    terms.interest_posting = InterestPosting::Daily;
    let mut script = Script::new(terms);
    let (mut state, mut sequence) = (State::default(), 0);
    let [placed, today] = ["2024-01-01", "2025-01-01"].map(|day| day.parse().unwrap());
    let mut play = |state: &mut State, command: &Command, today| {
        let events = decide(state, command, today).unwrap();
        for event in &events {
            sequence += 1;
            apply(state, sequence, event).unwrap();
        }
        events.len()
    };
    let command = script.command(placed, "place 400.00").unwrap();
    play(&mut state, &command, placed);
    let mut done = Vec::new();
    while state
        .account()
        .unwrap()
        .close_due()
        .is_some_and(|due| due <= today)
    {
        let first_id = FactId(Uuid::from_u128(1_000_000 * (done.len() as u128 + 1)));
        let close = Command::CloseDay(CloseDay {
            on: today,
            first_id,
        });
        done.push(play(&mut state, &close, today));
    }
    assert_eq!(done.iter().sum::<usize>(), 366);
    assert_eq!(done.iter().max(), Some(&TASKS));
}

/// A debt that was placed past its boundary is announced on the day of its placement; paying it up
/// in time leaves nothing to do.
#[test]
fn a_placed_debt_comes_to_its_boundary() {
    let details = Details {
        days_past_due: Some(150),
        ..Details::default()
    };
    story(
        read_terms("0"),
        &details,
        "
        2025-01-31 | place 400.00 | account.placed
        2025-02-14 | close        |
        2025-02-15 | close        | account.charge_off_pending
        2025-02-16 | pay 400.00   | payment.received
        2025-12-31 | close        |
        ",
    );
    let late = Details {
        days_past_due: Some(400),
        ..Details::default()
    };
    story(
        read_terms("0"),
        &late,
        "
        2025-01-31 | place 400.00 | account.placed
        2025-01-31 | close        | account.charge_off_pending
        2025-12-31 | close        |
        ",
    );
    // In an agency's books the debt is not the creditor's to give up.
    story(
        read_terms("0, agency"),
        &late,
        "
        2025-01-31 | place 400.00 | account.placed
        2025-12-31 | close        |
        ",
    );
}

/// The interest that stands in the journal at the end of each month is what was due then, whatever
/// was posted in between: the days' lines sum exactly.
#[test]
fn posted_interest_is_cumulative() {
    let rows = "
        2025-01-10 | place 1000.00   | account.placed
        2025-03-05 | pay 10.00 as a  | payment.received
        ";
    let posted = |posting, more: &str| {
        let mut terms = read_terms("0.0999");
        terms.interest_posting = posting;
        story(terms, &Details::default(), &format!("{rows}{more}"))
    };
    let monthly = posted(
        InterestPosting::Monthly,
        "2025-03-31 | close | interest.posted 2025-01-31, interest.posted 2025-02-28, interest.posted",
    );
    let never = posted(InterestPosting::Never, "2025-03-31 | close |");
    let account = |state: &State| state.account().unwrap().clone();
    let (monthly, never) = (account(&monthly), account(&never));
    let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
    for on in ["2025-01-31", "2025-02-28", "2025-03-31", "2025-06-15"] {
        assert_eq!(monthly.due_on(day(on)), never.due_on(day(on)), "{on}");
    }
    let mut income: BTreeMap<NaiveDate, Money> = BTreeMap::new();
    let life = crate::account::replay(&monthly.terms, &monthly.facts);
    for (fact, step) in monthly.facts.iter().zip(&life.steps) {
        for posting in step
            .postings
            .iter()
            .filter(|it| it.credit == Gl::InterestIncome)
        {
            *income.entry(fact.date).or_default() += posting.amount;
        }
    }
    let shown: Vec<String> = income
        .iter()
        .map(|(day, amount)| format!("{day} {}", amount.to_decimal(Currency::USD)))
        .collect();
    // 21, 28, 5 and 26 days at 27.3699 cents a day: 5.75, 13.41, 14.78 and, 10.00 of it paid, 21.90 in all.
    assert_eq!(
        shown,
        [
            "2025-01-31 5.75",
            "2025-02-28 7.66",
            "2025-03-05 1.37",
            "2025-03-31 7.12"
        ]
    );
}

/// A payment booked after the month was closed restates what was posted for it.
#[test]
fn a_backdated_payment_restates_posted_interest() {
    let state = story(
        read_terms("0.1"),
        &Details::default(),
        "
        2025-01-01 | place 3650.00               | account.placed
        2025-02-10 | close                       | interest.posted 2025-01-31
        2025-02-10 | pay 1835.00 on 2025-01-16   | payment.received 2025-01-16
        ",
    );
    let account = state.account().unwrap();
    // 15 days on 3,650.00 are 15.00, paid with the payment; 15 days more on 1,830.00 are 7.52.
    let booked = account.position_on("2025-01-31".parse().unwrap());
    assert_eq!(booked.booked_interest.to_decimal(Currency::USD), "7.52");
}
