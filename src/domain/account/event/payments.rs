//! Money received and given back.

use super::{Restatement, payload};
use crate::account::{Method, PaymentStanding};
use crate::allocation::{Direction, Split};
use crate::id::{FactId, PaymentId};
use crate::money::Money;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentReceived {
    pub payment: PaymentId,
    pub amount: Money,
    pub method: Method,
    #[serde(default, skip_serializing_if = "is_by_order")]
    pub direction: Direction,
    pub effective: NaiveDate,
    #[serde(default, skip_serializing_if = "is_completed")]
    pub standing: PaymentStanding,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<Box<str>>,
    /// How it was divided when it was recorded; an open one is not.
    #[serde(default, skip_serializing_if = "super::is_empty")]
    pub split: Split,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

fn is_by_order(direction: &Direction) -> bool {
    *direction == Direction::ByOrder
}

fn is_completed(standing: &PaymentStanding) -> bool {
    *standing == PaymentStanding::Completed
}

/// The money of an open payment has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentCompleted {
    pub payment: PaymentId,
    /// The day from which the payment counts.
    pub effective: NaiveDate,
    pub split: Split,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

/// The money of an open payment will not come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentFailed {
    pub payment: PaymentId,
    pub reason: Box<str>,
    pub effective: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentReversed {
    pub payment: PaymentId,
    pub reason: Box<str>,
    /// The day of the return; the effect is from the payment's own effective date.
    pub effective: NaiveDate,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentRefunded {
    pub refund: FactId,
    pub payment: PaymentId,
    pub amount: Money,
    pub reason: Box<str>,
    pub effective: NaiveDate,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

/// The borrower's bank has taken back money of a payment: a new debit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentChargedBack {
    pub chargeback: FactId,
    pub payment: PaymentId,
    pub amount: Money,
    pub reason: Box<str>,
    pub effective: NaiveDate,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentBackdated {
    pub payment: PaymentId,
    pub from: NaiveDate,
    pub effective: NaiveDate,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReimbursementPaid {
    pub reimbursement: FactId,
    pub amount: Money,
    pub reason: Box<str>,
    pub effective: NaiveDate,
}

payload!(PaymentReceived, split, restatements);
payload!(PaymentCompleted, split, restatements);
payload!(PaymentFailed);
payload!(PaymentChargedBack, restatements);
payload!(PaymentReversed, restatements);
payload!(PaymentRefunded, restatements);
payload!(PaymentBackdated, restatements);
payload!(ReimbursementPaid);
