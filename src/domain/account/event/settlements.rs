//! Settlement offers and what becomes of them.

use super::{Restatement, payload};
use crate::account::Tier;
use crate::id::{FactId, OfferId};
use crate::money::Money;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementOffered {
    pub offer: OfferId,
    pub amount: Money,
    pub tier: Tier,
    /// The balance the offer was made on.
    pub balance: Money,
    pub effective: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<NaiveDate>,
}

/// Whose turn it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    Creditor,
    Consumer,
}

/// One side has proposed another amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementCountered {
    pub offer: OfferId,
    pub by: Party,
    pub amount: Money,
    /// The balance the proposal was made on.
    pub balance: Money,
    pub effective: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementRejected {
    pub offer: OfferId,
    pub effective: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementExpired {
    pub offer: OfferId,
    pub effective: NaiveDate,
}

/// A part of a settlement that was not paid when it was due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissedPart {
    pub due: NaiveDate,
    /// What all parts due by then come to.
    pub asked: Money,
    /// What of this one is unpaid.
    pub unpaid: Money,
}

/// From here payments no longer count toward the settlement and the whole debt is owed.
///
/// Where a part was missed this is so only while less has come by then than was asked for: a payment
/// that turns out to have come in time revives the settlement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementBroken {
    pub breach: FactId,
    pub offer: OfferId,
    pub reason: Box<str>,
    /// What the daily close found; nothing where somebody says that it is broken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missed: Option<MissedPart>,
    pub effective: NaiveDate,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementAccepted {
    pub offer: OfferId,
    pub acceptance: FactId,
    pub effective: NaiveDate,
    /// The day on which it was recorded; the daily close breaks it for no part that was due by then.
    pub recorded_on: NaiveDate,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

/// The last part has come in and what was left has been written off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementCompleted {
    pub offer: OfferId,
    pub effective: NaiveDate,
}

/// The debt and the offer live again: a payment of a completed settlement no longer counts, what was
/// missing of one that was broken turns out to have come in time, or a recall has been reversed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementRevived {
    pub offer: OfferId,
    pub effective: NaiveDate,
}

/// The debt went back to whom it came from: nothing more is settled here, and payments no longer count
/// toward the settlement.
///
/// A reversal of the recall revives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementWithdrawn {
    pub offer: OfferId,
    pub effective: NaiveDate,
}

payload!(SettlementOffered);
payload!(SettlementCountered);
payload!(SettlementAccepted, restatements);
payload!(SettlementRejected);
payload!(SettlementExpired);
payload!(SettlementBroken, restatements);
payload!(SettlementCompleted);
payload!(SettlementRevived);
payload!(SettlementWithdrawn);
