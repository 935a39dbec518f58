//! A schedule set anywhere in a life: what is paid of it follows from the facts alone, and how late
//! the account is agrees with the naive calculator on every day.

use crate::calculator::{Billing, lateness};
use chrono::{Datelike, Days, NaiveDate};
use proptest::prelude::*;
use quittance_domain::account::schedule::fill::{fills, standing};
use quittance_domain::account::schedule::level::Wanted;
use quittance_domain::account::schedule::{AmountDue, Delinquency, Lateness, Pattern};
use quittance_domain::account::{
    Account, Command, Event, Fact, FactKind, PaymentStanding, ReageAccount, SetSchedule,
};
use quittance_domain::allocation::Direction;
use quittance_domain::calendar::Frequency;
use quittance_domain::{FactId, Money};
use quittance_lives::life::try_lives;
use quittance_lives::run::Run;
use std::sync::atomic::{AtomicU32, Ordering};
use uuid::Uuid;

/// What is set: how many instalments in which rhythm, from so many days on, of the level payment or
/// of an amount; or amounts one by one.
#[derive(Clone, Debug)]
enum Set {
    Level(u16, usize, u64, Option<i64>),
    Given(Vec<(u64, i64)>),
}

impl Set {
    fn wanted(&self, from: NaiveDate) -> Wanted {
        match self {
            Set::Level(count, frequency, after, amount) => Wanted::Level {
                first_due: from + Days::new(*after),
                frequency: Frequency::ALL[frequency % Frequency::ALL.len()].1,
                count: *count,
                amount: amount.map(Money::from_minor),
            },
            Set::Given(dues) => {
                let mut due = from;
                let dues = dues.iter().map(|(after, amount)| {
                    due = due + Days::new(*after);
                    AmountDue {
                        due,
                        amount: Money::from_minor(*amount),
                    }
                });
                Wanted::Given(dues.collect())
            }
        }
    }
}

fn set() -> impl Strategy<Value = Set> {
    let amount = prop::option::weighted(0.4, 1..80_000_i64);
    prop_oneof![
        3 => (1..40_u16, 0..5_usize, 0..60_u64, amount)
            .prop_map(|(count, rhythm, after, amount)| Set::Level(count, rhythm, after, amount)),
        1 => prop::collection::vec((1..90_u64, 1..50_000_i64), 1..12).prop_map(Set::Given),
    ]
}

/// Schedules, and re-ages in a workout or not, each with the place of the command that it comes after.
type Sets = (Vec<(u8, Set)>, Vec<(u8, bool)>);

/// One schedule or two, and some re-ages.
fn sets() -> impl Strategy<Value = Sets> {
    (
        prop::collection::vec((any::<u8>(), set()), 1..3),
        prop::collection::vec((any::<u8>(), any::<bool>()), 0..4),
    )
}

/// The life again, with schedules set and re-ages tried.
fn scheduled(run: &Run, sets: &[(u8, Set)], reages: &[(u8, bool)]) -> Run {
    let mut again = Run::default();
    let places = run.moments.len().max(1);
    for (at, moment) in run.moments.iter().enumerate() {
        again.carry_out(moment.today, moment.command.clone());
        let effective = moment.today;
        let here = |place: &u8| usize::from(*place) % places == at;
        for (_, set) in sets.iter().filter(|(place, _)| here(place)) {
            let wanted = set.wanted(effective);
            let command = SetSchedule { wanted, effective };
            again.carry_out(moment.today, Command::SetSchedule(command));
        }
        for (_, workout) in reages.iter().filter(|(place, _)| here(place)) {
            let command = ReageAccount {
                reason: "property".into(),
                workout: *workout,
                effective,
            };
            again.carry_out(moment.today, Command::ReageAccount(command));
        }
    }
    again
}

