//! A stream of a book: an account, a consumer, or the creditor that the book belongs to.

use crate::account::{self, Account, Change};
use crate::consumer;
use crate::creditor::{self, Settings};
use crate::id::{AccountId, ConsumerId, CreditorId};
use crate::stored::UnreadableEvent;
use chrono::NaiveDate;
use uuid::Uuid;

/// What a stream is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StreamId {
    Account(AccountId),
    Consumer(ConsumerId),
    Creditor(CreditorId),
}

impl StreamId {
    /// The stream with this id in a creditor's book, in which there is an event of this type: the
    /// creditor's own has the creditor's id, and a consumer's has events of its own types alone.
    pub fn of(creditor: CreditorId, stream: Uuid, event_type: &str) -> StreamId {
        if stream == creditor.0 {
            StreamId::Creditor(creditor)
        } else if consumer::is_event(event_type) {
            StreamId::Consumer(ConsumerId(stream))
        } else {
            StreamId::Account(AccountId(stream))
        }
    }

    /// The id under which its events are stored.
    pub fn uuid(self) -> Uuid {
        match self {
            StreamId::Account(AccountId(id))
            | StreamId::Consumer(ConsumerId(id))
            | StreamId::Creditor(CreditorId(id)) => id,
        }
    }
}

/// What a stream's events have made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    Account(account::State),
    Consumer(consumer::State),
    Creditor(creditor::State),
}

impl State {
    /// A stream without events.
    pub fn new(stream: StreamId) -> State {
        match stream {
            StreamId::Account(_) => State::Account(account::State::default()),
            StreamId::Consumer(_) => State::Consumer(consumer::State::default()),
            StreamId::Creditor(_) => State::Creditor(creditor::State::default()),
        }
    }

    /// The account, if it is one that has been opened.
    pub fn account(&self) -> Option<&Account> {
        match self {
            State::Account(state) => state.account(),
            State::Consumer(_) | State::Creditor(_) => None,
        }
    }

    /// The settings, if it is a creditor that has been registered.
    pub fn settings(&self) -> Option<&Settings> {
        match self {
            State::Account(_) | State::Consumer(_) => None,
            State::Creditor(state) => state.settings(),
        }
    }
}

/// An event of a stream.
#[expect(
    clippy::large_enum_variant,
    reason = "nearly every event is an account's"
)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    Account(account::Event),
    Consumer(consumer::Event),
    Creditor(creditor::Event),
}

impl Event {
    /// The stored type name.
    pub const fn name(&self) -> &'static str {
        match self {
            Event::Account(event) => event.name(),
            Event::Consumer(event) => event.name(),
            Event::Creditor(event) => event.name(),
        }
    }

    /// The version of the stored payload.
    pub const fn version(&self) -> i16 {
        match self {
            Event::Account(event) => event.version(),
            Event::Consumer(event) => event.version(),
            Event::Creditor(event) => event.version(),
        }
    }

    /// The date from which the event counts.
    pub fn effective(&self) -> NaiveDate {
        match self {
            Event::Account(event) => event.effective(),
            Event::Consumer(event) => event.effective(),
            Event::Creditor(event) => event.effective(),
        }
    }

    /// Appends the payload as JSON text.
    ///
    /// # Errors
    /// None in practice: every payload is plain data with text keys.
    pub fn write_payload(&self, out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        match self {
            Event::Account(event) => event.write_payload(out),
            Event::Consumer(event) => event.write_payload(out),
            Event::Creditor(event) => event.write_payload(out),
        }
    }

    /// Reads a stored event of a stream.
    ///
    /// # Errors
    /// [`UnreadableEvent`] for a type or version that this kind of stream does not have, or a
    /// payload that does not fit.
    pub fn read(
        stream: StreamId,
        name: &str,
        version: i16,
        payload: &[u8],
    ) -> Result<Event, UnreadableEvent> {
        match stream {
            StreamId::Account(_) => {
                account::Event::read(name, version, payload).map(Event::Account)
            }
            StreamId::Consumer(_) => {
                consumer::Event::read(name, version, payload).map(Event::Consumer)
            }
            StreamId::Creditor(_) => {
                creditor::Event::read(name, version, payload).map(Event::Creditor)
            }
        }
    }
}

/// The event does not follow from the state it is applied to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Divergence {
    #[error(transparent)]
    Account(#[from] account::Divergence),
    #[error(transparent)]
    Consumer(#[from] consumer::Divergence),
    #[error(transparent)]
    Creditor(#[from] creditor::Divergence),
    #[error("the event is one of another kind of stream")]
    OtherKind,
}

/// Folds one event, recorded at `sequence`, into the state and says what it changed of an account.
///
/// # Errors
/// [`Divergence`], as [`account::apply`], [`consumer::apply`] and [`creditor::apply`] say.
pub fn apply(state: &mut State, sequence: u64, event: &Event) -> Result<Change, Divergence> {
    match (state, event) {
        (State::Account(state), Event::Account(event)) => {
            Ok(account::apply(state, sequence, event)?)
        }
        (State::Consumer(state), Event::Consumer(event)) => {
            consumer::apply(state, event)?;
            Ok(Change::default())
        }
        (State::Creditor(state), Event::Creditor(event)) => {
            creditor::apply(state, event)?;
            Ok(Change::default())
        }
        _ => Err(Divergence::OtherKind),
    }
}
