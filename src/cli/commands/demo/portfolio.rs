//! A believable portfolio: terms, ages and plots of many accounts, and the order in which all of
//! it happened.

use super::life::{Life, Told};
use super::random::Random;
use super::{loans, people, placements};
use chrono::{Days, NaiveDate};
use quittance_domain::account::{Command, Details, Opening, Product, Terms};
use quittance_domain::allocation::{AllocationOrder, Bucket};
use quittance_domain::calendar::DayCount;
use quittance_domain::interest::{Rate, Rounding};
use quittance_domain::{AccountId, ConsumerId, Currency, Money};

/// What happens to an account, and how many days ago it began: at least, at most.
type Plot = (fn(&mut Life) -> Told, i64, i64);

/// Loans and placements take turns; as few as twenty-four accounts have every kind of event.
const LOANS: [Plot; 12] = [
    (loans::pays_on_time, 120, 365),
    (loans::pays_extra_to_principal, 150, 365),
    (loans::bounces_once, 130, 365),
    (loans::pays_late, 320, 365),
    (loans::pays_off_early, 200, 365),
    (loans::is_charged_off, 280, 365),
    (loans::is_lent_in_parts, 90, 365),
    (loans::is_booked_late, 120, 365),
    (loans::is_mistaken, 90, 365),
    (loans::waits_for_its_money, 4, 20),
    (loans::is_turned_down, 10, 60),
    (loans::is_withdrawn, 10, 60),
];
const PLACEMENTS: [Plot; 14] = [
    (placements::pays_a_little, 60, 365),
    (placements::settles, 90, 365),
    (placements::settles_and_lives_again, 90, 365),
    (placements::considers_offers, 8, 40),
    (placements::pays_in_full, 100, 365),
    (placements::goes_to_court, 200, 365),
    (placements::pays_by_plan, 100, 365),
    (placements::breaks_a_plan, 90, 365),
    (placements::pays_by_card, 60, 365),
    (placements::is_refunded, 80, 365),
    (placements::settles_in_parts, 220, 365),
    (placements::is_reported_twice, 60, 365),
    (placements::misses_the_offer, 80, 365),
    (placements::stays_silent, 20, 300),
];

const ORDERS: [[Bucket; 3]; 3] = [
    [Bucket::Fees, Bucket::Interest, Bucket::Principal],
    [Bucket::Interest, Bucket::Principal, Bucket::Fees],
    [Bucket::Principal, Bucket::Interest, Bucket::Fees],
];
const CREDITORS: [&str; 6] = [
    "Harbor Point Bank",
    "Juniper Card Services",
    "Lakeside Credit Union",
    "Northgate Motors Finance",
    "Redwood Telecom",
    "St. Brendan Hospital",
];

/// The lives of `accounts` accounts up to `today`; the same for the same seed and day.
pub fn lives(seed: u64, accounts: usize, today: NaiveDate) -> Vec<Life> {
    (0..accounts)
        .map(|place| life(seed, place, today))
        .collect()
}

/// One step of the portfolio: the place of its account, and of the step in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub day: NaiveDate,
    pub life: usize,
    pub step: usize,
}

/// Every step of every life in the order of its days.
pub fn in_order(lives: &[Life]) -> Vec<Place> {
    let mut places: Vec<Place> = lives
        .iter()
        .enumerate()
        .flat_map(|(life, lived)| {
            lived
                .steps
                .iter()
                .enumerate()
                .map(move |(step, asked)| Place {
                    day: asked.day,
                    life,
                    step,
                })
        })
        .collect();
    places.sort_unstable();
    places
}

fn life(seed: u64, place: usize, today: NaiveDate) -> Life {
    let mut random = Random::new(seed, place as u64);
    let is_loan = place.is_multiple_of(2);
    let nth = place / 2;
    let (plot, youngest, oldest) = match is_loan {
        true => LOANS[nth % LOANS.len()],
        false => PLACEMENTS[nth % PLACEMENTS.len()],
    };
    let age = random.between(youngest, oldest).unsigned_abs();
    let opened_on = today.checked_sub_days(Days::new(age)).unwrap_or(today);
    let terms = terms(&mut random, place, is_loan);
    let personal = people::person(&mut random, place);
    let opening = match is_loan {
        true => loan(&mut random, terms, opened_on),
        false => placement(&mut random, terms, opened_on),
    };
    let number = format!("{}-{:05}", if is_loan { "LN" } else { "AC" }, place + 1).into();
    let opening = Opening { number, ..opening };
    let open = if is_loan {
        Command::CreateLoan
    } else {
        Command::PlaceAccount
    };
    let mut life = Life::begin(random, personal, opening, today, open);
    // A story that reached today simply goes on.
    let _ = plot(&mut life);
    life.end();
    life
}

