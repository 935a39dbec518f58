//! What can be asked about payment plans.

use crate::account::plan::{PlanOrigin, PlanTerm};
use crate::id::PlanId;
use chrono::NaiveDate;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreatePlan {
    pub id: PlanId,
    /// The place of this account among those that the plan covers.
    pub part: u16,
    pub origin: PlanOrigin,
    /// What falls on this account, by number and due date.
    pub terms: Vec<PlanTerm>,
    pub effective: NaiveDate,
    /// SHA-256, in hexadecimal digits, of the secret in the debtor's link.
    pub link: Option<Box<str>>,
    /// The debtor's reason and the address for a copy, sealed under the consumer's own key.
    pub sealed: Option<Box<str>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectPlan {
    pub plan: PlanId,
    /// Who rejects it, as the book names its actors.
    pub by: Box<str>,
}
