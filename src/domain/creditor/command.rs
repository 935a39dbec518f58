//! Commands to a creditor's settings, and what they become.

use crate::account::RefusalKind;
use crate::creditor::{
    Dialect, Disabled, Event, LicensedStatesSet, Settings, SettlementMatrix, SettlementMatrixSet,
    State, UsState, Webhook, WebhookConfigured, WebhookDisabled, WebhookEnabled, WebhookRemoved,
    WebhookSecretRotated,
};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What can be asked of a creditor's settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    SetSettlementMatrix(SettlementMatrix),
    /// The only states in which a debt before charge-off may be placed; anywhere when absent.
    SetLicensedStates(Option<BTreeSet<UsState>>),
    /// A new endpoint, or another shape of the one with its id; a creditor's portal has one alone.
    ConfigureWebhook(Webhook),
    RemoveWebhook(Uuid),
    RotateWebhookSecret {
        webhook: Uuid,
        sealed_secret: Box<str>,
        /// When the secret before it retires.
        retires_at: DateTime<Utc>,
    },
    DisableWebhook {
        webhook: Uuid,
        reason: Disabled,
    },
    EnableWebhook(Uuid),
}

impl Command {
    /// The name under which a refusal of this command is recorded.
    pub const fn name(&self) -> &'static str {
        match self {
            Command::SetSettlementMatrix(_) => "set_settlement_matrix",
            Command::SetLicensedStates(_) => "set_licensed_states",
            Command::ConfigureWebhook(_) => "configure_webhook",
            Command::RemoveWebhook(_) => "remove_webhook",
            Command::RotateWebhookSecret { .. } => "rotate_webhook_secret",
            Command::DisableWebhook { .. } => "disable_webhook",
            Command::EnableWebhook(_) => "enable_webhook",
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
        Command::ConfigureWebhook(webhook) => return Ok(configure(settings, webhook, today)),
        Command::RemoveWebhook(id) => {
            let webhook = known(settings, *id)?.id;
            (true, removed(webhook, today))
        }
        Command::RotateWebhookSecret {
            webhook,
            sealed_secret,
            retires_at,
        } => {
            let rotated = WebhookSecretRotated {
                webhook: known(settings, *webhook)?.id,
                sealed_secret: sealed_secret.clone(),
                retires_at: *retires_at,
                effective: today,
            };
            (true, Event::WebhookSecretRotated(rotated))
        }
        Command::DisableWebhook { webhook, reason } => {
            let webhook = known(settings, *webhook)?;
            let disabled = WebhookDisabled {
                webhook: webhook.id,
                reason: *reason,
                effective: today,
            };
            // Whoever disabled it first has said why.
            let changes = webhook.disabled.is_none();
            (changes, Event::WebhookDisabled(disabled))
        }
        Command::EnableWebhook(id) => {
            let webhook = known(settings, *id)?;
            let enabled = WebhookEnabled {
                webhook: webhook.id,
                effective: today,
            };
            (webhook.disabled.is_some(), Event::WebhookEnabled(enabled))
        }
    };
    Ok(if changes { vec![event] } else { Vec::new() })
}

fn known(settings: &Settings, webhook: Uuid) -> Result<&Webhook, Refusal> {
    settings.webhook(webhook).ok_or(Refusal::WebhookUnknown)
}

fn removed(webhook: Uuid, today: NaiveDate) -> Event {
    Event::WebhookRemoved(WebhookRemoved {
        webhook,
        effective: today,
    })
}

/// The portal's endpoint takes the place of the one that there is.
fn configure(settings: &Settings, webhook: &Webhook, today: NaiveDate) -> Vec<Event> {
    if settings.webhook(webhook.id) == Some(webhook) {
        return Vec::new();
    }
    let replaced = settings.webhooks.iter().filter(|known| {
        let both_portals =
            (known.dialect, webhook.dialect) == (Dialect::Creditor, Dialect::Creditor);
        both_portals && known.id != webhook.id
    });
    let configured = WebhookConfigured {
        webhook: webhook.clone(),
        effective: today,
    };
    replaced
        .map(|known| removed(known.id, today))
        .chain([Event::WebhookConfigured(configured)])
        .collect()
}
