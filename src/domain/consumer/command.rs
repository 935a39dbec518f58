//! Commands to a consumer, and what they become.

use crate::consumer::{
    ConsumerErased, ConsumerRegistered, ConsumerRemoved, ConsumerRestored, Event, ParticularsGiven,
    Standing, State,
};
use crate::id::ConsumerId;
use chrono::NaiveDate;

/// What is told of a consumer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Particulars {
    /// The creditor's own id for them; as before when absent.
    pub external_id: Option<Box<str>>,
    /// What is personal, sealed under the consumer's own key.
    pub sealed: Box<str>,
}

/// What can be asked of a consumer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Makes somebody known who has no account yet.
    Register(Particulars),
    /// Takes the place of all that was known; one who was removed is listed again.
    GiveParticulars(Particulars),
    /// Lists the consumer no longer.
    Remove {
        /// Whether the caller has found them; otherwise only their own stream can tell of them.
        found: bool,
    },
    /// Destroys the key under which everything personal of the consumer is sealed, for good; the
    /// caller has found them.
    Erase,
}

impl Command {
    /// The name of the command.
    pub const fn name(&self) -> &'static str {
        match self {
            Command::Register(_) => "register_consumer",
            Command::GiveParticulars(_) => "give_particulars",
            Command::Remove { .. } => "remove_consumer",
            Command::Erase => "erase_consumer",
        }
    }

    /// Whether the command begins the consumer's stream.
    pub const fn opens(&self) -> bool {
        matches!(self, Command::Register(_))
    }
}

/// Why a command changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("there is no such consumer")]
    ConsumerUnknown,
}

/// Decides a command on `today`.
///
/// A consumer who came into the book with an account has no event of their own before the first
/// command, so that there is such a consumer is for the caller to know.
///
/// # Errors
/// [`Refusal::ConsumerUnknown`] when one is to be removed who was removed, or of whom nobody
/// knows; and for whatever is asked of one who was erased.
pub fn decide(
    state: &State,
    consumer: ConsumerId,
    command: &Command,
    today: NaiveDate,
) -> Result<Vec<Event>, Refusal> {
    let removed = state.standing == Standing::Removed;
    let unheard = state.standing == Standing::Unheard;
    if state.standing == Standing::Erased {
        return Err(Refusal::ConsumerUnknown);
    }
    let removal = || {
        Event::ConsumerRemoved(ConsumerRemoved {
            consumer,
            effective: today,
        })
    };
    match command {
        Command::Register(given) => Ok(vec![Event::ConsumerRegistered(ConsumerRegistered {
            consumer,
            external_id: given.external_id.clone(),
            sealed: given.sealed.clone(),
            effective: today,
        })]),
        Command::GiveParticulars(given) => {
            let told = Event::ParticularsGiven(ParticularsGiven {
                consumer,
                external_id: given.external_id.clone(),
                sealed: given.sealed.clone(),
                effective: today,
            });
            let restored = removed.then_some(Event::ConsumerRestored(ConsumerRestored {
                consumer,
                effective: today,
            }));
            Ok(restored.into_iter().chain([told]).collect())
        }
        Command::Remove { found } if removed || unheard && !found => Err(Refusal::ConsumerUnknown),
        Command::Remove { .. } => Ok(vec![removal()]),
        Command::Erase => {
            let removed = (!removed).then(removal);
            let erased = Event::ConsumerErased(ConsumerErased {
                consumer,
                effective: today,
            });
            Ok(removed.into_iter().chain([erased]).collect())
        }
    }
}
