//! Where a creditor wants to be told what happens, and in whose words.

use crate::published;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An endpoint for webhooks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Webhook {
    pub id: Uuid,
    pub dialect: Dialect,
    pub url: Box<str>,
    /// What it is told of, see [`Webhook::is_told_of`]; everything when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<Box<str>>,
    /// The secret that signs what is sent, sealed under the ledger's own key.
    pub sealed_secret: Box<str>,
    /// The secret before it, which signs too for a while.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retiring: Option<RetiringSecret>,
    /// Why nothing is sent to it; something is when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disabled: Option<Disabled>,
    pub configured_at: DateTime<Utc>,
}

/// A secret that has been replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetiringSecret {
    pub sealed: Box<str>,
    /// The moment from which it signs nothing any more.
    pub until: DateTime<Utc>,
}

/// Why an endpoint is sent nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disabled {
    /// Somebody has switched it off.
    ByHand,
    /// It has answered 410: it wants nothing more.
    Gone,
    /// Too many deliveries in a row have failed for good.
    Failing,
}

impl Disabled {
    pub const fn name(self) -> &'static str {
        match self {
            Disabled::ByHand => "by_hand",
            Disabled::Gone => "gone",
            Disabled::Failing => "failing",
        }
    }
}

/// In whose words an endpoint is told: bodies, headers and the names of events are those of a
/// published API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dialect {
    /// The ledger's own published events.
    Standard,
    Creditor,
    Servicing,
    Plans,
}

/// The events of the creditor's portal.
const OF_CREDITOR: [&str; 5] = [
    "account.cured",
    "settlement.accepted",
    "settlement.paid",
    "dispute.filed",
    "charge_off.pending",
];

/// The events of the servicing API.
const OF_SERVICING: [&str; 11] = [
    "loan.created",
    "loan.status_changed",
    "loan.disbursed",
    "payment.received",
    "payment.reversed",
    "payment.failed",
    "delinquency.changed",
    "fee.assessed",
    "modification.completed",
    "compliance.failed",
    "document.generated",
];

/// The events of the payment plans API.
const OF_PLANS: [&str; 5] = [
    "payment_plan_created",
    "payment_plan_updated",
    "payment_plan_deactivated",
    "payment_plan_finished",
    "payment_plan_term_expired",
];

names! {
    Dialect {
        Standard => "standard",
        Creditor => "creditor",
        Servicing => "servicing",
        Plans => "plans",
    }
}

impl Dialect {
    /// What an endpoint of this dialect can be told of.
    pub fn topics(self) -> Vec<&'static str> {
        match self {
            Dialect::Standard => published::names().collect(),
            Dialect::Creditor => OF_CREDITOR.to_vec(),
            Dialect::Servicing => OF_SERVICING.to_vec(),
            Dialect::Plans => OF_PLANS.to_vec(),
        }
    }

    /// Whether this names an event of the dialect, or by `payment.*` those that begin so.
    pub fn has(self, topic: &str) -> bool {
        self.topics().iter().any(|known| covers(topic, known))
    }
}

impl Webhook {
    /// Whether it wants to be told of this.
    pub fn is_told_of(&self, topic: &str) -> bool {
        self.topics.is_empty() || self.topics.iter().any(|wanted| covers(wanted, topic))
    }
}

/// Whether a wish covers a topic: it is its name, or what it begins with, and `.*`.
fn covers(wish: &str, topic: &str) -> bool {
    match wish.strip_suffix(".*") {
        Some(beginning) => topic
            .strip_prefix(beginning)
            .is_some_and(|rest| rest.starts_with('.')),
        None => wish == topic,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_covers_a_name_or_those_that_begin_so() {
        assert!(covers("payment.received", "payment.received"));
        assert!(covers("payment.*", "payment.received"));
        assert!(!covers("payment.*", "payment_plan_created"));
        assert!(!covers("payment.*", "payments.received"));
        assert!(!covers("payment", "payment.received"));
        assert!(!covers(".*", "payment.received"));
        assert!(Dialect::Standard.has("settlement.*"));
        assert!(!Dialect::Standard.has("settlement.sold"));
        assert!(!Dialect::Plans.has("payment.received"));
    }
}
