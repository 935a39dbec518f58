//! Payment plans: what a debtor has agreed to pay, and by when.
//!
//! A plan may cover several accounts of one consumer; each account then carries the part of every
//! term that falls on it, under the plan's id and the terms' own numbers.
//! What has been paid of a term is derived from the account's facts each time ([`fill`]), so that a
//! return, a refund or another date of a payment undoes what the payment did.

pub mod fill;
pub mod share;

use crate::id::PlanId;
use crate::money::Money;
use chrono::NaiveDate;
use fill::TermFill;
use serde::{Deserialize, Serialize};

/// Terms of a plan at most: thirty years of months.
pub const TERMS_LIMIT: usize = 360;

/// One payment that a plan asks for, as far as it falls on this account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanTerm {
    /// 1, 2, 3 … by due date, over all accounts of the plan.
    pub number: u16,
    pub amount: Money,
    pub due: NaiveDate,
}

/// Who wanted the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanOrigin {
    /// The creditor: in force at once.
    Creditor,
    /// The debtor: to be approved or rejected.
    Debtor,
    /// The debtor, within what the creditor has said it accepts: in force at once.
    DebtorAccepted,
}

impl PlanOrigin {
    pub const fn name(self) -> &'static str {
        match self {
            PlanOrigin::Creditor => "creditor",
            PlanOrigin::Debtor => "debtor",
            PlanOrigin::DebtorAccepted => "debtor_accepted",
        }
    }
}

/// A place in an account's life: an effective date, and the sequence of what happened on it.
pub type Moment = (NaiveDate, u64);

/// What has been decided about a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanStanding {
    Proposed,
    Rejected,
    /// Payments after this moment fill its terms.
    InForce(Moment),
    /// Payments between the two moments have filled its terms, and later ones do not.
    Deactivated(Moment, Moment),
}

/// A plan, as far as it concerns one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub id: PlanId,
    /// The book sequence of its creation; that of part 0 is the integer id on surfaces.
    pub sequence: u64,
    /// The place of this account among those that the plan covers.
    pub part: u16,
    pub origin: PlanOrigin,
    /// By number, which is the order of their due dates.
    pub terms: Box<[PlanTerm]>,
    pub standing: PlanStanding,
    /// What has been paid of each term; always what [`fill::fills`] gives for the account's facts.
    pub fill: Box<[TermFill]>,
    /// Numbers of the terms whose due date has passed unpaid, as the daily close has recorded them.
    pub expired: Vec<u16>,
    /// Whether it has been recorded that every term is paid.
    pub finished: bool,
    /// The sequence of the last event that changed anything about the plan.
    pub changed: u64,
}

/// Where a plan stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlanStatus {
    /// Wanted by the debtor and not decided yet.
    Proposed,
    Rejected,
    Active,
    /// A due date has passed and its term is still unpaid; paying it makes the plan active again.
    Broken,
    /// Every term is paid; a return makes the plan active again.
    Finished,
    Deactivated,
}

impl PlanStatus {
    pub const fn name(self) -> &'static str {
        match self {
            PlanStatus::Proposed => "proposed",
            PlanStatus::Rejected => "rejected",
            PlanStatus::Active => "active",
            PlanStatus::Broken => "broken",
            PlanStatus::Finished => "finished",
            PlanStatus::Deactivated => "deactivated",
        }
    }
}

impl Plan {
    pub fn status(&self) -> PlanStatus {
        match self.standing {
            PlanStanding::Proposed => PlanStatus::Proposed,
            PlanStanding::Rejected => PlanStatus::Rejected,
            PlanStanding::Deactivated(..) => PlanStatus::Deactivated,
            PlanStanding::InForce(_) if self.is_paid() => PlanStatus::Finished,
            PlanStanding::InForce(_) if self.is_broken() => PlanStatus::Broken,
            PlanStanding::InForce(_) => PlanStatus::Active,
        }
    }

    /// Whether payments are still to come under the plan.
    pub fn is_open(&self) -> bool {
        matches!(self.standing, PlanStanding::InForce(_)) && !self.is_paid()
    }

    /// Whether every term is paid.
    pub fn is_paid(&self) -> bool {
        self.terms().all(|(_, fill)| fill.paid_on.is_some())
    }

    fn is_broken(&self) -> bool {
        self.terms()
            .any(|(term, fill)| fill.paid_on.is_none() && self.expired.contains(&term.number))
    }

    /// Each term with what has been paid of it.
    pub fn terms(&self) -> impl Iterator<Item = (PlanTerm, TermFill)> {
        self.terms.iter().copied().zip(self.fill.iter().copied())
    }

    /// The first term that is unpaid and has not been recorded as expired.
    pub fn next_open(&self) -> Option<PlanTerm> {
        self.terms()
            .filter(|(_, fill)| fill.paid_on.is_none())
            .map(|(term, _)| term)
            .find(|term| !self.expired.contains(&term.number))
    }
}