#[test]
fn what_is_paid_of_a_schedule_follows_from_the_facts_at_every_step() {
    try_lives(sets(), |run, (sets, reages)| {
        let run = scheduled(run, sets, reages);
        for done in run.events() {
            let account = done.after.account().unwrap();
            let Some(schedule) = &account.schedule else {
                continue;
            };
            let derived = standing(schedule, &account.facts, NaiveDate::MAX);
            prop_assert_eq!(schedule.standing, derived);
            let all = fills(schedule, &account.facts, NaiveDate::MAX);
            // A returned payment is as one that has never been.
            let facts: Vec<Fact> = account.facts.iter().filter(counts).cloned().collect();
            prop_assert_eq!(&fills(schedule, &facts, NaiveDate::MAX), &all);
            for (filled, next) in all.iter().zip(all.iter().skip(1)) {
                prop_assert!(filled.instalment.due < next.instalment.due);
                prop_assert!(filled.instalment.number < next.instalment.number);
            }
            for filled in &all {
                prop_assert!(filled.paid <= filled.instalment.amount);
                prop_assert_eq!(filled.paid_on.is_some(), filled.unpaid().is_zero());
            }
        }
        Ok(())
    });
}

fn counts(fact: &&Fact) -> bool {
    !matches!(&fact.kind, FactKind::Payment(payment)
        if payment.standing != PaymentStanding::Completed)
}

/// The history of how late an account has been is what it is said to have been on each day.
#[test]
fn the_history_of_delinquency_is_that_of_its_days() {
    try_lives((sets(), 0..900_u64), |run, ((sets, reages), back)| {
        let run = scheduled(run, sets, reages);
        let Some(account) = run.account() else {
            return Ok(());
        };
        let last = account.last_date() + Days::new(40);
        let from = (last - Days::new(*back)).max(account.opened_on);
        let history = account.oldest_unpaid_since(from);
        prop_assert_eq!(history[0].0, from);
        for day in from.iter_days().take_while(|day| *day <= last) {
            let known = history.partition_point(|(since, _)| *since <= day);
            let (_, due) = history[known - 1];
            prop_assert_eq!(
                Delinquency::of(due, day),
                account.delinquency_on(day),
                "on {}",
                day
            );
        }
        if account.ends_by(from) {
            prop_assert_eq!(history, [(from, account.oldest_unpaid())]);
        }
        Ok(())
    });
}

/// What each event says that it changes is what is known after it, and nothing that was known before.
#[test]
fn every_event_says_what_it_changes_of_how_late_the_account_is() {
    try_lives(sets(), |run, (sets, reages)| {
        let run = scheduled(run, sets, reages);
        let mut told: Vec<Lateness> = Vec::new();
        let on = |told: &[Lateness], day: NaiveDate| {
            let holds = |it: &&Lateness| it.since <= day && it.until.is_none_or(|end| day < end);
            told.iter()
                .rev()
                .find(holds)
                .and_then(|it| it.oldest_unpaid)
        };
        for done in run.events() {
            for late in &done.change.lateness {
                prop_assert_ne!(on(&told, late.since), late.oldest_unpaid, "{:?}", late);
            }
            told.extend(&done.change.lateness);
            let account = done.after.account().unwrap();
            let known = account.oldest_unpaid_since(account.opened_on);
            for (place, (since, due)) in known.iter().enumerate() {
                let later = known.get(place + 1).map(|(next, _)| *next);
                let next = later.unwrap_or(*since + Days::new(400));
                for day in [*since, next - Days::new(1)] {
                    prop_assert_eq!(on(&told, day), *due, "on {}", day);
                }
            }
        }
        Ok(())
    });
}

/// On every day of a life, and some months on; lives that are re-aged are among them.
#[test]
fn the_naive_calculator_finds_every_day_as_late() {
    let (late, reaged) = (AtomicU32::new(0), AtomicU32::new(0));
    try_lives((sets(), 1..400_u64), |run, ((sets, reages), later)| {
        let run = scheduled(run, sets, reages);
        let Some(account) = run.account() else {
            return Ok(());
        };
        let Some(schedule) = &account.schedule else {
            return Ok(());
        };
        reaged.fetch_add(u32::from(!schedule.reages.is_empty()), Ordering::Relaxed);
        let last = account.last_date() + Days::new(*later);
        for (day, days) in lateness(&entries(account), last) {
            // Between facts nothing but time passes: weeks are enough.
            let looked_at = day == last || day.day() % 7 == 1;
            if !looked_at || account.due_on(day).total().is_zero() {
                continue;
            }
            late.fetch_add(u32::from(days > 0), Ordering::Relaxed);
            let ours = standing(schedule, &account.facts, day).oldest_unpaid;
            let ours = ours.map_or(0, |due| (day - due).num_days().max(0));
            prop_assert_eq!(ours, days, "on {}", day);
        }
        Ok(())
    });
    assert!(late.into_inner() > 1_000, "few days are late");
}

