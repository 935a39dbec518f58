//! Payment plans: one row for each account that a plan covers, with what is paid of its terms.
//!
//! The part 0 of a plan leads: its sequence is the plan's integer id, and it has the link.

use crate::{bigint, columns, place};
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::Money;
use quittance_domain::account::{Event, Plan, PlanCreated, PlanOrigin};
use quittance_store::projector::{Recorded, Write};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

pub const INSERT: &str = include_str!("insert.sql");
pub const CHANGE: &str = include_str!("change.sql");

/// A term as the column `terms` holds it; amounts are minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    pub number: u16,
    pub amount: Money,
    pub due_date: NaiveDate,
    pub paid: Money,
    /// The day on which the last of it was paid.
    pub paid_on: Option<NaiveDate>,
    /// Whether the daily close has seen its due date pass unpaid.
    pub expired: bool,
}

/// Creditor, plan, account.
type Key = (Uuid, Uuid, Uuid);

/// The rows of a batch.
#[derive(Default)]
pub(crate) struct Rows {
    created: BTreeMap<Key, (Head, Standing)>,
    changed: BTreeMap<Key, Standing>,
}

/// What never changes.
struct Head {
    sequence: i64,
    part: i32,
    consumer: Uuid,
    origin: &'static str,
    created_at: DateTime<Utc>,
    link: Option<String>,
    sealed: Option<String>,
}

/// What does.
#[derive(Clone)]
struct Standing {
    status: &'static str,
    updated_at: DateTime<Utc>,
    approved_at: Option<DateTime<Utc>>,
    rejected_at: Option<DateTime<Utc>>,
    deactivated_at: Option<DateTime<Utc>>,
    rejected_by: Option<String>,
    terms: String,
}

impl Rows {
    pub fn observe(&mut self, recorded: &Recorded<'_>) {
        let account = recorded.after;
        let changed = |plan: &&Plan| plan.changed == recorded.sequence;
        for plan in account.plans.iter().filter(changed) {
            let key = (recorded.creditor.0, plan.id.0, account.id.0);
            let standing = standing(recorded, plan);
            match (recorded.event, self.created.get_mut(&key)) {
                (Event::PlanCreated(created), _) if created.plan == plan.id => {
                    let head = head(recorded, created, plan);
                    self.created.insert(key, (head, standing));
                }
                (_, Some((_, present))) => present.follow(standing),
                (_, None) => match self.changed.get_mut(&key) {
                    Some(present) => present.follow(standing),
                    None => {
                        self.changed.insert(key, standing);
                    }
                },
            }
        }
    }

    pub fn write(self, writes: &mut Vec<Write>) {
        let rows: Vec<_> = self.created.into_iter().collect();
        columns!(
            writes,
            place::PLANS_INSERT,
            &rows,
            |row| row.0.0,
            row.0.1,
            row.0.2,
            row.1.0.sequence,
            row.1.0.part,
            row.1.0.consumer,
            row.1.0.origin,
            row.1.1.status,
            row.1.0.created_at,
            row.1.1.updated_at,
            row.1.1.approved_at,
            row.1.1.rejected_at,
            row.1.1.deactivated_at,
            row.1.1.rejected_by.clone(),
            row.1.0.link.clone(),
            row.1.0.sealed.clone(),
            row.1.1.terms.clone()
        );
        let rows: Vec<_> = self.changed.into_iter().collect();
        columns!(
            writes,
            place::PLANS_CHANGE,
            &rows,
            |row| row.0.0,
            row.0.1,
            row.0.2,
            row.1.status,
            row.1.updated_at,
            row.1.approved_at,
            row.1.rejected_at,
            row.1.deactivated_at,
            row.1.rejected_by.clone(),
            row.1.terms.clone()
        );
    }
}

impl Standing {
    /// Takes over a later standing; moments that it does not name stay.
    fn follow(&mut self, later: Standing) {
        let earlier = std::mem::replace(self, later);
        self.approved_at = self.approved_at.or(earlier.approved_at);
        self.rejected_at = self.rejected_at.or(earlier.rejected_at);
        self.deactivated_at = self.deactivated_at.or(earlier.deactivated_at);
        self.rejected_by = self.rejected_by.take().or(earlier.rejected_by);
    }
}

fn head(recorded: &Recorded<'_>, created: &PlanCreated, plan: &Plan) -> Head {
    Head {
        sequence: bigint(plan.sequence),
        part: created.part.into(),
        consumer: recorded.after.consumer.0,
        origin: plan.origin.name(),
        created_at: recorded.recorded_at,
        link: created.link.as_deref().map(str::to_owned),
        sealed: created.sealed.as_deref().map(str::to_owned),
    }
}

fn standing(recorded: &Recorded<'_>, plan: &Plan) -> Standing {
    let now = Some(recorded.recorded_at);
    let mut standing = Standing {
        status: plan.status().name(),
        updated_at: recorded.recorded_at,
        approved_at: None,
        rejected_at: None,
        deactivated_at: None,
        rejected_by: None,
        terms: serde_json::to_string(&terms(plan)).unwrap_or_default(),
    };
    match recorded.event {
        Event::PlanCreated(e) if e.plan == plan.id && e.origin != PlanOrigin::Debtor => {
            standing.approved_at = now;
        }
        Event::PlanApproved(e) if e.plan == plan.id => standing.approved_at = now,
        Event::PlanRejected(e) if e.plan == plan.id => {
            standing.rejected_at = now;
            standing.rejected_by = Some(e.by.to_string());
        }
        Event::PlanDeactivated(e) if e.plan == plan.id => standing.deactivated_at = now,
        _ => {}
    }
    standing
}

fn terms(plan: &Plan) -> Vec<Term> {
    let term = |(term, fill): (quittance_domain::account::PlanTerm, _)| {
        let fill: quittance_domain::account::plan::fill::TermFill = fill;
        Term {
            number: term.number,
            amount: term.amount,
            due_date: term.due,
            paid: fill.paid,
            paid_on: fill.paid_on,
            expired: plan.expired.contains(&term.number),
        }
    };
    plan.terms().map(term).collect()
}
