//! Request ids seen lately, so that most requests need no look into the database.
//!
//! A repeated request most often comes soon and to the same process, where its id is remembered
//! and its answer looked up.
//! One that is not remembered is written as new; if it is not, the request table's key fails the
//! transaction, nothing is written, and the batch is decided again after a look at every id.
//! From then on, and at the start of a process, every id is looked up for a while.

use crate::writer::RequestKey;
use quittance_domain::CreditorId;
use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

/// Ids in each of two generations; the older one is forgotten when the younger is full.
const GENERATION: usize = 500_000;
/// Batches that look up every id after a surprise.
const CAUTIOUS: u32 = 200;

/// What is remembered, as hashes: one that collides costs a needless look.
pub(super) struct Recent {
    young: HashSet<u64>,
    old: HashSet<u64>,
    hasher: RandomState,
    cautious: u32,
}

impl Default for Recent {
    fn default() -> Recent {
        let (young, old) = (HashSet::new(), HashSet::new());
        Recent {
            young,
            old,
            hasher: RandomState::new(),
            cautious: CAUTIOUS,
        }
    }
}

impl Recent {
    /// Begins a batch.
    pub fn begin_batch(&mut self) {
        self.cautious = self.cautious.saturating_sub(1);
    }

    /// An id turned out to be known that was taken for new: look at all of them for a while.
    pub fn surprised(&mut self) {
        self.cautious = CAUTIOUS;
    }

    /// Whether the answer to this request may be in the database.
    pub fn may_be_answered(&self, creditor: CreditorId, request: &RequestKey) -> bool {
        let hash = self.hash(creditor, request);
        self.cautious > 0 || self.young.contains(&hash) || self.old.contains(&hash)
    }

    /// Remembers a request that is being executed.
    pub fn remember(&mut self, creditor: CreditorId, request: &RequestKey) {
        if self.young.len() >= GENERATION {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(self.hash(creditor, request));
    }

    fn hash(&self, creditor: CreditorId, request: &RequestKey) -> u64 {
        self.hasher.hash_one((creditor, &request.id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn what_was_executed_is_looked_up_when_it_comes_again() {
        let mut recent = Recent::default();
        let creditor = CreditorId(Uuid::from_u128(1));
        let key = |id: &str| RequestKey {
            id: id.into(),
            digest: [0; 32],
        };
        assert!(
            recent.may_be_answered(creditor, &key("a")),
            "a new process looks at every id"
        );
        for _ in 0..CAUTIOUS {
            recent.begin_batch();
        }
        assert!(!recent.may_be_answered(creditor, &key("a")));
        recent.remember(creditor, &key("a"));
        assert!(recent.may_be_answered(creditor, &key("a")));
        assert!(!recent.may_be_answered(CreditorId(Uuid::from_u128(2)), &key("a")));
        recent.surprised();
        assert!(recent.may_be_answered(creditor, &key("b")));
    }
}
