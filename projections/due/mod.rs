//! When the daily close has something to do for an account: its work, found by an index.
//!
//! An account has a row once there has been something to do; a row without a date has nothing left.

use crate::{bigint, columns, place};
use chrono::NaiveDate;
use quittance_store::projector::{Recorded, Write};
use std::collections::BTreeMap;
use uuid::Uuid;

pub const UPSERT: &str = include_str!("upsert.sql");

/// The rows of a batch, by creditor and account.
#[derive(Default)]
pub(crate) struct Rows(BTreeMap<(Uuid, Uuid), (i64, Option<NaiveDate>)>);

impl Rows {
    pub fn observe(&mut self, recorded: &Recorded<'_>) {
        let before = recorded.before.and_then(|before| before.close_due);
        let after = recorded.after.close_due();
        if before != after {
            let key = (recorded.creditor.0, recorded.after.id.0);
            self.0.insert(key, (bigint(recorded.sequence), after));
        }
    }

    pub fn write(self, writes: &mut Vec<Write>) {
        let rows: Vec<_> = self.0.into_iter().collect();
        columns!(
            writes,
            place::DUE_UPSERT,
            &rows,
            |row| row.0.0,
            row.0.1,
            row.1.0,
            row.1.1
        );
    }
}
