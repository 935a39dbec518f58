//! What is forgiven, given or changed without money, and credit balances paid out.

use super::{Restatement, payload};
use crate::allocation::Split;
use crate::id::FactId;
use crate::interest::Rate;
use crate::money::Money;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Goodwill: a credit that is not money, applied as a payment would be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditGranted {
    pub credit: FactId,
    pub amount: Money,
    pub reason: Box<str>,
    pub effective: NaiveDate,
    pub split: Split,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

/// A credit balance has been paid out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditRefunded {
    pub refund: FactId,
    pub amount: Money,
    pub reason: Box<str>,
    pub effective: NaiveDate,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterestWaived {
    pub waiver: FactId,
    pub amount: Money,
    pub reason: Box<str>,
    pub effective: NaiveDate,
    pub split: Split,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

/// From a day on, interest accrues at another rate.
///
/// Dated back, it lowers or raises interest that has accrued: what a cap such as that of
/// 50 U.S.C. 3937 takes off is forgiven, and payments made meanwhile are divided again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateChanged {
    pub change: FactId,
    /// The rate that was in force on that day when the change was recorded.
    pub from: Rate,
    pub rate: Rate,
    pub reason: Box<str>,
    pub effective: NaiveDate,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

/// What was left to pay has been given up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenOff {
    pub write_off: FactId,
    pub amount: Money,
    pub reason: Box<str>,
    pub effective: NaiveDate,
    pub split: Split,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

/// What an entry recorded is as if it had never been, from its own day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryReversed {
    /// The disbursement, refund, chargeback, adjustment, credit, waiver of interest, write-off,
    /// change of the rate, reimbursement or charge-off.
    pub entry: FactId,
    pub reason: Box<str>,
    pub effective: NaiveDate,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

payload!(EntryReversed, restatements);
payload!(CreditGranted, split, restatements);
payload!(CreditRefunded, restatements);
payload!(InterestWaived, split, restatements);
payload!(RateChanged, restatements);
payload!(WrittenOff, split, restatements);
