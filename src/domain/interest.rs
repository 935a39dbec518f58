//! Simple interest as exact integers, rounded once: when it is applied, quoted or booked.
//!
//! See `docs/decisions/` for why accrued interest is an integer and not a decimal.

use crate::calendar::{DayCount, YEAR};
use crate::money::{Currency, Money};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::str::FromStr;

/// Decimals a rate may have.
const RATE_DECIMALS: u32 = 10;
const RATE_SCALE: i128 = 10_i128.pow(RATE_DECIMALS);

/// Interest of more minor units than this is shown as this: the largest balance at the highest rate
/// reaches it after a century, and sums of a few such amounts still fit 64 bits.
const ROUNDED_LIMIT: i64 = 1_000 * Money::LIMIT.minor();

/// How many [`Interest`] units make one minor unit of money.
pub const UNITS_PER_MINOR: i128 = RATE_SCALE * YEAR as i128;

/// A yearly rate as a decimal fraction, kept in ten-billionths: `0.085` is 8.5 % a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(i64);

/// Why a text is not a yearly rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RateError {
    #[error("is not a decimal fraction such as 0.085")]
    NotANumber,
    #[error("has more than {RATE_DECIMALS} decimals")]
    TooManyDecimals,
    #[error("must be between 0 and 10 (1,000 % a year)")]
    OutOfRange,
}

impl Rate {
    pub const ZERO: Rate = Rate(0);
    /// All of something: 100 %.
    pub const WHOLE: Rate = Rate(RATE_SCALE as i64);

    /// A rate from ten-billionths a year.
    ///
    /// # Errors
    /// [`RateError::OutOfRange`] below 0 or above 10.
    pub fn from_ten_billionths(value: i64) -> Result<Rate, RateError> {
        if (0..=100_000_000_000).contains(&value) {
            Ok(Rate(value))
        } else {
            Err(RateError::OutOfRange)
        }
    }

    /// The rate in ten-billionths a year.
    pub const fn ten_billionths(self) -> i64 {
        self.0
    }

    /// This share of an amount, rounded to the minor unit.
    pub fn of(self, amount: Money, rounding: Rounding) -> Money {
        let units = i128::from(amount.minor()) * i128::from(self.0) * i128::from(YEAR);
        Interest(units).rounded(rounding)
    }

    /// The rate as a decimal fraction without needless zeros.
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.0, RATE_DECIMALS).normalize()
    }
}

impl FromStr for Rate {
    type Err = RateError;

    fn from_str(text: &str) -> Result<Rate, RateError> {
        let decimal = Decimal::from_str_exact(text).map_err(|_| RateError::NotANumber)?;
        let mut scaled = decimal.normalize();
        if scaled.scale() > RATE_DECIMALS {
            return Err(RateError::TooManyDecimals);
        }
        scaled.rescale(RATE_DECIMALS);
        let value = i64::try_from(scaled.mantissa()).map_err(|_| RateError::OutOfRange)?;
        Rate::from_ten_billionths(value)
    }
}

impl Serialize for Rate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.to_decimal())
    }
}

impl<'de> Deserialize<'de> for Rate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Rate, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// How interest becomes minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// Half a minor unit goes up: the norm of US servicing.
    #[default]
    HalfUp,
    /// Half a minor unit goes to the even neighbour.
    HalfEven,
    /// Any fraction of a minor unit is dropped.
    Down,
}

names! {
    Rounding {
        HalfUp => "half_up",
        HalfEven => "half_even",
        Down => "down",
    }
}

/// Unrounded interest, in units of 1/[`UNITS_PER_MINOR`] of a minor unit; exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interest(i128);

impl Interest {
    pub const ZERO: Interest = Interest(0);

    /// Interest from its units.
    pub const fn from_units(units: i128) -> Interest {
        Interest(units)
    }

    /// The interest in its units.
    pub const fn units(self) -> i128 {
        self.0
    }

    /// A whole amount of money as interest.
    pub fn from_money(amount: Money) -> Interest {
        Interest(i128::from(amount.minor()) * UNITS_PER_MINOR)
    }

