//! Who is calling: one [`Actor`] from any credential.

use crate::app::App;
use crate::problem::{Problem, Rejected, Surface};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use quittance_domain::CreditorId;
use quittance_store::ids;
use quittance_store::keys::{self, KeyRole, hash_key};
use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant};

/// How long a key that has been found is believed; a revoked one stops within this time.
const BELIEVED: Duration = Duration::from_secs(5);
/// Keys remembered at most.
const REMEMBERED: usize = 10_000;

/// Whoever a credential stands for.
#[derive(Debug)]
pub struct Actor {
    pub creditor: CreditorId,
    pub role: KeyRole,
    /// Empty means every scope.
    pub scopes: Vec<String>,
    /// As it stands in the book.
    pub name: Arc<str>,
    expires_at: Option<chrono::DateTime<chrono::Utc>>,
}

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

    /// Refuses an actor without the scope; no scopes at all means every scope.
    ///
    /// # Errors
    /// [`Problem::Forbidden`].
    pub fn require_scope(&self, scope: &'static str) -> Result<(), Problem> {
        let granted = self.scopes.is_empty() || self.scopes.iter().any(|held| held == scope);
        if granted {
            Ok(())
        } else {
            Err(Problem::Forbidden { needs: scope })
        }
    }
}

/// Keys found lately, by their hash: the raw key is not kept.
#[derive(Debug, Default)]
pub struct Keys(RwLock<HashMap<[u8; 32], Known>>);

/// An actor and when its key was looked up.
type Known = (Arc<Actor>, Instant);

impl Keys {
    /// The actor of a raw key.
    ///
    /// The lookup is by the hash of a 256-bit random key, so its timing tells nothing about keys.
    ///
    /// # Errors
    /// [`Problem::CredentialWrong`] for an unknown, revoked or expired key.
    pub async fn actor(&self, app: &App, key: &str) -> Result<Arc<Actor>, Problem> {
        let hash = hash_key(key);
        let known = self
            .0
            .read()
            .ok()
            .and_then(|known| known.get(&hash).cloned());
        let actor = match known {
            Some((actor, since)) if since.elapsed() < BELIEVED => actor,
            _ => self.find(app, key, hash).await?,
        };
        if actor.expires_at.is_some_and(|expiry| expiry <= ids::now()) {
            return Err(Problem::CredentialWrong);
        }
        Ok(actor)
    }

    async fn find(&self, app: &App, key: &str, hash: [u8; 32]) -> Result<Arc<Actor>, Problem> {
        let found = keys::find(&app.readers, key).await?;
        let found = found.filter(|found| found.revoked_at.is_none());
        let Some(found) = found else {
            if let Ok(mut known) = self.0.write() {
                known.remove(&hash);
            }
            return Err(Problem::CredentialWrong);
        };
        let actor = Arc::new(Actor {
            creditor: found.creditor,
            role: found.role,
            scopes: found.scopes,
            name: format!("key:{}", found.id).into(),
            expires_at: found.expires_at,
        });
        if let Ok(mut known) = self.0.write() {
            if known.len() >= REMEMBERED {
                known.clear();
            }
            known.insert(hash, (Arc::clone(&actor), Instant::now()));
        }
        Ok(actor)
    }
}

/// The key that a request carries: `X-API-Key`, or else a bearer token.
fn credential(headers: &HeaderMap) -> Option<&str> {
    let key = headers
        .get("x-api-key")
        .and_then(|value| value.to_str().ok())
        .map(str::trim);
    if let Some(key) = key.filter(|key| !key.is_empty()) {
        return Some(key);
    }
    let (scheme, token) = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

/// The authenticated caller of a request to surface `S`.
#[derive(Debug)]
pub struct Caller<S>(pub Arc<Actor>, PhantomData<S>);

impl<S> std::ops::Deref for Caller<S> {
    type Target = Actor;
    fn deref(&self) -> &Actor {
        &self.0
    }
}

impl<S: Surface> FromRequestParts<App> for Caller<S> {
    type Rejection = Rejected<S>;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Rejected<S>> {
        let key = credential(&parts.headers).ok_or(Problem::CredentialMissing)?;
        Ok(Caller(app.keys.actor(app, key).await?, PhantomData))
    }
}
