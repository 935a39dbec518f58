//! How late accounts are: the due date of the oldest unpaid instalment, and what it was before.

use crate::{bigint, columns, place};
use chrono::NaiveDate;
use quittance_store::projector::{Recorded, Write};
use uuid::Uuid;

pub const INSERT: &str = include_str!("insert.sql");

/// The rows of a batch.
#[derive(Default)]
pub(crate) struct Rows(Vec<Row>);

struct Row {
    key: (Uuid, Uuid, i64),
    oldest_unpaid: Option<NaiveDate>,
}

impl Rows {
    pub fn observe(&mut self, recorded: &Recorded<'_>) {
        let before = recorded.before.and_then(|before| before.oldest_unpaid);
        let after = recorded.after.oldest_unpaid();
        if before != after {
            let account = recorded.after.id.0;
            self.0.push(Row {
                key: (recorded.creditor.0, account, bigint(recorded.sequence)),
                oldest_unpaid: after,
            });
        }
    }

    pub fn write(mut self, writes: &mut Vec<Write>) {
        self.0.sort_by_key(|row| row.key);
        columns!(
            writes,
            place::DELINQUENCIES_INSERT,
            &self.0,
            |row| row.key.0,
            row.key.1,
            row.key.2,
            row.oldest_unpaid
        );
    }
}
