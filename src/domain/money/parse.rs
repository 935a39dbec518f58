//! From decimal text to exact money.

use super::{Currency, Money};
use rust_decimal::Decimal;
use std::str::FromStr;

/// Why a text is not an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    #[error("is not a decimal number")]
    NotANumber,
    #[error("has more than {allowed} decimals")]
    TooManyDecimals { allowed: u8 },
    #[error("is too large")]
    TooLarge,
}

/// Reads an amount from the text of a JSON number or string, such as `500`, `500.00` or `5e2`.
///
/// Zeros after the currency's decimals say nothing and are taken: `500.0000`, as some databases write.
///
/// # Errors
/// [`AmountError`] when the text is no number, has more decimals than the currency, or its
/// magnitude is above [`Money::LIMIT`]; nothing is ever rounded.
pub fn parse_amount(text: &str, currency: Currency) -> Result<Money, AmountError> {
    let plain = text
        .bytes()
        .all(|b| b.is_ascii_digit() || b == b'.' || b == b'-' || b == b'+');
    let decimal = if plain {
        Decimal::from_str_exact(text)
    } else {
        scientific(text)
    };
    let decimal = decimal.map_err(|error| match error {
        rust_decimal::Error::ExceedsMaximumPossibleValue => AmountError::TooLarge,
        rust_decimal::Error::Underflow | rust_decimal::Error::ScaleExceedsMaximumPrecision(_) => {
            AmountError::TooManyDecimals {
                allowed: currency.exponent(),
            }
        }
        _ if plain && text.bytes().any(|b| b.is_ascii_digit()) && text.len() > 29 => {
            AmountError::TooLarge
        }
        _ => AmountError::NotANumber,
    })?;
    let decimal = decimal.normalize();
    if decimal.scale() > u32::from(currency.exponent()) {
        return Err(AmountError::TooManyDecimals {
            allowed: currency.exponent(),
        });
    }
    let mut minor = decimal;
    minor.rescale(u32::from(currency.exponent()));
    let minor = i64::try_from(minor.mantissa()).map_err(|_| AmountError::TooLarge)?;
    if minor.unsigned_abs() > Money::LIMIT.minor().unsigned_abs() {
        return Err(AmountError::TooLarge);
    }
    Ok(Money::from_minor(minor))
}

/// Reads `1e2`; an exponent beyond what any amount could have is refused before it is expanded.
fn scientific(text: &str) -> Result<Decimal, rust_decimal::Error> {
    let position = text
        .find(['e', 'E'])
        .ok_or(rust_decimal::Error::ConversionTo("".into()))?;
    let (mantissa, exponent) = (&text[..position], &text[position + 1..]);
    let exponent =
        i64::from_str(exponent).map_err(|_| rust_decimal::Error::ConversionTo(String::new()))?;
    Decimal::from_str_exact(mantissa)?;
    match exponent {
        29.. => Err(rust_decimal::Error::ExceedsMaximumPossibleValue),
        ..=-29 => Err(rust_decimal::Error::Underflow),
        _ => Decimal::from_scientific(text).map(|value| value.normalize()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_or_refused() {
        use AmountError::*;
        let cases = [
            ("500", Ok(50_000)),
            ("500.00", Ok(50_000)),
            ("0.1", Ok(10)),
            ("-3.25", Ok(-325)),
            ("5e2", Ok(50_000)),
            ("1.5E1", Ok(1_500)),
            ("500.0000", Ok(50_000)),
            ("-0.10000000", Ok(-10)),
            ("1.2340", Err(TooManyDecimals { allowed: 2 })),
            ("1.234", Err(TooManyDecimals { allowed: 2 })),
            ("1e-3", Err(TooManyDecimals { allowed: 2 })),
            ("1e400", Err(TooLarge)),
            ("1e28", Err(TooLarge)),
            ("99999999999999999999999999999999999999", Err(TooLarge)),
            ("10000000000000.01", Err(TooLarge)),
            ("NaN", Err(NotANumber)),
            ("Infinity", Err(NotANumber)),
            ("", Err(NotANumber)),
            ("-", Err(NotANumber)),
            ("12abc", Err(NotANumber)),
            ("1,000.00", Err(NotANumber)),
            (" 1", Err(NotANumber)),
        ];
        for (text, expected) in cases {
            let parsed = parse_amount(text, Currency::USD).map(Money::minor);
            assert_eq!(parsed, expected, "{text:?}");
        }
    }
}
