//! What can be asked about recurring payments.

use crate::account::{Method, PaymentStanding};
use crate::calendar::Frequency;
use crate::id::RecurringId;
use crate::money::Money;
use chrono::NaiveDate;
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateRecurringPayment {
    pub id: RecurringId,
    pub amount: Money,
    pub method: Method,
    pub frequency: Frequency,
    pub start: NaiveDate,
    pub end: Option<NaiveDate>,
    /// Pending or completed.
    pub recorded_as: PaymentStanding,
    pub instrument: Option<Uuid>,
}
