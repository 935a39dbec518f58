//! Collecting: the stage, disputes.

use super::payload;
use crate::account::{Outcome, Stage};
use crate::id::DisputeId;
use crate::money::Money;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageSet {
    pub from: Stage,
    pub stage: Stage,
    pub effective: NaiveDate,
}

/// The consumer disputes the debt: from here collecting is paused, and payments stay possible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputeFiled {
    pub dispute: DisputeId,
    pub amount: Money,
    /// The reason, sealed under the consumer's own key.
    pub sealed: Box<str>,
    pub effective: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputeResolved {
    pub dispute: DisputeId,
    pub outcome: Outcome,
    /// What was found, sealed under the consumer's own key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<Box<str>>,
    pub effective: NaiveDate,
}

payload!(StageSet);
payload!(DisputeFiled);
payload!(DisputeResolved);
