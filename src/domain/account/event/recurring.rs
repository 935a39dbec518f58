//! What happens to recurring payments.

use super::payload;
use crate::account::{Method, PaymentStanding};
use crate::calendar::Frequency;
use crate::id::{PaymentId, RecurringId};
use crate::money::Money;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecurringPaymentCreated {
    pub recurring: RecurringId,
    pub amount: Money,
    pub method: Method,
    pub frequency: Frequency,
    pub start: NaiveDate,
    /// How many of its dates had passed when it was made; nothing is taken for them.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub passed: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<NaiveDate>,
    pub recorded_as: PaymentStanding,
    /// The caller's own id of what is charged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instrument: Option<Uuid>,
    pub effective: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecurringPaymentCancelled {
    pub recurring: RecurringId,
    pub effective: NaiveDate,
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// The payment of one of its dates has been recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecurringPaymentTaken {
    pub recurring: RecurringId,
    pub payment: PaymentId,
    pub effective: NaiveDate,
}

/// Nothing is taken on one of its dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecurringPaymentSkipped {
    pub recurring: RecurringId,
    /// The rule by which there is nothing to take, by its stable name.
    pub reason: Box<str>,
    pub effective: NaiveDate,
}

payload!(RecurringPaymentCreated);
payload!(RecurringPaymentCancelled);
payload!(RecurringPaymentTaken);
payload!(RecurringPaymentSkipped);
