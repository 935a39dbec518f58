//! The journal: balanced lines, never edited.

use crate::{bigint, columns, place};
use chrono::NaiveDate;
use quittance_store::projector::{Recorded, Write};
use uuid::Uuid;

pub const INSERT: &str = include_str!("insert.sql");

/// The rows of a batch.
#[derive(Default)]
pub(crate) struct Rows(Vec<Row>);

struct Row {
    key: (Uuid, i64, i32),
    debit: i16,
    credit: i16,
    effective: NaiveDate,
    amount: i64,
}

impl Rows {
    pub fn observe(&mut self, recorded: &Recorded<'_>) {
        for (place, line) in recorded.change.lines.iter().enumerate() {
            let place = i32::try_from(place + 1).unwrap_or(i32::MAX);
            self.0.push(Row {
                key: (recorded.creditor.0, bigint(recorded.sequence), place),
                debit: line.posting.debit.code(),
                credit: line.posting.credit.code(),
                effective: line.effective,
                amount: line.posting.amount.minor(),
            });
        }
    }

    pub fn write(mut self, writes: &mut Vec<Write>) {
        self.0.sort_by_key(|row| row.key);
        columns!(
            writes,
            place::JOURNAL_INSERT,
            &self.0,
            |row| row.key.0,
            row.key.1,
            row.key.2,
            row.debit,
            row.credit,
            row.effective,
            row.amount
        );
    }
}
