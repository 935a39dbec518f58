//! Settling for less than is owed.

use crate::account::Tier;
use crate::creditor::Share;
use crate::id::{FactId, OfferId};
use crate::money::Money;
use chrono::NaiveDate;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferSettlement {
    pub id: OfferId,
    pub amount: Money,
    pub tier: Tier,
    /// The least share of the principal that the creditor settles this tier for.
    pub floor: Option<Share>,
    pub effective: NaiveDate,
    /// The last day on which it can be accepted.
    pub expires_on: Option<NaiveDate>,
}

/// The consumer's answer to an offer, or the creditor's to a counter-offer: the other side's turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CounterSettlement {
    pub offer: OfferId,
    pub amount: Money,
    /// The least share of the principal that the creditor settles the offer's tier for.
    pub floor: Option<Share>,
    pub effective: NaiveDate,
    /// The new last day; the one there is when absent.
    pub expires_on: Option<NaiveDate>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AcceptSettlement {
    pub offer: OfferId,
    pub acceptance: FactId,
    pub effective: NaiveDate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RejectSettlement {
    pub offer: OfferId,
    pub effective: NaiveDate,
}

/// What a daily close asks for every offer whose last day has gone by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExpireSettlement {
    pub offer: OfferId,
    /// The creditor lets it lapse before its last day.
    pub early: bool,
    pub effective: NaiveDate,
}

/// An accepted settlement that is not kept: the whole debt is owed again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BreakSettlement {
    pub id: FactId,
    pub offer: OfferId,
    pub reason: Box<str>,
    pub effective: NaiveDate,
}
