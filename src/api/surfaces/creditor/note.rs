//! Notes as the surface shows them.

use super::vocabulary::NOTE;
use super::{ids, words};
use crate::openapi::Schema;
use crate::problem::Problem;
use crate::sealed;
use chrono::{DateTime, Utc};
use quittance_domain::{AccountId, CreditorId, FactId};
use quittance_store::Reader;
use quittance_store::seal::ConsumerKey;
use serde::Serialize;

/// A note on an account.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Note {
    id: String,
    note: Option<String>,
    author: String,
    created_at: String,
}

impl Note {
    pub fn schema() -> Schema {
        Schema::object()
            .field("id", Schema::text(NOTE.example))
            .field("note", Schema::text("Asked for a callback.").or_null())
            .field(
                "author",
                Schema::text("user:5e7b1d90-2c4a-4837-b6f1-9a0d3e8c5274"),
            )
            .field("createdAt", Schema::date_time("2026-01-15T14:30:00Z"))
            .named("Note")
    }

    pub fn new(id: FactId, note: Option<String>, author: &str, at: DateTime<Utc>) -> Note {
        Note {
            id: ids::note(id),
            note,
            author: author.to_owned(),
            created_at: words::moment(at),
        }
    }
}

/// Every note on an account, oldest first.
///
/// # Errors
/// What the database says.
pub async fn of(
    reader: &mut Reader,
    creditor: CreditorId,
    account: AccountId,
    key: Option<&ConsumerKey>,
) -> Result<Vec<Note>, Problem> {
    let sql = include_str!("sql/list_notes.sql");
    let rows = reader.query(sql, &[&creditor.0, &account.0]).await?;
    let notes = rows.iter().map(|row| {
        let text = sealed::open(key, row.get("sealed"));
        let id = FactId(row.get("note_id"));
        Note::new(id, text, row.get("actor"), row.get("recorded_at"))
    });
    Ok(notes.collect())
}
