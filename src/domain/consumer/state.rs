//! The folded state of a consumer's stream.

use crate::consumer::Event;

/// Whether the creditor lists a consumer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// Known by accounts alone, or not at all: the stream has no event.
    #[default]
    Unheard,
    Listed,
    Removed,
    /// Nothing more happens to them.
    Erased,
}

/// What a consumer's stream has made of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State {
    pub standing: Standing,
}

/// The event does not follow from the state it is applied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Divergence {
    #[error("the consumer is registered twice")]
    RegisteredTwice,
    #[error("a consumer who is not listed is removed")]
    RemovedTwice,
    #[error("a consumer who was not removed is restored")]
    NotRemoved,
    #[error("a consumer who is listed is erased")]
    ErasedWhileListed,
    #[error("something happens to a consumer who was erased")]
    AfterErasure,
}

/// Folds one event into the state; one that does not follow leaves it as it is.
pub fn evolve(mut state: State, event: &Event) -> State {
    // A divergence is reported by `apply` alone: folding is total.
    let _ = apply(&mut state, event);
    state
}

/// Folds one event into the state.
///
/// # Errors
/// [`Divergence`] when the event does not follow from the state, which then stays as it is.
pub fn apply(state: &mut State, event: &Event) -> Result<(), Divergence> {
    state.standing = match (event, state.standing) {
        (_, Standing::Erased) => return Err(Divergence::AfterErasure),
        (Event::ConsumerRegistered(_), Standing::Unheard) => Standing::Listed,
        (Event::ConsumerRegistered(_), _) => return Err(Divergence::RegisteredTwice),
        (Event::ParticularsGiven(_), Standing::Unheard) => Standing::Listed,
        (Event::ParticularsGiven(_), standing) => standing,
        (Event::ConsumerRemoved(_), Standing::Removed) => return Err(Divergence::RemovedTwice),
        (Event::ConsumerRemoved(_), _) => Standing::Removed,
        (Event::ConsumerRestored(_), Standing::Removed) => Standing::Listed,
        (Event::ConsumerRestored(_), _) => return Err(Divergence::NotRemoved),
        (Event::ConsumerErased(_), Standing::Removed) => Standing::Erased,
        (Event::ConsumerErased(_), _) => return Err(Divergence::ErasedWhileListed),
    };
    Ok(())
}
