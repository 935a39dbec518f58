//! What a verification has found.

use crate::head::Head;
use crate::manifest::Manifest;
use quittance_store::signing::PublicKey;
use serde::Serialize;

/// Findings of one check that are told in full; the rest are counted.
const SHOWN: usize = 20;

/// What is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// The manifest is signed by the creditor's key.
    Signature,
    /// Every file has the sum that the manifest says.
    Sums,
    /// Every event is the one that was hashed, and none is missing.
    Chain,
    /// The book has the events that were published earlier.
    Anchor,
    /// What was booked follows from the facts.
    Facts,
    /// The tables say what follows from the events.
    Tables,
}

impl Check {
    pub const ALL: [Check; 6] = [
        Check::Signature,
        Check::Sums,
        Check::Chain,
        Check::Anchor,
        Check::Facts,
        Check::Tables,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Check::Signature => "signature",
            Check::Sums => "sums",
            Check::Chain => "chain",
            Check::Anchor => "anchor",
            Check::Facts => "facts",
            Check::Tables => "tables",
        }
    }
}

/// Something that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub check: Check,
    /// The file and row, or the event.
    pub place: String,
    pub what: String,
}

/// How a check ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    Fine,
    /// Not done, or not done in full, and why.
    Skipped(String),
    /// How much is wrong.
    Wrong(u64),
}

/// What was checked and found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The first findings of each check.
    pub findings: Vec<Finding>,
    counts: [u64; Check::ALL.len()],
    skipped: Vec<(Check, String)>,
    /// The key that the signature was checked with, and whether it was known from elsewhere.
    pub key: Option<(PublicKey, bool)>,
    /// The bundle's last event, as its manifest says.
    pub last: Option<Head>,
    pub files: usize,
    pub events: u64,
    pub accounts: u64,
    /// Splits, restatements and journal lines that were computed again.
    pub splits: u64,
    pub restatements: u64,
    pub lines: u64,
}

/// A text of a bundle for whoever reads the report: what a terminal would act upon, what is not seen
/// and what looks like another letter is told by its number.
fn spelled(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            ' '..='~' => spelled.push(letter),
            other => spelled.extend(other.escape_unicode()),
        }
    }
    spelled
}

impl Report {
    pub(super) fn of(manifest: &Manifest) -> Report {
        Report {
            last: manifest.book.last(),
            ..Report::default()
        }
    }

    pub(super) fn find(&mut self, check: Check, place: impl Into<String>, what: impl Into<String>) {
        let count = &mut self.counts[check as usize];
        *count += 1;
        if *count <= SHOWN as u64 {
            self.findings.push(Finding {
                check,
                place: spelled(&place.into()),
                what: spelled(&what.into()),
            });
        }
    }

    /// Counts findings that are not told.
    pub(super) fn more(&mut self, check: Check, count: u64) {
        self.counts[check as usize] += count;
    }

    pub(super) fn skip(&mut self, check: Check, why: &str) {
        self.skipped.push((check, why.to_owned()));
    }

    /// How a check ended.
    pub fn standing(&self, check: Check) -> Standing {
        match (self.counts[check as usize], &self.skipped) {
            (0, skipped) => skipped
                .iter()
                .find(|(other, _)| *other == check)
                .map_or(Standing::Fine, |(_, why)| Standing::Skipped(why.clone())),
            (count, _) => Standing::Wrong(count),
        }
    }

    /// Whether nothing was found.
    pub fn is_clean(&self) -> bool {
        self.counts.iter().all(|count| *count == 0)
    }

    /// The checks that have found something.
    pub fn failed(&self) -> Vec<Check> {
        let found = |check: &Check| self.counts[*check as usize] > 0;
        Check::ALL.into_iter().filter(found).collect()
    }
}
