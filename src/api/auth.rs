//! Who is calling: one [`Actor`] from any credential.
//!
//! Shape: [`credential`] reads what a request carries, [`actors`] finds out whom it stands for and
//! remembers it for a moment, [`Caller`] is the extractor that handlers take.
//! A credential is an API key, an access token given for one, a signed token of the creditor
//! portal, or the session cookie of a browser, which only surfaces with sessions look at.

pub mod actors;
mod caller;
pub mod cookies;
pub mod credential;
pub mod csrf;
pub mod jwt;
mod lasting;
pub mod login;
mod mac;

pub use actors::Actors;
pub use caller::Caller;
pub use lasting::Lasting;

use crate::problem::Problem;
use chrono::{DateTime, Utc};
use quittance_domain::CreditorId;
use quittance_domain::creditor::Api;
use quittance_store::By;
use quittance_store::keys::KeyRole;
use std::collections::BTreeSet;
use std::fmt;
use uuid::Uuid;

/// Whom a credential belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A machine, by its API key.
    Key(Uuid),
    /// A person.
    User(Uuid),
}

/// As it stands in the book.
impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Subject::Key(id) => write!(f, "key:{id}"),
            Subject::User(id) => write!(f, "user:{id}"),
        }
    }
}

/// Whoever a credential stands for.
#[derive(Clone, Debug)]
pub struct Actor {
    pub creditor: CreditorId,
    pub subject: Subject,
    pub role: KeyRole,
    /// Empty means every scope.
    pub scopes: Vec<String>,
    /// As it stands in the book, with where it calls from.
    pub name: By,
    expires_at: Option<DateTime<Utc>>,
    /// The published APIs that are closed to the creditor.
    closed_apis: BTreeSet<Api>,
}

/// What a caller lacks whose creditor an API is closed to.
pub const API_ACCESS: &str = "API access";

impl Actor {
    /// Refuses an actor below the role.
    ///
    /// # Errors
    /// [`Problem::Forbidden`].
    pub fn require(&self, role: KeyRole) -> Result<(), Problem> {
        if self.role >= role {
            Ok(())
        } else {
            Err(Problem::Forbidden { needs: role.name() })
        }
    }

    /// Refuses an actor whose creditor the API is closed to.
    ///
    /// # Errors
    /// [`Problem::Forbidden`].
    pub fn require_api(&self, api: Api) -> Result<(), Problem> {
        if self.closed_apis.contains(&api) {
            Err(Problem::Forbidden { needs: API_ACCESS })
        } else {
            Ok(())
        }
    }

    /// Refuses an actor without the scope; no scopes at all means every scope.
    ///
    /// # Errors
    /// [`Problem::Forbidden`].
    pub fn require_scope(&self, scope: &'static str) -> Result<(), Problem> {
        if self.has_scope(scope) {
            Ok(())
        } else {
            Err(Problem::Forbidden { needs: scope })
        }
    }

    /// Whether the actor's scopes cover this one.
    pub fn has_scope(&self, scope: &str) -> bool {
        self.scopes.is_empty() || self.scopes.iter().any(|held| held == scope)
    }
}
