//! The journal: balanced lines, never edited.

use crate::{bigint, place, write_records};
use chrono::NaiveDate;
use quittance_store::projector::{Recorded, Write};
use quittance_store::records::Records;
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
        let mut records = Records::default();
        for row in &self.0 {
            let (creditor, sequence, line) = row.key;
            records
                .row()
                .uuid(creditor)
                .bigint(sequence)
                .integer(line)
                .smallint(row.debit)
                .smallint(row.credit)
                .date(row.effective)
                .bigint(row.amount);
        }
        write_records(writes, place::JOURNAL_INSERT, records);
    }
}
