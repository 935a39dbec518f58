//! Who may call an endpoint.

use crate::auth::Actor;
use crate::problem::Problem;
use quittance_store::keys::KeyRole;

/// The role that a caller needs at least, and the scope; [`crate::auth::Caller`] enforces both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    pub role: KeyRole,
    /// Any caller of the role, when absent.
    pub scope: Option<&'static str>,
}

impl Access {
    /// Refuses whoever lacks the role or the scope.
    ///
    /// # Errors
    /// [`Problem::Forbidden`].
    pub fn check(&self, actor: &Actor) -> Result<(), Problem> {
        // A scope comes first: published APIs know scopes, and roles are the ledger's own.
        if let Some(scope) = self.scope {
            actor.require_scope(scope)?;
        }
        actor.require(self.role)
    }
}
