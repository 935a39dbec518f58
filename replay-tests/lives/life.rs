//! Random lives, and how many of them are tried.

use crate::run::Run;
use crate::wish::{What, Wish, wish};
use chrono::NaiveDate;
use proptest::prelude::*;
use proptest::test_runner::{FileFailurePersistence, TestCaseResult, TestError, TestRunner};
use quittance_domain::Money;
use quittance_domain::account::{
    FeeAmount, FeeKind, FeeSchedule, InterestPosting, Product, Rhythm, Terms,
};
use quittance_domain::allocation::{AllocationOrder, Bucket};
use quittance_domain::calendar::{DayCount, Frequency};
use quittance_domain::interest::{Rate, Rounding};
use quittance_domain::journal::Books;

/// How many lives each property tries by default; all of them together take half a minute of two
/// processors.
const LIVES: u32 = 10_000;
const REGRESSIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../properties/regressions.txt");

/// Terms, a beginning, and what is tried after it.
#[derive(Clone, Debug)]
pub struct Life {
    pub terms: Terms,
    pub opened_on: NaiveDate,
    pub product: Product,
    /// Principal, interest and fees that the account is boarded with; nothing for a loan.
    pub boarded: [Money; 3],
    /// Most loans are paid out, in full or in part, on the day they are made.
    pub first_disbursement: Option<What>,
    pub wishes: Vec<Wish>,
}

/// Tries `check` on many lives, each with an extra random value, and prints the shortest failure.
pub fn try_lives<T: std::fmt::Debug>(
    extra: impl Strategy<Value = T>,
    check: impl Fn(&Run, &T) -> TestCaseResult,
) {
    let mut runner = TestRunner::new(config());
    let outcome = runner.run(&(life(), extra), |(life, extra)| {
        check(&Run::play(&life), &extra)
    });
    match outcome {
        Ok(()) => {}
        Err(TestError::Fail(reason, (life, extra))) => {
            panic!(
                "{reason}\nwith {extra:?}, in the life\n{}",
                Run::play(&life)
            );
        }
        Err(error) => panic!("{error}"),
    }
}

/// How many lives, and where failing seeds are kept.
pub fn config() -> ProptestConfig {
    let lives = std::env::var("QUITTANCE_LIVES").or_else(|_| std::env::var("PROPTEST_CASES"));
    let cases = lives
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(LIVES);
    ProptestConfig {
        cases,
        max_shrink_iters: 20_000,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(REGRESSIONS))),
        ..ProptestConfig::default()
    }
}

/// Any life of up to three dozen wishes.
pub fn life() -> impl Strategy<Value = Life> {
    let first = prop::option::weighted(0.8, 1..=100_u8);
    let wishes = prop::collection::vec(wish(), 1..=36);
    (terms(), first_day(), beginning(), first, wishes).prop_map(
        |(terms, opened_on, (product, boarded), first, wishes)| Life {
            terms,
            opened_on,
            product,
            boarded,
            first_disbursement: first.map(|percent| What::Disburse { percent, back: 0 }),
            wishes,
        },
    )
}

/// Any day of two and a half years around a leap day, and often the last day of a month.
fn first_day() -> impl Strategy<Value = NaiveDate> {
    let ends = [
        "2023-01-31",
        "2023-02-28",
        "2023-12-31",
        "2024-01-31",
        "2024-02-29",
    ];
    let first = NaiveDate::from_ymd_opt(2023, 1, 25).unwrap();
    prop_oneof![
        2 => (0..900_u64).prop_map(move |days| first + chrono::Days::new(days)),
        1 => prop::sample::select(ends.to_vec()).prop_map(|day| day.parse().unwrap()),
    ]
}

fn beginning() -> impl Strategy<Value = (Product, [Money; 3])> {
    let placed = (0..=1_000_000_i64, 0..=20_000_i64, 0..=9_999_i64)
        .prop_map(|(a, b, c)| (Product::Placed, [a.max(1), b, c].map(Money::from_minor)));
    let loan = (1..=2_000_000_i64).prop_map(|approved| {
        let approved_principal = Money::from_minor(approved);
        (Product::Loan { approved_principal }, [Money::ZERO; 3])
    });
    prop_oneof![placed, loan]
}

