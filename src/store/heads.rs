//! The heads of books, watched: who waits for events is woken when there are some.
//!
//! Shape: one task a process asks for the heads of all the books that somebody waits for, in one
//! query, and tells those who wait.
//! It asks the database rather than this process's writer, so that what another process has
//! committed is seen in the same way and as soon.
//! A notification by Postgres would have to be sent by the payment's own transaction, all of which
//! then commit one after another under one lock.
//!
//! Bounds: nothing is asked while nobody waits; else once in [`INTERVAL`], whoever and however many
//! wait.

use crate::readers::Readers;
use quittance_domain::CreditorId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::{Notify, watch};

/// Between two looks.
const INTERVAL: Duration = Duration::from_millis(50);
/// After a look that failed.
const PAUSE: Duration = Duration::from_secs(1);

/// The heads that are watched; cheap to clone.
#[derive(Clone, Debug)]
pub struct Heads(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    readers: Readers,
    state: Mutex<State>,
    wanted: Notify,
}

#[derive(Debug, Default)]
struct State {
    books: HashMap<CreditorId, watch::Sender<u64>>,
    running: bool,
    closed: bool,
}

/// A book's head, as far as it has been seen.
#[derive(Debug)]
pub struct Head(watch::Receiver<u64>);

/// Nobody is told any more, since the process is about to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no more events are told of")]
pub struct Closed;

impl Head {
    /// Waits until the book is longer than this.
    ///
    /// # Errors
    /// [`Closed`].
    pub async fn beyond(&mut self, sequence: u64) -> Result<(), Closed> {
        let seen = self.0.wait_for(|head| *head > sequence).await;
        seen.map(|_| ()).map_err(|_| Closed)
    }
}

impl Heads {
    /// Heads read by these readers; nothing is asked yet.
    pub fn new(readers: Readers) -> Heads {
        Heads(Arc::new(Shared {
            readers,
            state: Mutex::default(),
            wanted: Notify::new(),
        }))
    }

    /// The head of a creditor's book from here on, which is asked for as long as this is held.
    pub fn watch(&self, creditor: CreditorId) -> Head {
        let mut state = self.0.lock();
        if state.closed {
            return Head(watch::channel(0).1);
        }
        let book = state.books.entry(creditor);
        let head = book.or_insert_with(|| watch::channel(0).0).subscribe();
        if !state.running {
            state.running = true;
            tokio::spawn(keep_looking(Arc::downgrade(&self.0)));
        }
        drop(state);
        self.0.wanted.notify_one();
        Head(head)
    }

    /// Tells all who wait that nothing more will come.
    pub fn close(&self) {
        let mut state = self.0.lock();
        state.closed = true;
        state.books.clear();
    }
}

impl Shared {
    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        // A map of numbers is whole whatever a thread that panicked was doing.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The books that somebody waits for; the others are forgotten.
    fn wanted(&self) -> Vec<CreditorId> {
        let mut state = self.lock();
        state.books.retain(|_, book| book.receiver_count() > 0);
        state.books.keys().copied().collect()
    }

    fn tell(&self, heads: &[(CreditorId, u64)]) {
        let state = self.lock();
        for (creditor, head) in heads {
            if let Some(book) = state.books.get(creditor) {
                book.send_if_modified(|known| {
                    let moved = *head > *known;
                    *known = (*known).max(*head);
                    moved
                });
            }
        }
    }
}

/// Looks for as long as there is anybody who could wait.
async fn keep_looking(shared: Weak<Shared>) {
    while let Some(shared) = shared.upgrade() {
        let wanted = shared.wanted();
        if wanted.is_empty() {
            // Woken now and then all the same, to end with the last of those who could wait.
            let _ = tokio::time::timeout(PAUSE, shared.wanted.notified()).await;
            continue;
        }
        let pause = match shared.readers.heads(&wanted).await {
            Ok(heads) => {
                shared.tell(&heads);
                INTERVAL
            }
            Err(error) => {
                tracing::warn!(%error, "the heads of the books could not be read");
                PAUSE
            }
        };
        drop(shared);
        tokio::time::sleep(pause).await;
    }
}
