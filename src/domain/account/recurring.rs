//! Recurring payments: what is to be taken, how often, and how far that has come.

use crate::account::{Account, Method, PaymentStanding};
use crate::calendar::Frequency;
use crate::id::RecurringId;
use crate::money::Money;
use chrono::NaiveDate;

/// A payment that is taken again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recurring {
    pub id: RecurringId,
    pub amount: Money,
    pub method: Method,
    pub frequency: Frequency,
    pub start: NaiveDate,
    /// The last day on which it may be taken.
    pub end: Option<NaiveDate>,
    /// What each payment is when it is recorded: pending, or completed.
    pub recorded_as: PaymentStanding,
    /// How many of its dates have been dealt with, or had passed when it was made.
    pub taken: u32,
    pub cancelled: bool,
}

/// Where a recurring payment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecurringStatus {
    Active,
    Cancelled,
    /// Its last date has been dealt with.
    Ended,
}

impl RecurringStatus {
    pub const fn name(self) -> &'static str {
        match self {
            RecurringStatus::Active => "active",
            RecurringStatus::Cancelled => "cancelled",
            RecurringStatus::Ended => "ended",
        }
    }
}

impl Recurring {
    /// The next day on which it is to be taken.
    pub fn next(&self) -> Option<NaiveDate> {
        if self.cancelled {
            return None;
        }
        let next = self.frequency.date(self.start, self.taken)?;
        self.end.is_none_or(|end| next <= end).then_some(next)
    }

    pub fn status(&self) -> RecurringStatus {
        match self.next() {
            Some(_) => RecurringStatus::Active,
            None if self.cancelled => RecurringStatus::Cancelled,
            None => RecurringStatus::Ended,
        }
    }
}

impl Account {
    /// The recurring payment with this id.
    pub fn recurring(&self, id: RecurringId) -> Option<&Recurring> {
        self.recurring.iter().find(|recurring| recurring.id == id)
    }
}
