//! Fees and their waivers.

use super::{Restatement, payload};
use crate::account::FeeKind;
use crate::id::{FactId, PaymentId};
use crate::money::Money;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeAssessed {
    pub fee: FactId,
    pub amount: Money,
    pub kind: FeeKind,
    /// The payment that it is charged for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<PaymentId>,
    /// The due date of the instalment that it is charged for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instalment: Option<NaiveDate>,
    pub effective: NaiveDate,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeWaived {
    pub waiver: FactId,
    pub fee: FactId,
    pub amount: Money,
    pub reason: Box<str>,
    pub effective: NaiveDate,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

/// A waiver has been taken back: the fee is owed again from the effective date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeWaiverUndone {
    pub undoing: FactId,
    pub waiver: FactId,
    pub fee: FactId,
    pub amount: Money,
    pub reason: Box<str>,
    pub effective: NaiveDate,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

payload!(FeeWaiverUndone, restatements);
payload!(FeeAssessed, restatements);
payload!(FeeWaived, restatements);
