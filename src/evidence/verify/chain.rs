//! The hash chain of a bundle, recomputed.

use super::{Check, Known, Report};
use crate::event_line::EventLine;
use crate::head::Head;
use crate::manifest::{MANIFEST, Manifest, Part};
use quittance_store::chain::{GENESIS, Hash};
use uuid::Uuid;

/// Where the manifest contradicts itself about the book.
fn disagreements(part: &Part) -> Vec<String> {
    let (first, last, head) = (part.first_sequence, part.last_sequence, part.head_sequence);
    let mut all = Vec::new();
    if first < 1 || last < first {
        all.push(format!("events {first} to {last} are no part of a book"));
    }
    if head < last {
        all.push(format!(
            "the book ends with event {head}, and the bundle with {last}"
        ));
    }
    if head == last && part.head_hash != part.last_hash {
        all.push(format!(
            "event {last} is the head of the book with the hash {}, and has {} in the bundle",
            part.head_hash, part.last_hash
        ));
    }
    all
}

/// The chain as far as it has been walked.
pub(super) struct Chain {
    creditor: Uuid,
    /// The sequence that comes next.
    next: i64,
    last_sequence: i64,
    /// The stored hash of the event before, so that one wrong event is one finding.
    stored: Hash,
    /// The hash of the event before, as it follows from all before it.
    computed: Hash,
    recorded_at: String,
    extends: Option<Head>,
    /// The hash of the event that is to be extended.
    passed: Option<Hash>,
}

impl Chain {
    pub fn new(manifest: &Manifest, extends: Option<Head>, report: &mut Report) -> Chain {
        let part = &manifest.book;
        for what in disagreements(part) {
            report.find(Check::Chain, MANIFEST, what);
        }
        let previous = part.previous().unwrap_or_else(|| {
            let what = "its previous hash cannot be the one before the first event";
            report.find(Check::Chain, MANIFEST, what);
            GENESIS
        });
        let before = part.first_sequence.saturating_sub(1);
        let starts = extends.filter(|head| head.sequence == before && before > 0);
        Chain {
            creditor: manifest.creditor,
            next: part.first_sequence,
            last_sequence: part.last_sequence,
            stored: previous,
            computed: previous,
            recorded_at: String::new(),
            extends,
            passed: starts.map(|_| previous),
        }
    }

    /// Adds the next event.
    pub fn add(&mut self, event: &EventLine<'_>, report: &mut Report) {
        let sequence = event.sequence;
        let place = format!("event {sequence}");
        if sequence > self.next {
            let missing = match sequence.saturating_sub(self.next) {
                1 => format!("event {} is missing before it", self.next),
                _ => format!(
                    "events {} to {} are missing before it",
                    self.next,
                    sequence - 1
                ),
            };
            report.find(Check::Chain, &place, missing);
        } else if sequence < self.next {
            report.find(Check::Chain, &place, "stands where a later one belongs");
        }
        self.next = sequence.saturating_add(1);
        if *event.recorded_at < *self.recorded_at {
            report.find(
                Check::Chain,
                &place,
                "was recorded before the event ahead of it",
            );
        }
        self.recorded_at = event.recorded_at.clone().into_owned();
        let Some(link) = event.link(self.creditor) else {
            return;
        };
        let follows = link.hash(&self.stored);
        self.computed = link.hash(&self.computed);
        let mut stored = [0; 32];
        let read = hex::decode_to_slice(event.hash.as_bytes(), &mut stored);
        if read.is_err() || stored != follows {
            let what = format!(
                "is not what was hashed: its hash is {}, and it says {}",
                hex::encode(follows),
                event.hash
            );
            report.find(Check::Chain, &place, what);
        }
        self.stored = stored;
        if self.extends.is_some_and(|head| head.sequence == sequence) {
            self.passed = Some(self.computed);
        }
    }

    /// Compares the end with what the manifest says and with what is known from elsewhere.
    pub fn end(&self, known: Known, report: &mut Report) {
        let is = Head {
            sequence: self.next - 1,
            hash: self.computed,
        };
        let last = report.last;
        if is.sequence < self.last_sequence {
            let what = format!(
                "the book ends here, and the manifest says {}",
                self.last_sequence
            );
            report.find(Check::Chain, format!("event {}", is.sequence), what);
        } else if last != Some(is) {
            let told = last.map_or_else(|| "nothing".to_owned(), |last| last.to_string());
            let what = format!("the chain ends with {is}, and the manifest says {told}");
            report.find(Check::Chain, format!("event {}", is.sequence), what);
        }
        if let Some(head) = known.head
            && head != is
        {
            let what = format!("was expected to be the head {head}, and the book ends with {is}");
            report.find(Check::Anchor, format!("event {}", head.sequence), what);
        }
        if let Some(head) = known.extends {
            let what = match self.passed {
                Some(hash) if hash == head.hash => return,
                Some(hash) => format!(
                    "was published with the hash {}, and has {} in this book",
                    hex::encode(head.hash),
                    hex::encode(hash)
                ),
                None => "was published, and is not in this bundle".to_owned(),
            };
            report.find(Check::Anchor, format!("event {}", head.sequence), what);
        }
    }
}
