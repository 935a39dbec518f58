//! Exact money: whole minor units of the account's currency, never a float.

mod currency;
mod parse;

pub use currency::{Currency, UnknownCurrency};
pub use parse::{AmountError, parse_amount};

use serde::{Deserialize, Serialize};
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// An amount in minor units (cents for USD) of the currency of the account it belongs to.
///
/// Every account has one currency, so amounts carry none of their own.
/// Arithmetic panics on overflow in every build profile; [`Money::LIMIT`], checked where amounts
/// enter and where an account's turnover grows, keeps every sum far below it.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Money(i64);

impl Money {
    pub const ZERO: Money = Money(0);

    /// The largest amount a single fact may carry, and the largest turnover of an account.
    pub const LIMIT: Money = Money(1_000_000_000_000_000);

    /// An amount from its minor units.
    pub const fn from_minor(minor: i64) -> Money {
        Money(minor)
    }

    /// The amount in minor units.
    pub const fn minor(self) -> i64 {
        self.0
    }

    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// This amount, or zero when it is negative.
    pub fn or_zero(self) -> Money {
        self.max(Money::ZERO)
    }

    /// The amount as decimal text with exactly the currency's decimals: `1234` USD is `12.34`.
    pub fn to_decimal(self, currency: Currency) -> String {
        // Six amounts are written for each payment, so digit by digit, from the last one on.
        let decimals = usize::from(currency.exponent());
        let mut rest = self.0.unsigned_abs();
        let mut text = [0; LONGEST];
        let mut place = text.len();
        let mut digits = 0;
        while rest > 0 || digits <= decimals {
            if digits == decimals && decimals > 0 {
                place -= 1;
                text[place] = b'.';
            }
            place -= 1;
            text[place] = b'0' + (rest % 10) as u8;
            rest /= 10;
            digits += 1;
        }
        if self.0 < 0 {
            place -= 1;
            text[place] = b'-';
        }
        String::from_utf8_lossy(&text[place..]).into_owned()
    }
}

/// Bytes of the longest amount: a sign, the digits of the largest number, a point.
const LONGEST: usize = 1 + 20 + 1;

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0 + other.0)
    }
}

impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0 - other.0)
    }
}

impl Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(-self.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        *self = *self + other;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Money) {
        *self = *self - other;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_text_has_the_currencys_decimals() {
        let cases = [
            ("USD", 123_456, "1234.56"),
            ("USD", 5, "0.05"),
            ("USD", -5, "-0.05"),
            ("JPY", 500, "500"),
            ("KWD", 1, "0.001"),
            ("USD", 0, "0.00"),
            ("JPY", 0, "0"),
            ("KWD", -1_234_567, "-1234.567"),
            ("KWD", i64::MIN, "-9223372036854775.808"),
        ];
        for (code, minor, text) in cases {
            let currency = code.parse::<Currency>().unwrap();
            assert_eq!(Money::from_minor(minor).to_decimal(currency), text);
        }
    }
}