/// What bears on the bills, in order.
fn entries(account: &Account) -> Vec<(NaiveDate, Billing)> {
    let schedule = account.schedule.as_ref().unwrap();
    let versions = schedule.versions.iter();
    let lent = account.facts.iter().find(|fact| match &fact.kind {
        FactKind::Adjusted { by } => by.is_positive(),
        FactKind::Placed { .. }
        | FactKind::Disbursed { .. }
        | FactKind::ChargedBack { .. }
        | FactKind::Refund { .. }
        | FactKind::CreditRefunded { .. } => true,
        _ => false,
    });
    let first = lent.map(|fact| fact.date);
    let bills = versions.map(|version| {
        let dues = version.pattern.dues().map(|it| (it.due, it.amount.minor()));
        // Nobody bills what has not been lent.
        let dues = dues.filter(|(due, _)| first.is_none_or(|first| *due >= first));
        (version.since, Billing::Bills(dues.collect()))
    });
    let reages = schedule.reages.iter().map(|it| (it.at, Billing::Reage));
    let began = schedule.versions[0].since;
    let money = account.facts.iter().filter_map(|fact| {
        let amount = match &fact.kind {
            FactKind::Payment(payment) => {
                let counts = payment.standing == PaymentStanding::Completed
                    && payment.direction == Direction::ByOrder;
                let back = account.chargeback(fact.id).map_or(0, |(_, it)| it.minor());
                let kept = payment.amount.minor() - account.refunded(fact.id).minor() - back;
                if counts { kept.max(0) } else { 0 }
            }
            FactKind::Credited { amount } => amount.minor(),
            _ => 0,
        };
        (amount > 0 && fact.order() > began).then_some((fact.order(), Billing::Money(amount)))
    });
    let mut entries: Vec<_> = bills.chain(reages).chain(money).collect();
    entries.sort_by_key(|(order, _)| *order);
    entries
        .into_iter()
        .map(|((day, _), what)| (day, what))
        .collect()
}

/// The level payment is the annuity of the same factors to the minor unit, the last instalment
/// differs by what rounding can come to, and paying each on its day leaves nothing.
#[test]
fn a_schedule_that_is_kept_pays_the_debt() {
    try_lives(
        (1..60_u16, 0..5_usize, 1..60_u64),
        |run, (count, rhythm, after)| {
            let today = run.moments.last().map_or(NaiveDate::MIN, |it| it.today);
            let mut run = run.clone();
            let wanted = Set::Level(*count, *rhythm, *after, None).wanted(today);
            let set = SetSchedule {
                wanted,
                effective: today,
            };
            run.carry_out(today, Command::SetSchedule(set));
            let outcome = run.moments.last().and_then(|it| it.outcome.as_ref().ok());
            let Some([done]) = outcome.map(Vec::as_slice) else {
                return Ok(());
            };
            let Event::ScheduleSet(set) = &done.event else {
                return Ok(());
            };
            let Pattern::Level { .. } = set.instalments else {
                panic!("a rhythm was asked for");
            };
            let account = run.account().unwrap();
            if !account.position.has_begun() {
                return Ok(());
            }
            let mut payments = run.clone();
            for (place, it) in set.instalments.dues().enumerate() {
                let id = FactId(Uuid::from_u128((1 << 100) + place as u128));
                let pay = quittance_domain::account::RecordPayment {
                    id,
                    amount: it.amount,
                    method: quittance_domain::account::Method::Ach,
                    direction: Direction::ByOrder,
                    standing: PaymentStanding::Completed,
                    effective: it.due,
                    external_id: None,
                };
                payments.carry_out(it.due, Command::RecordPayment(pay));
            }
            let account = payments.account().unwrap();
            let settled = account.position.is_settled();
            let due = account.due_on(account.last_date());
            prop_assert!(settled || due.total().minor() <= 1, "{due:?} is left");
            prop_assert!(settled || account.position.overpayment.minor() <= 1);
            Ok(())
        },
    );
}
