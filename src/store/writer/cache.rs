//! What the writer remembers: book heads and the states of streams, valid exactly while the remembered
//! head is the book's.

use crate::chain::Hash;
use chrono::{DateTime, Utc};
use quittance_domain::CreditorId;
use quittance_domain::stream::{State, StreamId};
use std::collections::HashMap;

/// The head of a book as this process believes it to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub sequence: u64,
    pub hash: Hash,
    pub recorded_at: DateTime<Utc>,
}

struct Slot {
    state: State,
    /// The last event of the stream that is in the state.
    upto: u64,
    facts: usize,
    used: u64,
}

/// Heads and states.
#[derive(Default)]
pub(super) struct Cache {
    heads: HashMap<CreditorId, Head>,
    states: HashMap<(CreditorId, StreamId), Slot>,
    facts: usize,
    /// Counts batches, to tell what has been used lately.
    batch: u64,
}

/// A slot costs about as much as this many facts by itself.
const SLOT_FACTS: usize = 4;

impl Cache {
    pub fn head(&self, creditor: CreditorId) -> Option<Head> {
        self.heads.get(&creditor).copied()
    }

    pub fn set_head(&mut self, creditor: CreditorId, head: Head) {
        self.heads.insert(creditor, head);
    }

    pub fn contains(&self, creditor: CreditorId, stream: StreamId) -> bool {
        self.states.contains_key(&(creditor, stream))
    }

    /// Keeps a state whose last event is the one at `upto`.
    pub fn insert(&mut self, creditor: CreditorId, stream: StreamId, state: State, upto: u64) {
        let facts = weigh(&state);
        let slot = Slot {
            state,
            upto,
            facts,
            used: self.batch,
        };
        self.facts += facts;
        if let Some(old) = self.states.insert((creditor, stream), slot) {
            self.facts -= old.facts;
        }
    }

    /// Runs `change` on a state in place; an absent one is that of a stream without events.
    pub fn with<T>(
        &mut self,
        creditor: CreditorId,
        stream: StreamId,
        change: impl FnOnce(&mut State) -> T,
    ) -> T {
        let slot = self.states.entry((creditor, stream)).or_insert_with(|| {
            self.facts += SLOT_FACTS;
            Slot {
                state: State::new(stream),
                upto: 0,
                facts: SLOT_FACTS,
                used: 0,
            }
        });
        slot.used = self.batch;
        let result = change(&mut slot.state);
        let facts = weigh(&slot.state);
        self.facts = self.facts - slot.facts + facts;
        slot.facts = facts;
        result
    }

    /// Says that a state now holds its stream up to this event.
    pub fn reached(&mut self, creditor: CreditorId, stream: StreamId, sequence: u64) {
        if let Some(slot) = self.states.get_mut(&(creditor, stream)) {
            slot.upto = sequence;
        }
    }

    /// Whether the state of a stream is here and lacks the event at `sequence`.
    pub fn lacks(&self, creditor: CreditorId, stream: StreamId, sequence: u64) -> bool {
        let slot = self.states.get(&(creditor, stream));
        slot.is_some_and(|slot| slot.upto < sequence)
    }

    /// Forgets every state of a book.
    pub fn forget_book(&mut self, creditor: CreditorId) {
        let facts = &mut self.facts;
        self.states.retain(|(owner, _), slot| {
            let keep = *owner != creditor;
            if !keep {
                *facts -= slot.facts;
            }
            keep
        });
    }

    /// Forgets a stream whose cached state may no longer be the book's.
    pub fn forget(&mut self, creditor: CreditorId, stream: StreamId) {
        if let Some(slot) = self.states.remove(&(creditor, stream)) {
            self.facts -= slot.facts;
        }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        *self = Cache {
            batch: self.batch,
            ..Cache::default()
        };
    }

    /// Starts a batch and, above the bound, forgets what was not used in the last batches.
    ///
    /// Streams of flights still on their way are never forgotten.
    pub fn begin_batch<'a>(
        &mut self,
        bound: usize,
        flying: impl Iterator<Item = &'a (CreditorId, StreamId)>,
    ) {
        self.batch += 1;
        if self.facts <= bound {
            return;
        }
        let target = bound / 4 * 3;
        let mut ages: Vec<u64> = self.states.values().map(|slot| slot.used).collect();
        ages.sort_unstable();
        let oldest_half = ages[ages.len() / 2];
        for stream in flying {
            if let Some(slot) = self.states.get_mut(stream) {
                slot.used = self.batch;
            }
        }
        let limit = oldest_half.min(self.batch - 1);
        let facts = &mut self.facts;
        self.states.retain(|_, slot| {
            let keep = *facts <= target || slot.used > limit;
            if !keep {
                *facts -= slot.facts;
            }
            keep
        });
    }
}

fn weigh(state: &State) -> usize {
    SLOT_FACTS
        + state
            .account()
            .map_or(0, |account| account.facts.len() + account.offers.len())
}
