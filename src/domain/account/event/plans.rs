//! What happens to payment plans.

use super::payload;
use crate::account::plan::{PlanOrigin, PlanTerm};
use crate::id::PlanId;
use crate::money::Money;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A plan is made for this account, or for several of which this is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanCreated {
    pub plan: PlanId,
    /// The place of this account among those that the plan covers.
    pub part: u16,
    pub origin: PlanOrigin,
    pub terms: Vec<PlanTerm>,
    pub effective: NaiveDate,
    /// SHA-256, in hexadecimal digits, of the secret in the debtor's link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Box<str>>,
    /// The debtor's reason and the address for a copy, sealed under the consumer's own key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<Box<str>>,
}

/// The creditor accepts what the debtor has proposed: payments fill its terms from here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanApproved {
    pub plan: PlanId,
    pub effective: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanRejected {
    pub plan: PlanId,
    /// Who rejected it, as the book names its actors.
    pub by: Box<str>,
    pub effective: NaiveDate,
}

/// The creditor ends the plan: later payments fill it no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanDeactivated {
    pub plan: PlanId,
    pub effective: NaiveDate,
}

/// A due date has passed and the term is not paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanTermExpired {
    pub plan: PlanId,
    pub term: u16,
    pub due: NaiveDate,
    pub unpaid: Money,
    pub effective: NaiveDate,
}

/// Every term of the plan that falls on this account is paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanFinished {
    pub plan: PlanId,
    pub effective: NaiveDate,
}

/// A payment of a finished plan no longer counts: the plan is active again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanReopened {
    pub plan: PlanId,
    pub effective: NaiveDate,
}

payload!(PlanCreated);
payload!(PlanApproved);
payload!(PlanRejected);
payload!(PlanDeactivated);
payload!(PlanTermExpired);
payload!(PlanFinished);
payload!(PlanReopened);
