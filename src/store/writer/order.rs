//! What is asked of which stream, and who answers it.

use crate::writer::{
    Accepted, ConsumerResponder, RecordedEvent, Reply, Responder, SettingsResponder, Told,
};
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::account::{Change, RefusalKind};
use quittance_domain::stored::CommandRefused;
use quittance_domain::stream::{Event, State, StreamId};
use quittance_domain::{AccountId, ConsumerId, CreditorId, account, consumer, creditor};
use std::fmt;

/// A command to a stream, with what answers it.
pub enum Order {
    Account {
        account: AccountId,
        command: account::Command,
        responder: Box<dyn Responder>,
    },
    /// To a consumer, of whom the caller knows that there is one, or registers them.
    Consumer {
        consumer: ConsumerId,
        command: consumer::Command,
        responder: Box<dyn ConsumerResponder>,
    },
    /// To the settings of the creditor whose book it is.
    Settings {
        command: creditor::Command,
        responder: Box<dyn SettingsResponder>,
    },
}

/// Why an order changes nothing.
pub(super) enum Declined {
    /// There is no such stream; nothing is recorded.
    Unknown,
    /// The refusal as it stands in the book, and its reply.
    Refused(Box<Event>, Reply),
}

impl fmt::Debug for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Order({})", self.name())
    }
}

impl Order {
    /// The name of the command.
    pub fn name(&self) -> &'static str {
        match self {
            Order::Account { command, .. } => command.name(),
            Order::Consumer { command, .. } => command.name(),
            Order::Settings { command, .. } => command.name(),
        }
    }

    /// The stream that the order is about, in this creditor's book.
    pub(super) fn stream(&self, creditor: CreditorId) -> StreamId {
        match self {
            Order::Account { account, .. } => StreamId::Account(*account),
            Order::Consumer { consumer, .. } => StreamId::Consumer(*consumer),
            Order::Settings { .. } => StreamId::Creditor(creditor),
        }
    }

    /// Whether there can be events already: an account that is opened has an id of its own making.
    pub(super) fn has_history(&self) -> bool {
        match self {
            Order::Account { command, .. } => !command.opens(),
            Order::Consumer { command, .. } => !command.opens(),
            Order::Settings { .. } => true,
        }
    }

    /// The events that the order becomes.
    pub(super) fn decide(&self, state: &State, today: NaiveDate) -> Result<Vec<Event>, Declined> {
        match (self, state) {
            (
                Order::Account {
                    command, responder, ..
                },
                State::Account(state),
            ) => match account::decide(state, command, today) {
                Ok(events) => Ok(events.into_iter().map(Event::Account).collect()),
                Err(account::Refusal::AccountUnknown) => Err(Declined::Unknown),
                Err(refusal) => {
                    let (name, message) = (refusal.name(), refusal.to_string());
                    let refused = refused(command.name(), name, message, today);
                    let event = Event::Account(account::Event::CommandRefused(refused));
                    let reply = responder.refused(&refusal);
                    Err(Declined::Refused(Box::new(event), reply))
                }
            },
            (
                Order::Consumer {
                    consumer, command, ..
                },
                State::Consumer(state),
            ) => match consumer::decide(state, *consumer, command, today) {
                Ok(events) => Ok(events.into_iter().map(Event::Consumer).collect()),
                // Only one who is not there is refused, and nothing is recorded of it.
                Err(consumer::Refusal::ConsumerUnknown) => Err(Declined::Unknown),
            },
            (Order::Settings { command, responder }, State::Creditor(state)) => {
                let events = creditor::decide(state, command, today);
                let events = events.map_err(|refusal| {
                    // Of what is not there, nothing is recorded.
                    if refusal.kind() == RefusalKind::Unknown {
                        return Declined::Unknown;
                    }
                    let (name, message) = (refusal.name(), refusal.to_string());
                    let refused = refused(command.name(), name, message, today);
                    let event = Event::Creditor(creditor::Event::CommandRefused(refused));
                    Declined::Refused(Box::new(event), responder.refused(&refusal))
                });
                Ok(events?.into_iter().map(Event::Creditor).collect())
            }
            // A stream's id says of which kind it is.
            _ => Err(Declined::Unknown),
        }
    }

    /// The reply to an accepted order, if it can be made of its one event alone.
    pub(super) fn tell(&self, event: &Event, recorded_at: DateTime<Utc>) -> Option<Reply> {
        match (self, event) {
            (
                Order::Account {
                    account, responder, ..
                },
                Event::Account(event),
            ) => responder.tell(&Told {
                account: *account,
                recorded_at,
                event,
            }),
            _ => None,
        }
    }

    /// The reply to an order that was accepted and has left this state.
    pub(super) fn accepted(
        &self,
        state: &State,
        events: Vec<Event>,
        changes: Vec<(u64, Change)>,
        recorded_at: DateTime<Utc>,
    ) -> Option<Reply> {
        match self {
            Order::Account { responder, .. } => {
                let recorded = events.into_iter().zip(changes);
                let recorded: Vec<RecordedEvent> = recorded
                    .filter_map(|(event, (sequence, change))| match event {
                        Event::Account(event) => Some(RecordedEvent {
                            sequence,
                            event,
                            change,
                        }),
                        Event::Consumer(_) | Event::Creditor(_) => None,
                    })
                    .collect();
                Some(responder.accepted(&Accepted {
                    account: state.account()?,
                    events: &recorded,
                    recorded_at,
                }))
            }
            Order::Consumer { responder, .. } => Some(responder.accepted(recorded_at)),
            Order::Settings { responder, .. } => Some(responder.accepted(state.settings()?)),
        }
    }
}

/// That a command was refused, as it stands in the book.
fn refused(command: &str, refusal: &str, message: String, effective: NaiveDate) -> CommandRefused {
    CommandRefused {
        command: command.into(),
        refusal: refusal.into(),
        message: message.into(),
        effective,
    }
}
