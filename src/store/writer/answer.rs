//! What a command became, and how a surface tells it.

use crate::writer::envelope::Claim;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use quittance_domain::AccountId;
use quittance_domain::account::{Account, Change, Event, Refusal};
use quittance_domain::creditor::{self, Settings};
use uuid::Uuid;

/// Makes the surface's reply; called once, before the reply is saved with its request id.
pub trait Responder: Send + Sync {
    fn accepted(&self, accepted: &Accepted<'_>) -> Reply;
    fn refused(&self, refusal: &Refusal) -> Reply;

    /// The reply to an accepted command, if it can be made of the command's one event alone.
    ///
    /// Such a reply is not saved beside the event, but made again when the request is repeated, by
    /// the responder of the repeated request.
    fn tell(&self, _: &Told<'_>) -> Option<Reply> {
        None
    }
}

/// An event as a reply is made of it, when it is recorded or later.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    pub account: AccountId,
    pub recorded_at: DateTime<Utc>,
    pub event: &'a Event,
}

/// Makes the surface's reply to a command about a consumer, which only refuses what is not there.
pub trait ConsumerResponder: Send + Sync {
    fn accepted(&self, recorded_at: DateTime<Utc>) -> Reply;
}

/// Makes the surface's reply to a change of a creditor's settings.
pub trait SettingsResponder: Send + Sync {
    fn accepted(&self, settings: &Settings) -> Reply;

    /// The reply to a refusal that is recorded: of what is not there, nothing is.
    fn refused(&self, refusal: &creditor::Refusal) -> Reply;
}

/// What a command became.
#[derive(Clone, Copy, Debug)]
pub struct Accepted<'a> {
    pub account: &'a Account,
    pub events: &'a [RecordedEvent],
    pub recorded_at: DateTime<Utc>,
}

/// One event as recorded.
#[derive(Clone, Debug)]
pub struct RecordedEvent {
    pub sequence: u64,
    pub event: Event,
    pub change: Change,
}

/// A surface's reply, as it is saved and sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    pub body: Bytes,
}

impl Reply {
    /// Whether it says that the command was accepted: every surface refuses with 400 or above.
    pub fn accepts(&self) -> bool {
        self.status < 400
    }
}

/// How a command ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Decided now: accepted or refused, recorded and durable.
    Fresh(Reply),
    /// Decided before under the same request id.
    Replayed(Reply),
    /// The request id was used for another request.
    RequestIdReused,
    /// The account does not exist for this creditor; nothing is recorded.
    AccountUnknown,
    /// Something of the command is sealed under the key of a consumer who has been erased; nothing
    /// is recorded.
    ConsumerErased,
    /// A claimed name is taken, by this account or consumer.
    Taken(Claim, Uuid),
    /// The queue is full or the database is away; the outcome of what was in flight is unknown
    /// until the same request id is sent again.
    Unavailable,
    /// The command could not be written for a reason of our own.
    Failed,
}