    /// What `principal` earns at `rate` from `start` to `end`; zero when `end` is not later.
    pub fn accrued(
        principal: Money,
        rate: Rate,
        day_count: DayCount,
        start: NaiveDate,
        end: NaiveDate,
    ) -> Interest {
        if end <= start || !principal.is_positive() {
            return Interest::ZERO;
        }
        let units = i128::from(day_count.units(start, end));
        Interest((i128::from(principal.minor()) * i128::from(rate.0)).saturating_mul(units))
    }

    /// The interest in major units, with `decimals` more of them than money has; half goes up.
    pub fn to_decimal(self, currency: Currency, decimals: u32) -> String {
        let places = u32::from(currency.exponent()) + decimals;
        let scaled = self.0.saturating_mul(10_i128.pow(decimals));
        let half = UNITS_PER_MINOR / 2;
        let value = scaled.saturating_add(half).div_euclid(UNITS_PER_MINOR);
        // Interest of a life never comes near what a decimal can hold.
        Decimal::try_from_i128_with_scale(value, places)
            .unwrap_or(Decimal::MAX)
            .to_string()
    }

    /// The interest in whole minor units.
    pub fn rounded(self, rounding: Rounding) -> Money {
        let (whole, rest) = (
            self.0.div_euclid(UNITS_PER_MINOR),
            self.0.rem_euclid(UNITS_PER_MINOR),
        );
        let up = match rounding {
            Rounding::Down => false,
            Rounding::HalfUp => rest * 2 >= UNITS_PER_MINOR,
            Rounding::HalfEven => {
                rest * 2 > UNITS_PER_MINOR || (rest * 2 == UNITS_PER_MINOR && whole % 2 != 0)
            }
        };
        let whole = whole.clamp(-i128::from(ROUNDED_LIMIT), i128::from(ROUNDED_LIMIT));
        Money::from_minor(i64::try_from(whole).unwrap_or(ROUNDED_LIMIT) + i64::from(up))
    }
}

impl std::ops::Add for Interest {
    type Output = Interest;
    fn add(self, other: Interest) -> Interest {
        Interest(self.0.saturating_add(other.0))
    }
}

impl std::ops::Sub for Interest {
    type Output = Interest;
    fn sub(self, other: Interest) -> Interest {
        Interest(self.0.saturating_sub(other.0))
    }
}

impl std::ops::Neg for Interest {
    type Output = Interest;
    fn neg(self) -> Interest {
        Interest(self.0.saturating_neg())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interest(principal: i64, rate: &str, days: u64, rounding: Rounding) -> i64 {
        let start = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap();
        let end = start + chrono::Days::new(days);
        let rate = rate.parse().unwrap();
        Interest::accrued(
            Money::from_minor(principal),
            rate,
            DayCount::Act365F,
            start,
            end,
        )
        .rounded(rounding)
        .minor()
    }

    #[test]
    fn rounding_decides_exact_halves_only_by_its_mode() {
        // 36.50 at 10 % for 5 days is exactly 5 cents.
        assert_eq!(interest(3_650, "0.1", 5, Rounding::HalfUp), 5);
        // 7.30 at 12.5 % for 10 days is exactly 2.5 cents.
        assert_eq!(interest(730, "0.125", 10, Rounding::HalfUp), 3);
        assert_eq!(interest(730, "0.125", 10, Rounding::HalfEven), 2);
        assert_eq!(interest(730, "0.125", 10, Rounding::Down), 2);
        // 7.30 at 17.5 % for 10 days is exactly 3.5 cents.
        assert_eq!(interest(730, "0.175", 10, Rounding::HalfEven), 4);
    }

    #[test]
    fn rates_are_exact_or_refused() {
        assert_eq!(
            "0.085".parse::<Rate>().unwrap().ten_billionths(),
            850_000_000
        );
        assert_eq!(
            "0.085000".parse::<Rate>().unwrap().to_decimal().to_string(),
            "0.085"
        );
        assert_eq!("-0.01".parse::<Rate>(), Err(RateError::OutOfRange));
        assert_eq!("11".parse::<Rate>(), Err(RateError::OutOfRange));
        assert_eq!(
            "0.00000000001".parse::<Rate>(),
            Err(RateError::TooManyDecimals)
        );
        assert_eq!("x".parse::<Rate>(), Err(RateError::NotANumber));
    }
}
