//! Collecting: the stage, disputes.

use crate::account::{Outcome, Stage};
use crate::id::DisputeId;
use crate::money::Money;
use chrono::NaiveDate;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileDispute {
    pub id: DisputeId,
    /// What of the debt is disputed; all that is owed when absent.
    pub amount: Option<Money>,
    /// The reason, sealed under the consumer's own key.
    pub sealed: Box<str>,
    /// The day on which the consumer disputed it.
    pub effective: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolveDispute {
    pub dispute: DisputeId,
    pub outcome: Outcome,
    /// What was found, sealed under the consumer's own key.
    pub sealed: Option<Box<str>>,
    pub effective: NaiveDate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetStage {
    pub stage: Stage,
}
