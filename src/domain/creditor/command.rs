//! Commands to a creditor's settings, and what they become.

use crate::account::RefusalKind;
use crate::creditor::{
    Api, ApiAccessSet, Dialect, Disabled, Event, LicensedStatesSet, PROGRAMS_LIMIT, Program,
    ProgramRemoved, ProgramSet, Settings, SettlementMatrix, SettlementMatrixSet, State, TermsError,
    UsState, Webhook, WebhookConfigured, WebhookDisabled, WebhookEnabled, WebhookRemoved,
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
    /// The published APIs that are closed to the creditor; the others are open.
    SetApiAccess {
        closed: BTreeSet<Api>,
    },
    /// A new program.
    AddProgram(Box<Program>),
    /// Another shape of the program with its id.
    SetProgram(Box<Program>),
    /// Accounts that are on it keep their terms.
    RemoveProgram(Uuid),
    /// A new endpoint; a creditor's portal has one alone.
    ConfigureWebhook(Webhook),
    /// Another address and other topics for an endpoint, which keeps its secrets.
    ChangeWebhook {
        webhook: Uuid,
        url: Box<str>,
        topics: Vec<Box<str>>,
        /// On or off; as it is when absent.
        active: Option<bool>,
    },
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
            Command::SetApiAccess { .. } => "set_api_access",
            Command::AddProgram(_) => "add_program",
            Command::SetProgram(_) => "set_program",
            Command::RemoveProgram(_) => "remove_program",
            Command::ConfigureWebhook(_) => "configure_webhook",
            Command::ChangeWebhook { .. } => "change_webhook",
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
    #[error("there is no such program")]
    ProgramUnknown,
    #[error("another program has this code")]
    ProgramCodeTaken,
    #[error("a creditor has {PROGRAMS_LIMIT} programs at most")]
    ProgramsTooMany,
    #[error("the fees of the program {0}")]
    ProgramTerms(TermsError),
}

impl Refusal {
    /// The stable name, as recorded and as told to callers.
    pub fn name(&self) -> &'static str {
        match self {
            Refusal::CreditorUnknown => "creditor_unknown",
            Refusal::WebhookUnknown => "webhook_unknown",
            Refusal::ProgramUnknown => "program_unknown",
            Refusal::ProgramCodeTaken => "program_code_taken",
            Refusal::ProgramsTooMany => "programs_too_many",
            Refusal::ProgramTerms(_) => "program_terms",
        }
    }

    pub fn kind(&self) -> RefusalKind {
        match self {
            Refusal::CreditorUnknown | Refusal::WebhookUnknown | Refusal::ProgramUnknown => {
                RefusalKind::Unknown
            }
            Refusal::ProgramCodeTaken => RefusalKind::Conflict,
            Refusal::ProgramsTooMany => RefusalKind::Rule,
            Refusal::ProgramTerms(_) => RefusalKind::Invalid,
        }
    }

    /// The field of the request that the refusal is about, where there is one.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Refusal::ProgramCodeTaken => Some("code"),
            Refusal::ProgramsTooMany => Some("program"),
            Refusal::ProgramTerms(_) => Some("fee_schedules"),
            Refusal::CreditorUnknown | Refusal::WebhookUnknown | Refusal::ProgramUnknown => None,
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
        Command::SetApiAccess { closed } => (
            settings.closed_apis != *closed,
            Event::ApiAccessSet(ApiAccessSet {
                closed: closed.clone(),
                effective: today,
            }),
        ),
        Command::AddProgram(program) => {
            if settings.programs.len() >= PROGRAMS_LIMIT {
                return Err(Refusal::ProgramsTooMany);
            }
            (true, program_set(settings, program, today)?)
        }
        Command::SetProgram(program) => {
            let present = settings.programs.get(program.id);
            let changes = *present.ok_or(Refusal::ProgramUnknown)? != **program;
            (changes, program_set(settings, program, today)?)
        }
        Command::RemoveProgram(id) => {
            let present = settings.programs.get(*id);
            let removed = ProgramRemoved {
                program: present.ok_or(Refusal::ProgramUnknown)?.id,
                effective: today,
            };
            (true, Event::ProgramRemoved(removed))
        }
        Command::ConfigureWebhook(webhook) => return Ok(configure(settings, webhook, today)),
        Command::ChangeWebhook {
            webhook,
            url,
            topics,
            active,
        } => {
            let known = known(settings, *webhook)?;
            let changed = Webhook {
                url: url.clone(),
                topics: topics.clone(),
                disabled: match active {
                    None => known.disabled,
                    Some(true) => None,
                    // Whoever disabled it first has said why.
                    Some(false) => known.disabled.or(Some(Disabled::ByHand)),
                },
                ..known.clone()
            };
            return Ok(configure(settings, &changed, today));
        }
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

fn program_set(settings: &Settings, program: &Program, today: NaiveDate) -> Result<Event, Refusal> {
    program.terms.check().map_err(Refusal::ProgramTerms)?;
    let same_code = settings.programs.iter().find(|it| it.code == program.code);
    if same_code.is_some_and(|other| other.id != program.id) {
        return Err(Refusal::ProgramCodeTaken);
    }
    Ok(Event::ProgramSet(ProgramSet {
        program: program.clone(),
        effective: today,
    }))
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
