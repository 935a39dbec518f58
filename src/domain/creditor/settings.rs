//! The folded state of a creditor.

use crate::creditor::{Api, Event, Programs, RetiringSecret, SettlementMatrix, UsState, Webhook};
use crate::journal::Books;
use std::collections::BTreeSet;
use uuid::Uuid;

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
    /// The published APIs that are closed to the creditor.
    pub closed_apis: BTreeSet<Api>,
    /// The terms that accounts are on, by name.
    pub programs: Programs,
    /// Where events are sent, in the order in which the endpoints were configured.
    pub webhooks: Vec<Webhook>,
}

impl Settings {
    /// The endpoint with this id.
    pub fn webhook(&self, id: Uuid) -> Option<&Webhook> {
        self.webhooks.iter().find(|webhook| webhook.id == id)
    }

    /// Adds an endpoint, or puts it in the place of the one with its id.
    fn configure(&mut self, webhook: &Webhook) {
        match self
            .webhooks
            .iter_mut()
            .find(|known| known.id == webhook.id)
        {
            Some(known) => *known = webhook.clone(),
            None => self.webhooks.push(webhook.clone()),
        }
    }

    /// Changes an endpoint that there is.
    fn change(&mut self, id: Uuid, change: impl FnOnce(&mut Webhook)) -> Result<(), Divergence> {
        let webhook = self.webhooks.iter_mut().find(|webhook| webhook.id == id);
        webhook.map(change).ok_or(Divergence::NoWebhook)
    }
}

/// The event does not follow from the state it is applied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Divergence {
    #[error("the event needs a creditor and there is none")]
    NoCreditor,
    #[error("the creditor is registered twice")]
    RegisteredTwice,
    #[error("the event names a webhook that there is not")]
    NoWebhook,
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
            closed_apis: BTreeSet::new(),
            programs: Programs::default(),
            webhooks: Vec::new(),
        }));
        return Ok(());
    }
    let State::Registered(settings) = state else {
        return Err(Divergence::NoCreditor);
    };
    match event {
        Event::SettlementMatrixSet(e) => settings.settlement_matrix = e.matrix,
        Event::LicensedStatesSet(e) => settings.licensed_states = e.states.clone(),
        Event::ApiAccessSet(e) => settings.closed_apis = e.closed.clone(),
        Event::ProgramSet(e) => settings.programs.set(e.program.clone()),
        Event::ProgramRemoved(e) => settings.programs.remove(e.program),
        Event::WebhookConfigured(e) => settings.configure(&e.webhook),
        Event::WebhookRemoved(e) => settings.webhooks.retain(|known| known.id != e.webhook),
        Event::WebhookSecretRotated(e) => settings.change(e.webhook, |webhook| {
            let sealed = std::mem::replace(&mut webhook.sealed_secret, e.sealed_secret.clone());
            let until = e.retires_at;
            webhook.retiring = Some(RetiringSecret { sealed, until });
        })?,
        Event::WebhookDisabled(e) => {
            settings.change(e.webhook, |webhook| webhook.disabled = Some(e.reason))?;
        }
        Event::WebhookEnabled(e) => {
            settings.change(e.webhook, |webhook| webhook.disabled = None)?
        }
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
