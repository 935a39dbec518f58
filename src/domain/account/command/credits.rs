//! What is forgiven, given or changed without money, and credit balances paid out.

use crate::id::FactId;
use crate::interest::Rate;
use crate::money::Money;
use chrono::NaiveDate;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantCredit {
    pub id: FactId,
    pub amount: Money,
    pub reason: Box<str>,
    pub effective: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundCredit {
    pub id: FactId,
    /// All of the credit balance when absent.
    pub amount: Option<Money>,
    pub reason: Box<str>,
    pub effective: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaiveInterest {
    pub id: FactId,
    /// All interest due on the effective date when absent.
    pub amount: Option<Money>,
    pub reason: Box<str>,
    pub effective: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndoFeeWaiver {
    pub id: FactId,
    pub waiver: FactId,
    pub reason: Box<str>,
    pub effective: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeRate {
    pub id: FactId,
    pub rate: Rate,
    pub reason: Box<str>,
    /// From when it counts; may be past.
    pub effective: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReverseEntry {
    pub entry: FactId,
    pub reason: Box<str>,
    /// The day on which it was found out; it counts from the day of the entry.
    pub effective: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteOff {
    pub id: FactId,
    /// All that is due on the effective date when absent.
    pub amount: Option<Money>,
    pub reason: Box<str>,
    pub effective: NaiveDate,
}
