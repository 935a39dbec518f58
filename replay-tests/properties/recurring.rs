//! The daily close: closing each day comes to what closing once at the end comes to.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use quittance_domain::account::schedule::level::Wanted;
use quittance_domain::account::{
    Account, CloseDay, Command, CreateRecurringPayment, Details, FactKind, FeeAmount, FeeAmounts,
    FeeKind, FeeSchedule, Method, OfferSettlement, Opening, PaymentStanding, Position, Product,
    SetSchedule, Terms, Tier,
};
use quittance_domain::calendar::Frequency;
use quittance_domain::{AccountId, ConsumerId, FactId, Money, RecurringId};
use quittance_lives::run::Run;
use uuid::Uuid;

const OPENED: NaiveDate = NaiveDate::from_ymd_opt(2024, 1, 31).unwrap();

fn opening(principal: i64, rate: &str) -> Command {
    Command::PlaceAccount(Box::new(Opening {
        account: AccountId(Uuid::from_u128(1)),
        consumer: ConsumerId(Uuid::from_u128(2)),
        number: "A-1".into(),
        product: Product::Placed,
        terms: Terms {
            annual_rate: rate.parse().unwrap(),
            charge_off_boundary_days: Some(90),
            charge_off_automatically: true,
            fee_schedules: Box::new([FeeSchedule {
                kind: FeeKind::Late,
                amount: FeeAmount::OfPayment("0.05".parse().unwrap()),
                minimum: None,
                maximum: Some(Money::from_minor(4_000)),
                once_a_day: true,
                maximum_count: Some(5),
                grace_days: Some(10),
            }]),
            ..Terms::default()
        },
        opened_on: OPENED,
        principal: Money::from_minor(principal),
        interest: Money::ZERO,
        fees: Money::ZERO,
        details: Details::default(),
        sealed: "".into(),
        consumer_known: false,
    }))
}

/// An account with recurring payments, closed on some of the days.
fn closed(wishes: &[(i64, usize, u64)], days: u64, closes: impl Fn(u64) -> bool) -> Run {
    let mut run = Run::default();
    run.carry_out(OPENED, opening(500_000, "0.12"));
    for (amount, frequency, after) in wishes {
        let id = RecurringId(run.fresh_id().0);
        let command = CreateRecurringPayment {
            id,
            amount: Money::from_minor(*amount),
            method: Method::Ach,
            frequency: Frequency::ALL[frequency % 5].1,
            start: OPENED + Days::new(*after),
            end: Some(OPENED + Days::new(after + 200)),
            recorded_as: PaymentStanding::Completed,
            instrument: None,
        };
        run.carry_out(OPENED, Command::CreateRecurringPayment(command));
    }
    let (_, frequency, after) = wishes[0];
    let schedule = SetSchedule {
        wanted: Wanted::Level {
            first_due: OPENED + Days::new(after),
            frequency: Frequency::ALL[(frequency + 1) % 5].1,
            count: 12,
            amount: None,
        },
        effective: OPENED,
    };
    run.carry_out(OPENED, Command::SetSchedule(schedule));
    let offer = OfferSettlement {
        id: run.fresh_offer(),
        amount: Money::from_minor(1_000),
        tier: Tier::LumpSum,
        floor: None,
        effective: OPENED,
        expires_on: Some(OPENED + Days::new(after + 20)),
    };
    run.carry_out(OPENED, Command::OfferSettlement(offer));
    for day in (0..=days).filter(|day| closes(*day)) {
        close(&mut run, OPENED + Days::new(day));
    }
    run
}

/// Closes up to a day; what is more than one close does is done by the next.
fn close(run: &mut Run, on: NaiveDate) {
    loop {
        let first_id = FactId(Uuid::from_u128((run.moments.len() as u128) << 64));
        run.carry_out(on, Command::CloseDay(CloseDay { on, first_id }));
        let account = run.account().unwrap();
        if account.close_due().is_none_or(|due| due > on) {
            return;
        }
    }
}

fn payments(account: &Account) -> Vec<(NaiveDate, Money)> {
    let facts = account.facts.iter();
    let mut payments: Vec<_> = facts
        .filter_map(|fact| match &fact.kind {
            FactKind::Payment(payment) => Some((fact.date, payment.amount)),
            _ => None,
        })
        .collect();
    payments.sort();
    payments
}

/// What was told, for which day.
fn told(run: &Run) -> Vec<(NaiveDate, &'static str)> {
    let events = run.events();
    let mut told: Vec<_> = events
        .map(|done| (done.event.effective(), done.event.name()))
        .collect();
    told.sort();
    told
}

proptest! {
    #![proptest_config(quittance_lives::life::config())]

    #[test]
    fn missed_days_are_made_up_for(
        wishes in prop::collection::vec((1..200_000_i64, 0..5_usize, 0..60_u64), 1..4),
        days in 1..260_u64,
    ) {
        let daily = closed(&wishes, days, |_| true);
        let once = closed(&wishes, days, |day| day == days);
        prop_assert_eq!(told(&daily), told(&once));
        let (daily, once) = (daily.account().unwrap(), once.account().unwrap());
        prop_assert_eq!(payments(daily), payments(once));
        // The same but for the ids of the fees, of which each close gives its own.
        let position = |account: &Account| {
            let fees: Vec<Money> = account.position.fees.iter().map(|fee| fee.outstanding).collect();
            let position = Position {
                fees: Vec::new(),
                fees_recovered: FeeAmounts::default(),
                ..account.position.clone()
            };
            (position, fees)
        };
        prop_assert_eq!(position(daily), position(once));
        let taken = |account: &Account| -> Vec<u32> {
            account.recurring.iter().map(|recurring| recurring.taken).collect()
        };
        prop_assert_eq!(taken(daily), taken(once));
        // Nothing is left to do, and nothing more than was owed has been taken.
        let today = OPENED + Days::new(days);
        prop_assert!(once.close_due().is_none_or(|due| due > today));
        prop_assert!(once.position.overpayment.is_zero());
    }

    /// A close that comes again does nothing.
    #[test]
    fn a_day_is_closed_once(
        wishes in prop::collection::vec((1..200_000_i64, 0..5_usize, 0..60_u64), 1..4),
        days in 1..260_u64,
    ) {
        let mut run = closed(&wishes, days, |day| day == days);
        let before = run.events().count();
        close(&mut run, OPENED + Days::new(days));
        prop_assert_eq!(run.events().count(), before);
    }
}