fn terms(random: &mut Random, place: usize, is_loan: bool) -> Terms {
    // A few in other currencies, so that their decimals are seen to matter.
    let currency = match place % 24 {
        5 => "EUR",
        10 => "JPY",
        16 => "GBP",
        23 => "KWD",
        _ => "USD",
    };
    let currency: Currency = currency.parse().unwrap_or(Currency::USD);
    let percent_hundredths = match (is_loan, random.chance(35)) {
        (true, _) => random.between(499, 2_499),
        (false, true) => random.between(300, 1_200),
        (false, false) => 0,
    };
    let rate = Rate::from_ten_billionths(percent_hundredths * 1_000_000);
    let day_counts = DayCount::ALL.map(|(_, day_count)| day_count);
    let usual = random.chance(60);
    let order = if usual {
        ORDERS[0]
    } else {
        random.pick(&ORDERS)
    };
    let nsf_fee = scaled(2_500, currency);
    Terms {
        currency,
        annual_rate: rate.unwrap_or_default(),
        day_count: if usual {
            DayCount::default()
        } else {
            random.pick(&day_counts)
        },
        rounding: if random.chance(90) {
            Rounding::HalfUp
        } else {
            Rounding::HalfEven
        },
        allocation_order: AllocationOrder::try_from(order).unwrap_or_default(),
        accrue_after_charge_off: random.chance(10),
        nsf_fee,
        ..Terms::default()
    }
}

fn loan(random: &mut Random, terms: Terms, opened_on: NaiveDate) -> Opening {
    let approved_principal = scaled(random.between(30, 400) * 5_000, terms.currency);
    let details = Details {
        term_months: Some(24),
        payment_day: Some(1),
        borrower_id: Some(format!("B-{:06}", random.between(1, 999_999)).into()),
        program_id: Some("personal-24".into()),
        ..Details::default()
    };
    let product = Product::Loan { approved_principal };
    Opening {
        details,
        ..bare(random, product, terms, opened_on)
    }
}

fn placement(random: &mut Random, terms: Terms, opened_on: NaiveDate) -> Opening {
    let principal = scaled(random.between(15_000, 900_000), terms.currency);
    let (interest, fees) = match random.chance(30) {
        true => (
            Money::from_minor(principal.minor() / 20),
            scaled(3_500, terms.currency),
        ),
        false => (Money::ZERO, Money::ZERO),
    };
    let days_past_due = random.between(35, 340);
    let days_ago = |days: i64| opened_on.checked_sub_days(Days::new(days.unsigned_abs()));
    let recovery = days_past_due > 180;
    let details = Details {
        original_balance: Some(Money::from_minor(principal.minor() * 11 / 10)),
        original_creditor: Some(random.pick(&CREDITORS).into()),
        account_type: Some(
            random
                .pick(&["credit_card", "personal_loan", "auto_loan"])
                .into(),
        ),
        account_phase: Some(if recovery { "recovery" } else { "intercept" }.into()),
        charge_off_date: days_ago(days_past_due - 180).filter(|_| recovery),
        date_delinquent: days_ago(days_past_due),
        last_payment_date: days_ago(days_past_due + 15),
        last_payment_amount: Some(scaled(7_500, terms.currency)),
        days_past_due: u32::try_from(days_past_due).ok(),
        ..Details::default()
    };
    let opening = bare(random, Product::Placed, terms, opened_on);
    Opening {
        principal,
        interest,
        fees,
        details,
        ..opening
    }
}

/// An opening of nothing yet; what is personal is sealed when it is submitted.
fn bare(random: &mut Random, product: Product, terms: Terms, opened_on: NaiveDate) -> Opening {
    Opening {
        account: AccountId(random.id(opened_on)),
        consumer: ConsumerId(random.id(opened_on)),
        number: "".into(),
        product,
        terms,
        opened_on,
        principal: Money::ZERO,
        interest: Money::ZERO,
        fees: Money::ZERO,
        details: Details::default(),
        sealed: "".into(),
        consumer_known: false,
    }
}

/// An amount of cents as something plausible in a currency with another number of decimals.
fn scaled(cents: i64, currency: Currency) -> Money {
    Money::from_minor(if currency.exponent() == 3 {
        cents * 3
    } else {
        cents
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use quittance_domain::account::Event;
    use std::collections::BTreeSet;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 6, 30).unwrap()
    }

    #[test]
    fn the_same_seed_gives_the_same_portfolio() {
        let (one, again) = (lives(42, 60, today()), lives(42, 60, today()));
        assert_eq!(format!("{one:?}"), format!("{again:?}"));
        assert_ne!(format!("{one:?}"), format!("{:?}", lives(43, 60, today())));
    }

    #[test]
    fn every_kind_of_event_happens_even_in_the_small_sample() {
        for seed in [7, 42] {
            let lives = lives(seed, 24, today());
            let steps = lives.iter().flat_map(|life| &life.steps);
            let names: BTreeSet<_> = steps
                .flat_map(|step| step.becomes.iter().copied())
                .collect();
            // A note is sealed under its consumer's key, which sample lives do not have.
            let made = |name: &&str| *name != "note.added";
            let all: BTreeSet<_> = Event::TYPES
                .iter()
                .map(|(name, _)| *name)
                .filter(made)
                .collect();
            let missing: Vec<_> = all.difference(&names).collect();
            assert!(missing.is_empty(), "seed {seed} lacks {missing:?}");
        }
    }

    #[test]
    fn most_steps_succeed_and_nothing_lies_in_the_future() {
        let lives = lives(1, 300, today());
        let steps: Vec<_> = lives.iter().flat_map(|life| &life.steps).collect();
        let refused = steps
            .iter()
            .filter(|step| step.becomes == ["command.refused"])
            .count();
        assert!(
            refused > 0 && refused * 10 < steps.len(),
            "{refused} of {}",
            steps.len()
        );
        assert!(steps.iter().all(|step| step.day <= today()));
        assert!(in_order(&lives).is_sorted_by_key(|place| place.day));
    }
}
