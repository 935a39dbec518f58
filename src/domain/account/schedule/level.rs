//! Working a schedule out: the level payment, and what is left for the last instalment.

use super::{AmountDue, INSTALMENTS_LIMIT, Pattern};
use crate::account::replay::{Later, step};
use crate::account::{
    Account, Fact, FactKind, Method, Payment, PaymentStanding, Position, Product, Refusal, Terms,
};
use crate::allocation::Direction;
use crate::calendar::{Frequency, YEAR};
use crate::id::FactId;
use crate::interest::Rate;
use crate::money::Money;
use chrono::NaiveDate;
use uuid::Uuid;

/// Fractions of one, in the discount factors below.
const ONE: i128 = 10_i128.pow(15);

/// What a schedule is asked to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Equal amounts in a rhythm: the level payment, unless the amount is given.
    Level {
        first_due: NaiveDate,
        frequency: Frequency,
        count: u16,
        amount: Option<Money>,
    },
    Given(Box<[AmountDue]>),
}

/// The schedule that is wanted of an account from a day on.
///
/// # Errors
/// [`Refusal`] when it has no instalments or too many, when they are not in order or begin before
/// the schedule, when an amount is not positive, or when nothing is owed.
pub fn work_out(account: &Account, wanted: &Wanted, from: NaiveDate) -> Result<Pattern, Refusal> {
    match wanted {
        Wanted::Given(dues) => given(dues, from),
        Wanted::Level {
            first_due,
            frequency,
            count,
            amount,
        } => {
            if !(1..=INSTALMENTS_LIMIT).contains(&usize::from(*count)) {
                return Err(Refusal::InstalmentsTooFewOrTooMany);
            }
            if *first_due < from {
                return Err(Refusal::InstalmentDueBeforeSchedule);
            }
            let dates: Option<Vec<NaiveDate>> = (0..u32::from(*count))
                .map(|step| frequency.date(*first_due, step))
                .collect();
            let dates = dates.ok_or(Refusal::InstalmentsTooFewOrTooMany)?;
            let start = start(account, from);
            let owed = start.due_on(&account.terms, from).total() - start.overpayment;
            if !owed.is_positive() {
                return Err(Refusal::NothingOwed);
            }
            let level = || {
                level_payment(
                    owed,
                    &account.terms,
                    start.rate(&account.terms),
                    from,
                    &dates,
                )
            };
            let amount = match amount {
                Some(given) if given.is_positive() && *given <= Money::LIMIT => *given,
                Some(_) => return Err(Refusal::AmountNotPositive),
                None => level(),
            };
            let (count, last) = last(start, &account.terms, &dates, amount);
            Ok(Pattern::Level {
                first_due: *first_due,
                frequency: *frequency,
                count,
                amount,
                last,
            })
        }
    }
}

fn given(dues: &[AmountDue], from: NaiveDate) -> Result<Pattern, Refusal> {
    if !(1..=INSTALMENTS_LIMIT).contains(&dues.len()) {
        return Err(Refusal::InstalmentsTooFewOrTooMany);
    }
    if dues
        .iter()
        .any(|it| !it.amount.is_positive() || it.amount > Money::LIMIT)
    {
        return Err(Refusal::AmountNotPositive);
    }
    if dues.windows(2).any(|pair| pair[0].due >= pair[1].due) {
        return Err(Refusal::InstalmentsOutOfOrder);
    }
    if dues[0].due < from {
        return Err(Refusal::InstalmentDueBeforeSchedule);
    }
    Ok(Pattern::Given(dues.into()))
}

/// The balances that the schedule begins with; a loan that is not paid out yet owes all that has
/// been approved.
fn start(account: &Account, from: NaiveDate) -> Position {
    let mut position = account.position_on(from);
    if let Product::Loan { approved_principal } = account.product
        && !position.has_begun()
    {
        let amount = approved_principal;
        foretell(
            &mut position,
            &account.terms,
            from,
            FactKind::Disbursed { amount },
        );
    }
    position
}

/// The equal amount that pays `owed` off on these dates: what is owed over the sum of the discount
/// factors, half a minor unit up.
///
/// Interest and fees that are owed at the start are spread as if they were principal; the last
/// instalment takes up what that and rounding leave.
fn level_payment(
    owed: Money,
    terms: &Terms,
    rate: Rate,
    from: NaiveDate,
    dates: &[NaiveDate],
) -> Money {
    let (mut discount, mut sum, mut start) = (ONE, 0_i128, from);
    for date in dates {
        let units = i128::from(terms.day_count.units(start, *date));
        let yearly = i128::from(rate.ten_billionths());
        let interest = yearly
            .saturating_mul(units)
            .saturating_mul(ONE / 10_i128.pow(10));
        discount = discount * ONE / (ONE + interest / i128::from(YEAR));
        sum += discount;
        start = *date;
    }
    let owed = i128::from(owed.minor()) * ONE;
    let level = (2 * owed + sum) / (2 * sum.max(1));
    Money::from_minor(i64::try_from(level).unwrap_or(i64::MAX).max(1)).min(Money::LIMIT)
}

/// How many instalments there are when each is paid on its day, and the amount of the last.
fn last(mut position: Position, terms: &Terms, dates: &[NaiveDate], amount: Money) -> (u16, Money) {
    let mut place = 0;
    for date in dates {
        place += 1;
        let left = position.due_on(terms, *date).total();
        if usize::from(place) == dates.len() || left <= amount {
            return (place, left.max(Money::from_minor(1)).min(Money::LIMIT));
        }
        let payment = Payment {
            amount,
            method: Method::Other,
            direction: Direction::ByOrder,
            standing: PaymentStanding::Completed,
            external_id: None,
        };
        foretell(&mut position, terms, *date, FactKind::Payment(payment));
    }
    (place, amount)
}

/// One fact more, which has not happened.
fn foretell(position: &mut Position, terms: &Terms, date: NaiveDate, kind: FactKind) {
    let fact = Fact {
        id: FactId(Uuid::nil()),
        sequence: 0,
        date,
        kind,
    };
    step(terms, position, &fact, Later::default());
}
