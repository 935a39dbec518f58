//! Balances moved without money.

use super::{Restatement, payload};
use crate::allocation::Split;
use crate::id::FactId;
use crate::money::Money;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The creditor states what was owed at the end of a day.
///
/// The difference is the fact: what is learned later of the days before comes on top of it, so that
/// a payment returned afterwards is owed again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BalanceAdjusted {
    pub adjustment: FactId,
    /// The balance as stated.
    pub balance: Money,
    /// What that is above what was owed, or, when negative, below it.
    pub by: Money,
    pub reason: Box<str>,
    pub effective: NaiveDate,
    /// How a difference down was divided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split: Option<Split>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

payload!(BalanceAdjusted, split, restatements);
