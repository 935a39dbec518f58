//! Money lent and given up.

use super::{Restatement, payload};
use crate::id::FactId;
use crate::money::Money;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoanApproved {
    pub effective: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoanDenied {
    pub effective: NaiveDate,
    pub reason: Box<str>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoanCancelled {
    pub effective: NaiveDate,
    pub reason: Box<str>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoanDisbursed {
    pub disbursement: FactId,
    pub amount: Money,
    pub effective: NaiveDate,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargedOff {
    pub charge_off: FactId,
    pub effective: NaiveDate,
    pub reason: Box<str>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

/// A debt that was placed is given back to whom it came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRecalled {
    pub recall: FactId,
    pub effective: NaiveDate,
    pub reason: Box<str>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

payload!(LoanApproved);
payload!(LoanDenied);
payload!(LoanCancelled);
payload!(LoanDisbursed, restatements);
payload!(ChargedOff, restatements);
payload!(AccountRecalled, restatements);
