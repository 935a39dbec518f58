//! Reading what JSON has no type for out of text.

use quittance_domain::interest::{Rate, RateError};
use rust_decimal::Decimal;

/// A rate from percent a year, exact.
///
/// # Errors
/// What is wrong with the text, in words for its sender.
pub fn parse_percent(text: &str) -> Result<Rate, &'static str> {
    let decimal = Decimal::from_str_exact(text)
        .or_else(|_| Decimal::from_scientific(text))
        .map_err(|_| "must be a yearly rate in percent, such as 8.5")?
        .normalize();
    // A hundredth is two more decimals of the same digits.
    Decimal::try_from_i128_with_scale(decimal.mantissa(), decimal.scale() + 2)
        .map_err(|_| RateError::TooManyDecimals)
        .and_then(|fraction| fraction.to_string().parse())
        .map_err(|error| match error {
            RateError::NotANumber => "must be a yearly rate in percent, such as 8.5",
            RateError::TooManyDecimals => "has more than 8 decimals",
            RateError::OutOfRange => "must be between 0 and 1000",
        })
}

/// Whether a text can be an e-mail address; whether it is one, only a message to it can tell.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let printable =
        |part: &str| !part.is_empty() && !part.chars().any(|c| c.is_whitespace() || c.is_control());
    let dotted = !domain.starts_with('.') && !domain.ends_with('.') && !domain.contains("..");
    printable(local) && !local.contains('@') && printable(domain) && dotted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_is_a_hundredth_exactly() {
        let rate = |text: &str| parse_percent(text).map(Rate::ten_billionths);
        assert_eq!(rate("8.5"), Ok(850_000_000));
        assert_eq!(rate("8.50"), Ok(850_000_000));
        assert_eq!(rate("85e-1"), Ok(850_000_000));
        assert_eq!(rate("0"), Ok(0));
        assert_eq!(rate("0.00000001"), Ok(1));
        assert_eq!(rate("0.000000001"), Err("has more than 8 decimals"));
        assert_eq!(rate("1000.1"), Err("must be between 0 and 1000"));
        assert_eq!(rate("-1"), Err("must be between 0 and 1000"));
        for text in ["", "x", "8,5", "NaN", "1e400"] {
            assert!(rate(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn addresses_have_two_sides() {
        for good in ["billing@acme.com", "a.b+c@x-y.co.uk", "root@localhost"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "acme",
            "@acme.com",
            "a@",
            "a b@c.d",
            "a@b@c.d",
            "a@b..c",
            "a@.b",
            "a@b.",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
