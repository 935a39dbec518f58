//! Disputes: what consumers dispute, and how each ended.

use crate::{bigint, columns, place};
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::account::{DisputeFiled, DisputeResolved, Event};
use quittance_store::projector::{Recorded, Write};
use std::collections::BTreeMap;
use uuid::Uuid;

pub const INSERT: &str = include_str!("insert.sql");
pub const RESOLVE: &str = include_str!("resolve.sql");

/// The rows of a batch, by creditor and sequence of the filing.
#[derive(Default)]
pub(crate) struct Rows {
    filed: BTreeMap<(Uuid, i64), Row>,
    resolved: BTreeMap<(Uuid, i64), Resolution>,
}

struct Row {
    dispute: Uuid,
    account: Uuid,
    amount: i64,
    filed_on: NaiveDate,
    filed_at: DateTime<Utc>,
    sealed: String,
    resolution: Option<Resolution>,
}

struct Resolution {
    outcome: &'static str,
    on: NaiveDate,
    at: DateTime<Utc>,
    sealed: Option<String>,
}

impl Rows {
    pub fn observe(&mut self, recorded: &Recorded<'_>) {
        match recorded.event {
            Event::DisputeFiled(filed) => self.file(recorded, filed),
            Event::DisputeResolved(resolved) => self.resolve(recorded, resolved),
            _ => {}
        }
    }

    fn file(&mut self, recorded: &Recorded<'_>, filed: &DisputeFiled) {
        let row = Row {
            dispute: filed.dispute.0,
            account: recorded.after.id.0,
            amount: filed.amount.minor(),
            filed_on: filed.effective,
            filed_at: recorded.recorded_at,
            sealed: filed.sealed.to_string(),
            resolution: None,
        };
        let key = (recorded.creditor.0, bigint(recorded.sequence));
        self.filed.insert(key, row);
    }

    fn resolve(&mut self, recorded: &Recorded<'_>, resolved: &DisputeResolved) {
        let Some(dispute) = recorded.after.dispute(resolved.dispute) else {
            return;
        };
        let resolution = Resolution {
            outcome: resolved.outcome.name(),
            on: resolved.effective,
            at: recorded.recorded_at,
            sealed: resolved.sealed.as_deref().map(str::to_owned),
        };
        let key = (recorded.creditor.0, bigint(dispute.sequence));
        match self.filed.get_mut(&key) {
            Some(row) => row.resolution = Some(resolution),
            None => {
                self.resolved.insert(key, resolution);
            }
        }
    }

    pub fn write(self, writes: &mut Vec<Write>) {
        let rows: Vec<_> = self.filed.into_iter().collect();
        columns!(
            writes,
            place::DISPUTES_INSERT,
            &rows,
            |row| row.0.0,
            row.0.1,
            row.1.dispute,
            row.1.account,
            row.1.amount,
            row.1.filed_on,
            row.1.filed_at,
            row.1.sealed.clone(),
            row.1.resolution.as_ref().map(|end| end.outcome),
            row.1.resolution.as_ref().map(|end| end.on),
            row.1.resolution.as_ref().map(|end| end.at),
            row.1.resolution.as_ref().and_then(|end| end.sealed.clone())
        );
        let rows: Vec<_> = self.resolved.into_iter().collect();
        columns!(
            writes,
            place::DISPUTES_RESOLVE,
            &rows,
            |row| row.0.0,
            row.0.1,
            row.1.outcome,
            row.1.on,
            row.1.at,
            row.1.sealed.clone()
        );
    }
}
