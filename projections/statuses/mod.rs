//! Statuses: every status an account has had, and since when.

use crate::{bigint, columns, place};
use chrono::{DateTime, NaiveDate, Utc};
use quittance_store::projector::{Recorded, Write};
use uuid::Uuid;

pub const INSERT: &str = include_str!("insert.sql");

/// The rows of a batch.
#[derive(Default)]
pub(crate) struct Rows(Vec<Row>);

struct Row {
    key: (Uuid, Uuid, i64),
    status: &'static str,
    effective: NaiveDate,
    recorded_at: DateTime<Utc>,
}

impl Rows {
    pub fn observe(&mut self, recorded: &Recorded<'_>) {
        let status = recorded.after.status();
        if recorded
            .before
            .is_some_and(|before| before.condition.status == status)
        {
            return;
        }
        let account = recorded.after.id.0;
        self.0.push(Row {
            key: (recorded.creditor.0, account, bigint(recorded.sequence)),
            status: status.name(),
            effective: recorded.event.effective(),
            recorded_at: recorded.recorded_at,
        });
    }

    pub fn write(mut self, writes: &mut Vec<Write>) {
        self.0.sort_by_key(|row| row.key);
        columns!(
            writes,
            place::STATUSES_INSERT,
            &self.0,
            |row| row.key.0,
            row.key.1,
            row.key.2,
            row.status,
            row.effective,
            row.recorded_at
        );
    }
}
