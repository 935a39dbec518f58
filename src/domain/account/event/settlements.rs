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

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementAccepted {
    pub offer: OfferId,
    pub acceptance: FactId,
    pub effective: NaiveDate,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

/// The last part has come in and what was left has been written off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementCompleted {
    pub offer: OfferId,
    pub effective: NaiveDate,
}

/// A payment of a completed settlement no longer counts: the debt and the offer live again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementRevived {
    pub offer: OfferId,
    pub effective: NaiveDate,
}

payload!(SettlementOffered);
payload!(SettlementAccepted, restatements);
payload!(SettlementCompleted);
payload!(SettlementRevived);
