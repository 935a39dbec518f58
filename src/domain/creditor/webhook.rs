//! Where a creditor wants to be told what happens.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A creditor's one endpoint for webhooks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Webhook {
    pub id: Uuid,
    pub url: Box<str>,
    /// What it is told of.
    pub topics: Vec<Topic>,
    /// The secret that signs what is sent, sealed under the master key.
    pub sealed_secret: Box<str>,
    pub configured_at: DateTime<Utc>,
}

/// What a creditor can be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Topic {
    #[serde(rename = "account.cured")]
    AccountCured,
    #[serde(rename = "settlement.accepted")]
    SettlementAccepted,
    #[serde(rename = "settlement.paid")]
    SettlementPaid,
    #[serde(rename = "dispute.filed")]
    DisputeFiled,
    #[serde(rename = "charge_off.pending")]
    ChargeOffPending,
}

impl Topic {
    /// Every topic, by the name it has on the wire.
    pub const ALL: [(&'static str, Topic); 5] = [
        ("account.cured", Topic::AccountCured),
        ("settlement.accepted", Topic::SettlementAccepted),
        ("settlement.paid", Topic::SettlementPaid),
        ("dispute.filed", Topic::DisputeFiled),
        ("charge_off.pending", Topic::ChargeOffPending),
    ];
}
