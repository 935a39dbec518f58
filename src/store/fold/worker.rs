//! One worker: reads its accounts' events and folds them.

use super::{Folded, Sink, Span};
use crate::copy::Fields;
use crate::events::ReadError;
use crate::projector::{Recorded, RecordedConsumer, RecordedSetting, Summary};
use chrono::{DateTime, Utc};
use quittance_domain::stream::{Event, State, StreamId, apply};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use tokio::sync::mpsc;
use uuid::Uuid;

/// Where the last byte of the stream's id is in a row: behind the number of columns, the sequence
/// and the rest of the id, each field behind its length.
const LAST_OF_STREAM: usize = 2 + (4 + 8) + (4 + 15);

/// The sequence in a row, which is its first column.
pub(super) fn sequence(row: &[u8]) -> Result<i64, ReadError> {
    Fields::of(row, 6)?.i64()
}

/// The worker that a row is dealt to, by bits of the stream's id that are random.
pub(super) fn shard(row: &[u8], workers: usize) -> usize {
    let byte = row.get(LAST_OF_STREAM).copied().unwrap_or_default();
    usize::from(byte) % workers.max(1)
}

/// Rows behind one another.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    bytes: Vec<u8>,
    /// Where each row ends.
    ends: Vec<usize>,
}

impl Chunk {
    pub fn push(&mut self, row: &[u8]) {
        self.bytes.extend_from_slice(row);
        self.ends.push(self.bytes.len());
    }

    /// The bytes of all rows.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    fn rows(&self) -> impl Iterator<Item = &[u8]> {
        let mut begin = 0;
        self.ends.iter().filter_map(move |end| {
            let row = self.bytes.get(begin..*end);
            begin = *end;
            row
        })
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }
}

/// The columns that folding needs.
#[derive(Clone, Copy, Debug)]
pub struct EventRow<'a> {
    pub sequence: i64,
    pub stream: Uuid,
    pub version: i16,
    pub recorded_at: DateTime<Utc>,
    pub event_type: &'a str,
    pub payload: &'a [u8],
}

impl<'a> EventRow<'a> {
    fn read(row: &'a [u8]) -> Result<EventRow<'a>, ReadError> {
        let mut fields = Fields::of(row, 6)?;
        Ok(EventRow {
            sequence: fields.i64()?,
            stream: fields.uuid()?,
            version: fields.i16()?,
            recorded_at: fields.time()?.unwrap_or_default(),
            event_type: fields.text()?,
            payload: fields.bytes()?,
        })
    }
}

/// Folds events one by one and hands each to its sink.
pub struct Folder<S> {
    span: Span,
    sink: S,
    states: HashMap<Uuid, State, BuildHasherDefault<IdHasher>>,
    folded: Folded,
}

impl<S> std::fmt::Debug for Folder<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Folder({} streams)", self.states.len())
    }
}

impl<S: Sink> Folder<S> {
    pub fn new(span: Span, sink: S) -> Folder<S> {
        Folder {
            span,
            sink,
            states: HashMap::default(),
            folded: Folded::default(),
        }
    }

    /// Works until there are no more rows or the sink is closed.
    ///
    /// Emptied chunks go back by `done`.
    pub(super) fn run(
        mut self,
        mut chunks: mpsc::Receiver<Chunk>,
        done: &mpsc::Sender<Chunk>,
    ) -> Result<Folded, ReadError> {
        while let Some(mut chunk) = chunks.blocking_recv() {
            if self.sink.is_closed() {
                break;
            }
            for row in chunk.rows() {
                self.take(&EventRow::read(row)?);
            }
            chunk.clear();
            // One that nobody waits for is as well forgotten.
            let _ = done.try_send(chunk);
        }
        let (sink, folded) = self.into_parts();
        sink.finish();
        Ok(folded)
    }

    /// The sink, to take what it has gathered.
    pub fn sink(&mut self) -> &mut S {
        &mut self.sink
    }

    /// The sink, and what folding has found; events are counted by whoever hands them over.
    pub fn into_parts(mut self) -> (S, Folded) {
        let accounts = self.states.values().filter_map(State::account);
        self.folded.accounts = accounts.count() as u64;
        (self.sink, self.folded)
    }

    /// Folds the next event of the book, or of the streams that this folder folds.
    pub fn take(&mut self, row: &EventRow<'_>) {
        let stream = StreamId::of(self.span.creditor, row.stream, row.event_type);
        let event = match Event::read(stream, row.event_type, row.version, row.payload) {
            Ok(event) => event,
            Err(unreadable) => return self.folded.find(row.sequence, unreadable.to_string()),
        };
        let state = self
            .states
            .entry(row.stream)
            .or_insert_with(|| State::new(stream));
        let observes = S::OBSERVES && row.sequence > self.span.after;
        let before = match observes {
            true => state.account().map(Summary::of),
            false => None,
        };
        let sequence = u64::try_from(row.sequence).unwrap_or_default();
        let (change, divergence) = match apply(state, sequence, &event) {
            Ok(change) => (change, None),
            Err(divergence) => (Default::default(), Some(divergence)),
        };
        let (creditor, recorded_at) = (self.span.creditor, row.recorded_at);
        match &event {
            Event::Account(event) if observes => {
                if let Some(after) = state.account() {
                    self.sink.observe(&Recorded {
                        creditor,
                        sequence,
                        recorded_at,
                        event,
                        change: &change,
                        before,
                        after,
                    });
                }
            }
            Event::Consumer(event) if observes => {
                self.sink.observe_consumer(&RecordedConsumer {
                    creditor,
                    sequence,
                    recorded_at,
                    event,
                });
            }
            Event::Creditor(event) if observes => {
                if let Some(after) = state.settings() {
                    self.sink.observe_setting(&RecordedSetting {
                        creditor,
                        sequence,
                        recorded_at,
                        event,
                        after,
                    });
                }
            }
            _ => {}
        }
        if let Some(divergence) = divergence {
            self.folded.find(row.sequence, divergence.to_string());
        }
    }
}

/// A quick hash for ids, most of whose bits are random already.
#[derive(Default)]
struct IdHasher(u64);

impl Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(word))
                .wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }

    fn write_usize(&mut self, _: usize) {
        // The length, which is the same for every id.
    }

    fn finish(&self) -> u64 {
        // The map takes its place from the low bits and its tag from the high ones.
        self.0 ^ (self.0 >> 32)
    }
}
