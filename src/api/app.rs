//! What every handler shares.

use crate::auth::Actors;
use crate::auth::login::Hashing;
use crate::denials::{Denials, Retention};
use crate::limits::{Limits, TrustedProxies};
use crate::problem::Problem;
use crate::profile::Profiles;
use quittance_domain::{AccountId, CreditorId, Currency};
use quittance_store::egress::Reach;
use quittance_store::seal::Keyring;
use quittance_store::{Heads, Readers, Registrar, Writer};
use std::collections::HashMap;
use std::sync::{Arc, RwLock};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use uuid::Uuid;

/// The server's state; cheap to clone.
#[derive(Clone, Debug)]
pub struct App(Arc<Shared>);

/// What whoever runs the server chooses.
#[derive(Debug, Default)]
pub struct Settings {
    pub limits: Limits,
    pub trusted_proxies: TrustedProxies,
    /// Browsers are to send cookies over TLS only.
    pub secure_cookies: bool,
    /// Where webhooks may lead.
    pub webhook_reach: Reach,
    /// How long denied attempts are kept.
    pub denials_kept: Retention,
}

#[derive(Debug)]
pub struct Shared {
    pub writer: Writer,
    pub readers: Readers,
    pub registrar: Registrar,
    pub keyring: Keyring,
    pub settings: Settings,
    pub actors: Actors,
    pub hashing: Hashing,
    /// Signs the tokens of the creditor portal.
    pub jwt_key: [u8; 32],
    /// Signs tokens against cross-site request forgery.
    pub csrf_key: [u8; 32],
    pub profiles: Profiles,
    /// Where denied attempts go.
    pub denials: Denials,
    /// Wakes those who wait for events.
    pub heads: Heads,
    /// The places of those who wait.
    pub waiting: Arc<Semaphore>,
    exports: Arc<Semaphore>,
    currencies: RwLock<HashMap<(CreditorId, AccountId), Currency>>,
}

/// Requests that may wait for events at once; more are told to come back.
const WAITING: usize = 4_096;

/// Exports that may be sent at once; each keeps a database connection for as long as its caller reads.
const EXPORTS: usize = 8;

/// Accounts whose currency is remembered at most; it never changes, so forgetting costs a read.
const REMEMBERED_CURRENCIES: usize = 1_000_000;

impl std::ops::Deref for App {
    type Target = Shared;
    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl App {
    pub fn new(
        writer: Writer,
        readers: Readers,
        registrar: Registrar,
        keyring: Keyring,
        settings: Settings,
    ) -> App {
        let denials = Denials::start(
            readers.database().clone(),
            registrar.clone(),
            settings.denials_kept,
        );
        App(Arc::new(Shared {
            writer,
            denials,
            heads: Heads::new(readers.clone()),
            waiting: Arc::new(Semaphore::new(WAITING)),
            exports: Arc::new(Semaphore::new(EXPORTS)),
            readers,
            registrar,
            jwt_key: keyring.derive("creditor portal tokens"),
            csrf_key: keyring.derive("cross-site request forgery"),
            keyring,
            settings,
            actors: Actors::default(),
            hashing: Hashing::default(),
            profiles: Profiles::default(),
            currencies: RwLock::default(),
        }))
    }

    /// Leave to send an export, for as long as it is kept.
    ///
    /// # Errors
    /// [`Problem::Unavailable`] when as many as may be are being sent.
    pub fn exporting(&self) -> Result<OwnedSemaphorePermit, Problem> {
        let leave = Arc::clone(&self.exports).try_acquire_owned();
        leave.map_err(|_| Problem::Unavailable)
    }

    /// The currency of an account, in which the amounts of a request about it are read.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when the creditor has no such account.
    pub async fn currency(
        &self,
        creditor: CreditorId,
        account: AccountId,
    ) -> Result<Currency, Problem> {
        if let Some(currency) = self.known_currency(creditor, account) {
            return Ok(currency);
        }
        let read = self.currencies(creditor, &[account]).await?;
        let currency = read.get(&account).copied();
        currency.ok_or(Problem::not_found("loan"))
    }

    /// The currencies of accounts; one that the creditor does not have is left out.
    ///
    /// # Errors
    /// What the database says.
    pub async fn currencies(
        &self,
        creditor: CreditorId,
        accounts: &[AccountId],
    ) -> Result<HashMap<AccountId, Currency>, Problem> {
        let mut found = HashMap::with_capacity(accounts.len());
        let mut missing: Vec<Uuid> = Vec::new();
        for account in accounts {
            match self.known_currency(creditor, *account) {
                Some(currency) => _ = found.insert(*account, currency),
                None => missing.push(account.0),
            }
        }
        if missing.is_empty() {
            return Ok(found);
        }
        let mut reader = self.readers.of(creditor).await?;
        let sql = include_str!("sql/read_currencies.sql");
        let rows = reader.query(sql, &[&creditor.0, &missing]).await?;
        let mut read = Vec::with_capacity(rows.len());
        for row in &rows {
            let currency = row.get::<_, &str>(1).parse().map_err(Problem::defect)?;
            read.push((AccountId(row.get(0)), currency));
        }
        if let Ok(mut known) = self.currencies.write() {
            if known.len() + read.len() > REMEMBERED_CURRENCIES {
                known.clear();
            }
            known.extend(read.iter().map(|(account, c)| ((creditor, *account), *c)));
        }
        found.extend(read);
        Ok(found)
    }

    fn known_currency(&self, creditor: CreditorId, account: AccountId) -> Option<Currency> {
        let known = self.currencies.read().ok()?;
        known.get(&(creditor, account)).copied()
    }
}
