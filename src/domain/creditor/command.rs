//! Commands to a creditor's settings, and what they become.

use crate::account::RefusalKind;
use crate::creditor::{
    Event, LicensedStatesSet, SettlementMatrix, SettlementMatrixSet, State, UsState, Webhook,
    WebhookConfigured, WebhookRemoved,
};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use uuid::Uuid;

/// What can be asked of a creditor's settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    SetSettlementMatrix(SettlementMatrix),
    /// The only states in which a debt before charge-off may be placed; anywhere when absent.
    SetLicensedStates(Option<BTreeSet<UsState>>),
    /// Takes the place of the webhook that there is.
    ConfigureWebhook(Webhook),
    RemoveWebhook(Uuid),
}

impl Command {
    /// The name under which a refusal of this command is recorded.
    pub const fn name(&self) -> &'static str {
        match self {
            Command::SetSettlementMatrix(_) => "set_settlement_matrix",
            Command::SetLicensedStates(_) => "set_licensed_states",
            Command::ConfigureWebhook(_) => "configure_webhook",
            Command::RemoveWebhook(_) => "remove_webhook",
        }
    }
}

/// Why a command changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("there is no such creditor")]
    CreditorUnknown,
    #[error("there is no such webhook")]
    WebhookUnknown,
}

impl Refusal {
    /// The stable name, as recorded and as told to callers.
    pub fn name(&self) -> &'static str {
        match self {
            Refusal::CreditorUnknown => "creditor_unknown",
            Refusal::WebhookUnknown => "webhook_unknown",
        }
    }

    pub fn kind(&self) -> RefusalKind {
        match self {
            Refusal::CreditorUnknown | Refusal::WebhookUnknown => RefusalKind::Unknown,
        }
    }
}

/// Decides a command on `today`; setting what is set already becomes no event.
///
/// # Errors
/// The first [`Refusal`] that applies; nothing has changed then.
pub fn decide(state: &State, command: &Command, today: NaiveDate) -> Result<Vec<Event>, Refusal> {
    let settings = state.settings().ok_or(Refusal::CreditorUnknown)?;
    let (changes, event) = match command {
        Command::SetSettlementMatrix(matrix) => (
            settings.settlement_matrix != *matrix,
            Event::SettlementMatrixSet(SettlementMatrixSet {
                matrix: *matrix,
                effective: today,
            }),
        ),
        Command::SetLicensedStates(states) => (
            settings.licensed_states != *states,
            Event::LicensedStatesSet(LicensedStatesSet {
                states: states.clone(),
                effective: today,
            }),
        ),
        Command::ConfigureWebhook(webhook) => (
            true,
            Event::WebhookConfigured(WebhookConfigured {
                webhook: webhook.clone(),
                effective: today,
            }),
        ),
        Command::RemoveWebhook(id) => {
            let known = settings.webhook.as_ref();
            known
                .filter(|webhook| webhook.id == *id)
                .ok_or(Refusal::WebhookUnknown)?;
            let removed = WebhookRemoved {
                webhook: *id,
                effective: today,
            };
            (true, Event::WebhookRemoved(removed))
        }
    };
    Ok(if changes { vec![event] } else { Vec::new() })
}
