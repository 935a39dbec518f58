//! How late accounts are: the due date of the oldest unpaid instalment on every day, as it was known
//! at every moment.

use crate::{bigint, columns, place};
use chrono::NaiveDate;
use quittance_store::projector::{Recorded, Write};
use uuid::Uuid;

pub const INSERT: &str = include_str!("insert.sql");

/// The rows of a batch.
#[derive(Default)]
pub(crate) struct Rows(Vec<Row>);

struct Row {
    key: (Uuid, Uuid, i64, NaiveDate),
    until: Option<NaiveDate>,
    oldest_unpaid: Option<NaiveDate>,
}

impl Rows {
    pub fn observe(&mut self, recorded: &Recorded<'_>) {
        let account = recorded.after.id.0;
        let (creditor, sequence) = (recorded.creditor.0, bigint(recorded.sequence));
        let days = recorded.change.lateness.iter();
        self.0.extend(days.map(|late| Row {
            key: (creditor, account, sequence, late.since),
            until: late.until,
            oldest_unpaid: late.oldest_unpaid,
        }));
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
            row.key.3,
            row.until,
            row.oldest_unpaid
        );
    }
}
