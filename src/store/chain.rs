//! The hash chain of a book.
//!
//! Each hash is SHA-256 over the hash before it and the exact stored bytes of every other column,
//! each of variable length behind its own length, so that no two rows give the same bytes.
//!
//! Architecture invariant: hashes are computed here and nowhere else, and never in SQL.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// The hash before the first event of a book.
pub const GENESIS: Hash = [0; 32];

/// The columns of an event, as stored.
#[derive(Clone, Copy, Debug)]
pub struct Link<'a> {
    pub creditor: Uuid,
    pub sequence: i64,
    pub stream: Uuid,
    pub event_type: &'a str,
    pub version: i16,
    pub effective: NaiveDate,
    pub recorded_at: DateTime<Utc>,
    pub actor: &'a str,
    pub request_id: Option<&'a str>,
    pub origin: Option<Uuid>,
    pub payload: &'a [u8],
}

impl Link<'_> {
    /// The hash of this event after `previous`.
    pub fn hash(&self, previous: &Hash) -> Hash {
        let mut hasher = Sha256::new();
        hasher.update(previous);
        hasher.update(self.creditor.as_bytes());
        hasher.update(self.sequence.to_be_bytes());
        hasher.update(self.stream.as_bytes());
        hasher.update(self.version.to_be_bytes());
        hasher.update(self.effective.num_days_from_ce().to_be_bytes());
        hasher.update(self.recorded_at.timestamp_micros().to_be_bytes());
        text(&mut hasher, self.event_type.as_bytes());
        text(&mut hasher, self.actor.as_bytes());
        match self.request_id {
            // Absence differs from an empty text.
            None => hasher.update([0]),
            Some(id) => {
                hasher.update([1]);
                text(&mut hasher, id.as_bytes());
            }
        }
        match self.origin {
            None => hasher.update([0]),
            Some(id) => {
                hasher.update([1]);
                hasher.update(id.as_bytes());
            }
        }
        text(&mut hasher, self.payload);
        hasher.finalize().into()
    }
}

fn text(hasher: &mut Sha256, bytes: &[u8]) {
    hasher.update((bytes.len() as u64).to_be_bytes());
    hasher.update(bytes);
}
