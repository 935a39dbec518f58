//! From a credential to its actor, remembered for a moment.

use super::credential::{Bearer, Credential};
use super::{Actor, Subject, jwt};
use crate::app::App;
use crate::asked::Whence;
use crate::problem::Problem;
use crate::settings::closed_apis;
use chrono::{DateTime, TimeDelta, Utc};
use quittance_domain::CreditorId;
use quittance_store::keys::{self, ApiKey, hash_key};
use quittance_store::tokens::{self, TokenKind};
use quittance_store::{ids, users};
use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How long an actor that has been found is believed; a revoked one stops within this time, and at
/// once on the server that revoked it.
const BELIEVED: Duration = Duration::from_secs(5);
/// Actors remembered at most.
const REMEMBERED: usize = 10_000;
/// How old the note of a key's last use may be before it is written again.
const USE_NOTED: TimeDelta = TimeDelta::minutes(1);

/// Actors found lately, by the hash of their credential, which is not kept, and where they call from.
#[derive(Debug, Default)]
pub struct Actors {
    known: RwLock<HashMap<Calling, Known>>,
    /// Counts what was forgotten, so that a lookup that began before it is not remembered after.
    forgotten: AtomicU64,
}

/// The hash of a credential, and where it was used.
type Calling = ([u8; 32], Whence);

/// An actor and when it was looked up.
type Known = (Arc<Actor>, Instant);

impl Actors {
    /// The actor of a credential that is used from somewhere.
    ///
    /// The lookup is by the hash of 256 random bits, or by that of a signed text, so its timing
    /// tells nothing about other credentials.
    ///
    /// # Errors
    /// [`Problem::CredentialWrong`] for one that is unknown, revoked, disabled or expired.
    pub async fn actor(
        &self,
        app: &App,
        credential: Credential<'_>,
        whence: &Whence,
    ) -> Result<Arc<Actor>, Problem> {
        let calling = (hash_key(credential.text()), whence.clone());
        let known = self
            .known
            .read()
            .ok()
            .and_then(|known| known.get(&calling).cloned());
        let actor = match known {
            Some((actor, since)) if since.elapsed() < BELIEVED => actor,
            _ => self.look_up(app, credential, calling).await?,
        };
        if actor.expires_at.is_some_and(|expiry| expiry <= ids::now()) {
            return Err(Problem::CredentialWrong);
        }
        Ok(actor)
    }

    /// Makes the next request of a key or a user ask the database again.
    pub fn forget(&self, subject: Subject) {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
        if let Ok(mut known) = self.known.write() {
            known.retain(|_, (actor, _)| actor.subject != subject);
        }
    }

    /// Makes the next request of everybody of a creditor's ask the database again.
    pub fn forget_all_of(&self, creditor: CreditorId) {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
        if let Ok(mut known) = self.known.write() {
            known.retain(|_, (actor, _)| actor.creditor != creditor);
        }
    }

    async fn look_up(
        &self,
        app: &App,
        credential: Credential<'_>,
        calling: Calling,
    ) -> Result<Arc<Actor>, Problem> {
        let forgotten = self.forgotten.load(Ordering::SeqCst);
        let mut found = find(app, credential).await?;
        if let Some(actor) = &mut found {
            let origin = calling.1.origin().named(&app.keyring, actor.creditor);
            actor.name.origin = Some(Arc::new(origin));
            actor.closed_apis = closed_apis(app, actor.creditor).await?;
        }
        let found = found.map(Arc::new);
        if let Ok(mut known) = self.known.write() {
            match &found {
                None => {
                    known.remove(&calling);
                }
                Some(actor) if self.forgotten.load(Ordering::SeqCst) == forgotten => {
                    if known.len() >= REMEMBERED {
                        known.clear();
                    }
                    known.insert(calling, (Arc::clone(actor), Instant::now()));
                }
                Some(_) => {}
            }
        }
        found.ok_or(Problem::CredentialWrong)
    }
}

async fn find(app: &App, credential: Credential<'_>) -> Result<Option<Actor>, Problem> {
    match credential {
        Credential::Bearer(Bearer::ApiKey(key)) => {
            let key = keys::find(&app.readers, key).await?;
            Ok(key.and_then(|key| of_key(app, key)))
        }
        Credential::Bearer(Bearer::AccessToken(raw)) => {
            let Some(token) = tokens::find(&app.readers, TokenKind::Access, raw).await? else {
                return Ok(None);
            };
            let key = keys::read(&app.readers, token.grant.creditor, token.grant.subject).await?;
            let actor = key.and_then(|key| of_key(app, key));
            Ok(actor.map(|actor| Actor {
                scopes: token.grant.scopes,
                expires_at: earlier(actor.expires_at, token.expires_at),
                ..actor
            }))
        }
        Credential::Bearer(Bearer::Signed(text)) => {
            let Some(claims) = jwt::verify(&app.jwt_key, text, ids::now()) else {
                return Ok(None);
            };
            let creditor = CreditorId(claims.creditor);
            of_user(app, creditor, claims.sub, claims.issued(), claims.expires()).await
        }
        Credential::Session(raw) => {
            let Some(token) = tokens::find(&app.readers, TokenKind::Session, raw).await? else {
                return Ok(None);
            };
            let (creditor, user) = (token.grant.creditor, token.grant.subject);
            of_user(app, creditor, user, token.issued_at, token.expires_at).await
        }
    }
}

fn of_key(app: &App, key: ApiKey) -> Option<Actor> {
    let now = ids::now();
    if !key.is_valid(now) {
        return None;
    }
    if key.last_used_at.is_none_or(|last| now - last > USE_NOTED) {
        note_use(app.clone(), key.creditor, key.id, now);
    }
    let subject = Subject::Key(key.id);
    Some(Actor {
        creditor: key.creditor,
        subject,
        role: key.role,
        scopes: key.scopes,
        name: subject.to_string().as_str().into(),
        expires_at: key.expires_at,
        closed_apis: BTreeSet::new(),
    })
}

/// Writes the last use of a key beside the request, which does not wait for it.
fn note_use(app: App, creditor: CreditorId, key: Uuid, at: DateTime<Utc>) {
    tokio::spawn(async move {
        let noted = async {
            let mut client = app.registrar.client().await?;
            keys::touch(&mut client, creditor, key, at).await
        };
        if let Err(error) = noted.await {
            tracing::debug!(%error, "the last use of a key was not noted");
        }
    });
}

/// The user, when what was issued to it then still counts.
async fn of_user(
    app: &App,
    creditor: CreditorId,
    id: Uuid,
    issued_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<Option<Actor>, Problem> {
    let user = users::read(&app.readers, creditor, id).await?;
    // A signed token knows its time to the second only.
    let counts = |from: DateTime<Utc>| issued_at.timestamp() >= from.timestamp();
    let user = user.filter(|user| user.disabled_at.is_none() && counts(user.valid_from));
    let subject = Subject::User(id);
    Ok(user.map(|user| Actor {
        creditor,
        subject,
        role: user.role,
        scopes: Vec::new(),
        name: subject.to_string().as_str().into(),
        expires_at: Some(expires_at),
        closed_apis: BTreeSet::new(),
    }))
}

fn earlier(one: Option<DateTime<Utc>>, other: DateTime<Utc>) -> Option<DateTime<Utc>> {
    Some(one.map_or(other, |one| one.min(other)))
}
