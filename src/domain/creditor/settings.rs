//! The folded state of a creditor.

use crate::creditor::{Event, SettlementMatrix, UsState, Webhook};
use crate::journal::Books;
use std::collections::BTreeSet;

/// The state of a creditor's own stream: nothing yet, or its settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    #[default]
    Unregistered,
    Registered(Box<Settings>),
}

impl State {
    /// The settings, once registered.
    pub fn settings(&self) -> Option<&Settings> {
        match self {
            State::Unregistered => None,
            State::Registered(settings) => Some(settings),
        }
    }
}

/// What a creditor has set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    pub name: Box<str>,
    pub books: Books,
    pub settlement_matrix: SettlementMatrix,
    /// The only states in which a debt before charge-off may be placed; anywhere when absent.
    pub licensed_states: Option<BTreeSet<UsState>>,
    /// Where events are sent.
    pub webhook: Option<Webhook>,
}

/// The event does not follow from the state it is applied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Divergence {
    #[error("the event needs a creditor and there is none")]
    NoCreditor,
    #[error("the creditor is registered twice")]
    RegisteredTwice,
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
    if let Event::CreditorRegistered(registered) = event {
        if matches!(state, State::Registered(_)) {
            return Err(Divergence::RegisteredTwice);
        }
        *state = State::Registered(Box::new(Settings {
            name: registered.name.clone(),
            books: registered.books,
            settlement_matrix: SettlementMatrix::default(),
            licensed_states: None,
            webhook: None,
        }));
        return Ok(());
    }
    let State::Registered(settings) = state else {
        return Err(Divergence::NoCreditor);
    };
    match event {
        Event::SettlementMatrixSet(e) => settings.settlement_matrix = e.matrix,
        Event::LicensedStatesSet(e) => settings.licensed_states = e.states.clone(),
        Event::WebhookConfigured(e) => settings.webhook = Some(e.webhook.clone()),
        Event::WebhookRemoved(_) => settings.webhook = None,
        // Who may come in and what signs is kept beside the book.
        Event::ApiKeyMinted(_)
        | Event::ApiKeyRevoked(_)
        | Event::UserAdded(_)
        | Event::UserDisabled(_)
        | Event::PasswordSet(_)
        | Event::SigningKeyMade(_)
        | Event::CreditorRegistered(_)
        | Event::CommandRefused(_) => {}
    }
    Ok(())
}
