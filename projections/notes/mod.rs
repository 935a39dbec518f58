//! Notes on accounts, sealed; the event of each says who wrote it and when.

use crate::{bigint, columns, place};
use quittance_domain::account::Event;
use quittance_store::projector::{Recorded, Write};
use uuid::Uuid;

pub const INSERT: &str = include_str!("insert.sql");

/// The rows of a batch.
#[derive(Default)]
pub(crate) struct Rows(Vec<Row>);

struct Row {
    key: (Uuid, Uuid, i64),
    note: Uuid,
    sealed: String,
}

impl Rows {
    pub fn observe(&mut self, recorded: &Recorded<'_>) {
        if let Event::NoteAdded(added) = recorded.event {
            let account = recorded.after.id.0;
            self.0.push(Row {
                key: (recorded.creditor.0, account, bigint(recorded.sequence)),
                note: added.note.0,
                sealed: added.sealed.to_string(),
            });
        }
    }

    pub fn write(mut self, writes: &mut Vec<Write>) {
        self.0.sort_by_key(|row| row.key);
        columns!(
            writes,
            place::NOTES_INSERT,
            &self.0,
            |row| row.key.0,
            row.key.1,
            row.key.2,
            row.note,
            row.sealed.clone()
        );
    }
}
