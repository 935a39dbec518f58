//! A creditor: its settings, which bear on all of its accounts.
//!
//! They are events of the creditor's own book, in the stream that has the creditor's id, so that it
//! can be told which rule was in force when.

mod api;
mod command;
mod event;
mod jurisdiction;
mod matrix;
mod program;
mod settings;
mod webhook;

pub use api::Api;
pub use command::{Command, Refusal, decide};
pub use event::{
    ApiAccessSet, ApiKeyMinted, ApiKeyRevoked, CreditorRegistered, Event, LicensedStatesSet,
    PasswordSet, ProgramRemoved, ProgramSet, SettlementMatrixSet, SigningKeyMade, UserAdded,
    UserDisabled, WebhookConfigured, WebhookDisabled, WebhookEnabled, WebhookRemoved,
    WebhookSecretRotated,
};
pub use jurisdiction::{UnknownState, UsState};
pub use matrix::{SettlementMatrix, Share, ShareError};
pub use program::{PROGRAMS_LIMIT, Program, Programs, TermsError};
pub use settings::{Divergence, Settings, State, apply, evolve};
pub use webhook::{Dialect, Disabled, RetiringSecret, Webhook};

#[cfg(test)]
mod tests;
