//! Events: what happened to a creditor, as stored.

use crate::creditor::{Api, Disabled, Program, SettlementMatrix, UsState, Webhook};
use crate::journal::Books;
use crate::stored::{CommandRefused, UnreadableEvent, events};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What every payload can be asked.
trait Payload {
    /// The date from which the event counts.
    fn effective(&self) -> NaiveDate;
}

/// Payloads with a field `effective`.
macro_rules! payloads {
    ($($name:ident),+ $(,)?) => {
        $(impl Payload for $name {
            fn effective(&self) -> NaiveDate {
                self.effective
            }
        })+
    };
}

/// The creditor's book begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditorRegistered {
    pub name: Box<str>,
    pub books: Books,
    pub effective: NaiveDate,
}

/// A key for machines was minted; the key itself is in no event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKeyMinted {
    pub key: uuid::Uuid,
    pub prefix: Box<str>,
    pub role: Box<str>,
    pub scopes: Vec<Box<str>>,
    pub effective: NaiveDate,
}

/// A key was revoked; nothing is done in its name after this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKeyRevoked {
    pub key: uuid::Uuid,
    pub effective: NaiveDate,
}

/// Somebody may come in with a password; who it is stays outside of the book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserAdded {
    pub user: uuid::Uuid,
    pub role: Box<str>,
    pub effective: NaiveDate,
}

/// A user was shut out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserDisabled {
    pub user: uuid::Uuid,
    pub effective: NaiveDate,
}

/// A user has another password; what was given on the old one no longer counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordSet {
    pub user: uuid::Uuid,
    pub effective: NaiveDate,
}

/// From here offers below these floors are refused; those made before stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementMatrixSet {
    pub matrix: SettlementMatrix,
    pub effective: NaiveDate,
}

/// From here accounts can be opened on these terms; those that there are keep theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgramSet {
    pub program: Program,
    pub effective: NaiveDate,
}

/// From here no account is opened on the terms of this program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgramRemoved {
    pub program: uuid::Uuid,
    pub effective: NaiveDate,
}

/// From here debts before charge-off are placed in these states alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicensedStatesSet {
    /// Absent: anywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub states: Option<BTreeSet<UsState>>,
    pub effective: NaiveDate,
}

/// From here these published APIs answer nobody of the creditor's; the others do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiAccessSet {
    pub closed: BTreeSet<Api>,
    pub effective: NaiveDate,
}

/// From here events are sent to this endpoint; one with its id is replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookConfigured {
    pub webhook: Webhook,
    pub effective: NaiveDate,
}

/// From here nothing is sent to this endpoint, and it is forgotten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookRemoved {
    pub webhook: uuid::Uuid,
    pub effective: NaiveDate,
}

/// From here another secret signs what is sent to the endpoint; the one before signs too until it
/// retires.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookSecretRotated {
    pub webhook: uuid::Uuid,
    pub sealed_secret: Box<str>,
    pub retires_at: DateTime<Utc>,
    pub effective: NaiveDate,
}

/// From here nothing is sent to the endpoint; what happens meanwhile waits for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookDisabled {
    pub webhook: uuid::Uuid,
    pub reason: Disabled,
    pub effective: NaiveDate,
}

/// From here events are sent to the endpoint again, and first those that it has missed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookEnabled {
    pub webhook: uuid::Uuid,
    pub effective: NaiveDate,
}

/// From here a key signs for the creditor; the private half is in no event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigningKeyMade {
    /// Ed25519, as 64 hexadecimal digits.
    pub public_key: Box<str>,
    pub effective: NaiveDate,
}

payloads!(
    CreditorRegistered,
    ApiKeyMinted,
    ApiKeyRevoked,
    UserAdded,
    UserDisabled,
    PasswordSet,
    SettlementMatrixSet,
    LicensedStatesSet,
    ApiAccessSet,
    ProgramSet,
    ProgramRemoved,
    WebhookConfigured,
    WebhookRemoved,
    WebhookSecretRotated,
    WebhookDisabled,
    WebhookEnabled,
    SigningKeyMade,
    CommandRefused,
);

events! {
    /// An event of a creditor's own stream.
    enum Event;
    CreditorRegistered(CreditorRegistered) = "creditor.registered", 1;
    ApiKeyMinted(ApiKeyMinted) = "api_key.minted", 1;
    ApiKeyRevoked(ApiKeyRevoked) = "api_key.revoked", 1;
    UserAdded(UserAdded) = "user.added", 1;
    UserDisabled(UserDisabled) = "user.disabled", 1;
    PasswordSet(PasswordSet) = "user.password_set", 1;
    SettlementMatrixSet(SettlementMatrixSet) = "settlement_matrix.set", 1;
    LicensedStatesSet(LicensedStatesSet) = "licensed_states.set", 1;
    ApiAccessSet(ApiAccessSet) = "api_access.set", 1;
    ProgramSet(ProgramSet) = "program.set", 1;
    ProgramRemoved(ProgramRemoved) = "program.removed", 1;
    WebhookConfigured(WebhookConfigured) = "webhook.configured", 1;
    WebhookRemoved(WebhookRemoved) = "webhook.removed", 1;
    WebhookSecretRotated(WebhookSecretRotated) = "webhook.secret_rotated", 1;
    WebhookDisabled(WebhookDisabled) = "webhook.disabled", 1;
    WebhookEnabled(WebhookEnabled) = "webhook.enabled", 1;
    SigningKeyMade(SigningKeyMade) = "signing_key.made", 1;
    CommandRefused(CommandRefused) = "command.refused", 1;
}

impl Event {
    /// The date from which the event counts.
    pub fn effective(&self) -> NaiveDate {
        self.payload().effective()
    }
}
