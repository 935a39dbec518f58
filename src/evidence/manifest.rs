//! The manifest of a bundle: whose book, which part of it, and the sum of every file.
//!
//! The signature is over the exact bytes of `manifest.json`, so that any tool that knows Ed25519 and
//! SHA-256 can check a bundle.

use crate::head::Head;
use crate::tables::{accounts, audit, journal, payments, settlements};
use quittance_store::chain::GENESIS;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The form of the bundle that this program writes and reads.
pub const FORMAT: &str = "quittance-evidence-1";

/// Names of the files that are not tables.
pub const EVENTS: &str = "events.jsonl";
pub const README: &str = "README.txt";
pub const KEY: &str = "signing-key.pem";
pub const MANIFEST: &str = "manifest.json";
pub const SIGNATURE: &str = "manifest.sig";

/// Every file that a bundle has beside its manifest and the signature.
pub const FILES: [&str; 8] = [
    README,
    EVENTS,
    audit::TABLE.name,
    accounts::TABLE.name,
    payments::TABLE.name,
    settlements::TABLE.name,
    journal::TABLE.name,
    KEY,
];

/// What `manifest.json` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: String,
    pub creditor: Uuid,
    pub creditor_name: String,
    /// UTC, to the microsecond.
    pub made_at: String,
    pub book: Part,
    /// Ed25519, in hexadecimal digits.
    pub public_key: String,
    pub files: Vec<File>,
}

/// The part of the book that the bundle holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub first_sequence: i64,
    pub last_sequence: i64,
    /// The hash of the event before the first, in hexadecimal digits; zeros before event 1.
    pub previous_hash: String,
    /// The hash of the last event.
    pub last_hash: String,
    /// The book's last event when the bundle was made, and its hash.
    pub head_sequence: i64,
    pub head_hash: String,
}

impl Part {
    /// Whether the facts can be replayed from the first one on.
    pub fn begins_at_the_beginning(&self) -> bool {
        self.first_sequence == 1
    }

    /// Whether tables of what stands now can be compared with the facts.
    pub fn is_whole(&self) -> bool {
        self.begins_at_the_beginning() && self.last_sequence == self.head_sequence
    }

    /// The last event of the bundle, if its hash can be read.
    pub fn last(&self) -> Option<Head> {
        format!("{}:{}", self.last_sequence, self.last_hash)
            .parse()
            .ok()
    }

    /// The hash before the first event, which for event 1 is all zeros whatever it says here.
    pub fn previous(&self) -> Option<[u8; 32]> {
        let mut hash = [0; 32];
        hex::decode_to_slice(&self.previous_hash, &mut hash).ok()?;
        match self.begins_at_the_beginning() {
            true => (hash == GENESIS).then_some(GENESIS),
            false => Some(hash),
        }
    }
}

/// A file of the bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    pub name: String,
    pub bytes: u64,
    /// In hexadecimal digits.
    pub sha256: String,
}
