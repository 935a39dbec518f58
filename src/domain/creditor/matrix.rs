//! The settlement matrix: the least that a creditor settles for, by tier.

use crate::account::Tier;
use crate::money::Money;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::str::FromStr;

/// Decimals a share may have.
const DECIMALS: u32 = 4;
const WHOLE: i64 = 10_i64.pow(DECIMALS);

/// A share of a principal, above zero and at most all of it, kept in ten-thousandths: `0.70` is 70 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share(u16);

/// Why a text is not a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShareError {
    #[error("must be a decimal such as 0.70")]
    NotANumber,
    #[error("has more than {DECIMALS} decimals")]
    TooManyDecimals,
    #[error("must be more than 0 and at most 1")]
    OutOfRange,
}

impl Share {
    /// The share as a decimal without needless zeros.
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.0.into(), DECIMALS).normalize()
    }

    /// The least amount that is this share of a principal: rounded up to the minor unit.
    pub fn of(self, principal: Money) -> Money {
        let exact = i128::from(principal.minor()) * i128::from(self.0);
        let minor = (exact + i128::from(WHOLE) - 1).div_euclid(i128::from(WHOLE));
        // At most the principal, so it fits.
        Money::from_minor(i64::try_from(minor).unwrap_or(i64::MAX))
    }
}

impl FromStr for Share {
    type Err = ShareError;

    fn from_str(text: &str) -> Result<Share, ShareError> {
        let decimal = Decimal::from_str_exact(text)
            .or_else(|_| Decimal::from_scientific(text))
            .map_err(|_| ShareError::NotANumber)?;
        if decimal <= Decimal::ZERO || decimal > Decimal::ONE {
            return Err(ShareError::OutOfRange);
        }
        let mut scaled = decimal.normalize();
        if scaled.scale() > DECIMALS {
            return Err(ShareError::TooManyDecimals);
        }
        scaled.rescale(DECIMALS);
        u16::try_from(scaled.mantissa())
            .map(Share)
            .map_err(|_| ShareError::OutOfRange)
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.to_decimal())
    }
}

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Share, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// For each tier the least share of the principal that an offer may be; any when absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SettlementMatrix {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lump_sum: Option<Share>,
    #[serde(rename = "12_month", skip_serializing_if = "Option::is_none")]
    pub months_12: Option<Share>,
    #[serde(rename = "24_month", skip_serializing_if = "Option::is_none")]
    pub months_24: Option<Share>,
    #[serde(rename = "36_month", skip_serializing_if = "Option::is_none")]
    pub months_36: Option<Share>,
}

impl SettlementMatrix {
    pub fn floor(&self, tier: Tier) -> Option<Share> {
        match tier {
            Tier::LumpSum => self.lump_sum,
            Tier::Months12 => self.months_12,
            Tier::Months24 => self.months_24,
            Tier::Months36 => self.months_36,
        }
    }

    /// Sets or lifts the floor of a tier.
    pub fn set(&mut self, tier: Tier, floor: Option<Share>) {
        *match tier {
            Tier::LumpSum => &mut self.lump_sum,
            Tier::Months12 => &mut self.months_12,
            Tier::Months24 => &mut self.months_24,
            Tier::Months36 => &mut self.months_36,
        } = floor;
    }
}
