//! A creditor's own events: what is in its book beside its accounts.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The creditor's book begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditorRegistered {
    pub name: Box<str>,
    pub books: crate::journal::Books,
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
