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