/// Any terms: every day count, rounding, allocation order and kind of books.
pub fn terms() -> impl Strategy<Value = Terms> {
    let currency = prop::sample::select(vec!["USD", "JPY", "KWD", "EUR"]);
    let books = prop::sample::select(vec![Books::Owner, Books::Agency]);
    let day_count = prop::sample::select(DayCount::ALL.to_vec());
    let rounding = prop::sample::select(Rounding::ALL.to_vec());
    (
        currency,
        rate(),
        day_count,
        rounding,
        order(),
        any::<bool>(),
        books,
        0..=3_500_i64,
        fee_schedules(),
        arrangements(),
    )
        .prop_map(
            |(
                currency,
                annual_rate,
                day_count,
                rounding,
                order,
                late,
                books,
                nsf,
                fees,
                agreed,
            )| {
                let (instalments, interest_posting, boundary, charge_off_automatically) = agreed;
                Terms {
                    currency: currency.parse().unwrap(),
                    annual_rate,
                    day_count: day_count.1,
                    rounding: rounding.1,
                    allocation_order: order,
                    accrue_after_charge_off: late,
                    books,
                    nsf_fee: Money::from_minor(nsf),
                    fee_schedules: fees,
                    instalments,
                    interest_posting,
                    charge_off_boundary_days: boundary,
                    charge_off_automatically,
                }
            },
        )
}

/// Instalments that begin with the debt, interest posted by the close, and charge-offs announced and
/// made; each in some lives.
fn arrangements() -> impl Strategy<Value = (Option<Rhythm>, InterestPosting, Option<u16>, bool)> {
    let rhythm = (0..Frequency::ALL.len(), 1..=24_u16).prop_map(|(frequency, count)| Rhythm {
        first_due: None,
        frequency: Frequency::ALL[frequency].1,
        count,
        amount: None,
    });
    // Every day would be more facts than a life has otherwise; `recurring` closes with it.
    let posting = prop_oneof![
        4 => Just(InterestPosting::Never),
        1 => Just(InterestPosting::Monthly),
    ];
    (
        prop::option::weighted(0.3, rhythm),
        posting,
        prop::option::weighted(0.4, 10..=120_u16),
        any::<bool>(),
    )
}

/// Late fees and fees of returned payments, flat or a share, with and without limits.
fn fee_schedules() -> impl Strategy<Value = Box<[FeeSchedule]>> {
    let share =
        || (1..=3_000_000_000_i64).prop_map(|units| Rate::from_ten_billionths(units).unwrap());
    let flat = || (1..=5_000_i64).prop_map(|minor| FeeAmount::Flat(Money::from_minor(minor)));
    let late = prop_oneof![
        flat(),
        share().prop_map(FeeAmount::OfPayment),
        share().prop_map(FeeAmount::OfBalance),
    ];
    // The fee of a return is the same whatever else is owed, so that lives can be compared.
    let nsf = prop_oneof![flat(), share().prop_map(FeeAmount::OfPayment)];
    let late = fee_schedule(FeeKind::Late, late);
    let nsf = fee_schedule(FeeKind::Nsf, nsf);
    let some = (
        prop::option::weighted(0.5, late),
        prop::option::weighted(0.4, nsf),
    );
    some.prop_map(|(late, nsf)| late.into_iter().chain(nsf).collect())
}

fn fee_schedule(
    kind: FeeKind,
    amount: impl Strategy<Value = FeeAmount>,
) -> impl Strategy<Value = FeeSchedule> {
    let bound = || prop::option::weighted(0.3, (1..=3_000_i64).prop_map(Money::from_minor));
    let count = prop::option::weighted(0.2, 1..=3_u16);
    let grace = prop::option::weighted(0.5, 0..=15_u16);
    let grace = grace.prop_map(move |days| days.filter(|_| kind == FeeKind::Late));
    (
        amount,
        bound(),
        bound(),
        prop::bool::weighted(0.3),
        count,
        grace,
    )
        .prop_map(
            move |(amount, minimum, above, once_a_day, maximum_count, grace_days)| FeeSchedule {
                kind,
                amount,
                minimum,
                maximum: above.map(|above| above + minimum.unwrap_or_default()),
                once_a_day,
                maximum_count,
                grace_days,
            },
        )
}

/// Everyday rates, rates that make exact half cents, and any rate up to 300 % a year.
pub fn rate() -> impl Strategy<Value = Rate> {
    let everyday =
        prop::sample::select(vec!["0", "0.085", "0.1", "0.125", "0.2499", "0.36", "3.65"]);
    prop_oneof![
        3 => everyday.prop_map(|text| text.parse().unwrap()),
        1 => (0..=30_000_000_000_i64).prop_map(|units| Rate::from_ten_billionths(units).unwrap()),
    ]
}

fn order() -> impl Strategy<Value = AllocationOrder> {
    use Bucket::{Fees, Interest, Principal};
    let orders = [
        [Fees, Interest, Principal],
        [Fees, Principal, Interest],
        [Interest, Fees, Principal],
        [Interest, Principal, Fees],
        [Principal, Fees, Interest],
        [Principal, Interest, Fees],
    ];
    prop::sample::select(orders.to_vec()).prop_map(|order| order.try_into().unwrap())
}
