//! The keys of a ledger: opening them, and giving the ledger another master key.
//!
//! Every program that works with a master key alone holds a lock on it. Another key takes its place
//! only when nobody holds that lock any more, so that no program is left that cannot open what has
//! been wrapped anew.
//!
//! A lock goes with its connection, so one is held by each connection on which wrapped keys are
//! written too: whatever becomes of the database, nothing is wrapped under a key about to be
//! forgotten, since the connection that would write it is not had without the lock.

use crate::creditors;
use crate::database::{Database, DatabaseError, Role};
use crate::seal::{Keyring, LEDGER, MasterKey, MasterKeys, SealError};
use quittance_domain::CreditorId;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio_postgres::Client;
use uuid::Uuid;

/// Consumers' keys wrapped anew at once.
const PAGE: i64 = 1_000;

/// Why a ledger's keys could not be had or wrapped anew.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error("this is not the master key of the ledger")]
    OtherMasterKey,
    #[error("the ledger is being given another master key; start with that one")]
    Retired,
    #[error(
        "a program that knows the former master key alone is running; stop it, or start it anew \
         with both"
    )]
    InUse,
    #[error("the key of consumer {0} opens with neither master key")]
    Lost(Uuid),
}

impl From<tokio_postgres::Error> for KeyringError {
    fn from(error: tokio_postgres::Error) -> KeyringError {
        KeyringError::Database(DatabaseError::Statement(error))
    }
}

/// How often it is looked whether a lock has gone with its connection.
const LOOK: Duration = Duration::from_secs(1);

/// For as long as this lives, others know that a program works with a master key.
///
/// A lock that goes with its connection is taken again as soon as the database is back.
#[derive(Debug)]
pub struct Held(JoinHandle<KeyringError>);

impl Held {
    /// Comes back when the lock cannot be had any more, since the ledger has been given another
    /// master key meanwhile, and says so.
    pub async fn lost(&mut self) -> KeyringError {
        match (&mut self.0).await {
            Ok(error) => error,
            Err(_) => std::future::pending().await,
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Opens the keys of a ledger; a new ledger's own key is drawn.
///
/// # Errors
/// [`KeyringError::OtherMasterKey`] or [`KeyringError::Retired`] when the master key is of no use
/// here, and what the database says.
pub async fn open(
    database: &Database,
    master: MasterKeys,
) -> Result<(Keyring, Held), KeyringError> {
    let client = database.connect(Role::Writer).await?;
    lock(&client, &master).await?;
    let (_, drawn) = Keyring::draw(master.clone())?;
    let sql = include_str!("sql/insert_ledger_key.sql");
    client.execute(sql, &[&drawn]).await?;
    let keyring = ledger_key(&client, master.clone()).await?;
    let held = tokio::spawn(keep_holding(client, database.clone(), master));
    Ok((keyring, Held(held)))
}

/// Makes a connection hold the lock of the master key that wraps what is new, which must still be
/// one of the ledger's.
///
/// # Errors
/// [`KeyringError::OtherMasterKey`] or [`KeyringError::Retired`], and what the database says.
pub(crate) async fn hold(client: &Client, keyring: &Keyring) -> Result<(), KeyringError> {
    let master = keyring.master();
    lock(client, master).await?;
    // Only under the lock: before it, another key could still have taken its place.
    ledger_key(client, master.clone()).await?;
    Ok(())
}

async fn lock(client: &Client, master: &MasterKeys) -> Result<(), KeyringError> {
    let sql = include_str!("sql/hold_master_key.sql");
    let held = client.query_one(sql, &[&master.current.mark()]).await?;
    match held.get(0) {
        true => Ok(()),
        false => Err(KeyringError::Retired),
    }
}

async fn ledger_key(client: &Client, master: MasterKeys) -> Result<Keyring, KeyringError> {
    let sql = include_str!("sql/read_ledger_key.sql");
    let row = client.query_one(sql, &[]).await?;
    Keyring::of(master, row.get(0)).map_err(|_| KeyringError::OtherMasterKey)
}

/// Takes the lock again whenever its connection has ended, until it cannot be had any more.
async fn keep_holding(mut client: Client, database: Database, master: MasterKeys) -> KeyringError {
    let again = async || {
        let client = database.connect(Role::Writer).await?;
        lock(&client, &master).await?;
        ledger_key(&client, master.clone()).await?;
        Ok(client)
    };
    loop {
        tokio::time::sleep(LOOK).await;
        if !client.is_closed() {
            continue;
        }
        match again().await {
            Ok(connected) => client = connected,
            Err(KeyringError::OtherMasterKey) => return KeyringError::OtherMasterKey,
            // The database is away, or the change to another key may yet be given up.
            Err(error) => tracing::warn!(%error, "the lock of the master key is not held"),
        }
    }
}

/// The change from one master key to another, which no program with the former alone can begin
/// to work beside.
#[derive(Debug)]
pub struct Rekeying {
    /// Holds the former key's lock, alone.
    client: Client,
    database: Database,
}

/// How far wrapping anew has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rekeyed {
    /// Consumers' keys seen.
    pub seen: u64,
    /// Of those, the ones that were wrapped by the former key.
    pub wrapped: u64,
}

impl Rekeying {
    /// Begins the change away from a master key.
    ///
    /// # Errors
    /// [`KeyringError::InUse`] while a program works with that key alone.
    pub async fn begin(database: &Database, former: &MasterKey) -> Result<Rekeying, KeyringError> {
        let client = database.connect(Role::Writer).await?;
        let sql = include_str!("sql/retire_master_key.sql");
        let row = client.query_one(sql, &[&former.mark()]).await?;
        match row.get(0) {
            true => {
                let database = database.clone();
                Ok(Rekeying { client, database })
            }
            false => Err(KeyringError::InUse),
        }
    }

    /// Wraps the ledger's own key and those of all consumers of these creditors by the current
    /// master key; no event is touched.
    ///
    /// It can be interrupted, and done again.
    ///
    /// # Errors
    /// [`KeyringError::Lost`] for a key that neither master key opens; those before it stay
    /// wrapped anew.
    pub async fn finish(
        mut self,
        master: &MasterKeys,
        mut progress: impl FnMut(Rekeyed),
    ) -> Result<Rekeyed, KeyringError> {
        let sql = include_str!("sql/read_ledger_key.sql");
        let row = self.client.query_one(sql, &[]).await?;
        let rewrapped = master.rewrap(LEDGER, row.get(0));
        if let Some(wrapped) = rewrapped.map_err(|_| KeyringError::OtherMasterKey)? {
            let sql = include_str!("sql/rewrap_ledger_key.sql");
            self.client.execute(sql, &[&wrapped]).await?;
        }
        let mut done = Rekeyed::default();
        let owner = self.database.connect(Role::Owner).await?;
        for (creditor, _) in creditors::list(&owner).await? {
            let mut after = Uuid::nil();
            while let Some(last) = self.page(master, creditor, after, &mut done).await? {
                after = last;
                progress(done);
            }
        }
        // At once, and not when Postgres sees that the connection has gone: whoever comes with the
        // former key is told that it is not the ledger's, not that the change is going on.
        let sql = include_str!("sql/release_master_key.sql");
        self.client.execute(sql, &[]).await?;
        Ok(done)
    }

    /// Wraps the next consumers' keys; comes back with the last consumer of the page.
    async fn page(
        &mut self,
        master: &MasterKeys,
        creditor: CreditorId,
        after: Uuid,
        done: &mut Rekeyed,
    ) -> Result<Option<Uuid>, KeyringError> {
        let transaction = creditors::begin(&mut self.client, creditor).await?;
        let sql = include_str!("sql/list_consumer_keys.sql");
        let rows = transaction
            .query(sql, &[&creditor.0, &after, &PAGE])
            .await?;
        let (mut consumers, mut former, mut current) = (vec![], vec![], vec![]);
        for row in &rows {
            let (consumer, wrapped): (Uuid, &[u8]) = (row.get(0), row.get(1));
            let rewrapped = master.rewrap(consumer, wrapped);
            if let Some(rewrapped) = rewrapped.map_err(|_| KeyringError::Lost(consumer))? {
                consumers.push(consumer);
                former.push(wrapped);
                current.push(rewrapped);
            }
        }
        let sql = include_str!("sql/rewrap_consumer_keys.sql");
        transaction
            .execute(sql, &[&creditor.0, &consumers, &former, &current])
            .await?;
        transaction.commit().await?;
        done.seen += rows.len() as u64;
        done.wrapped += consumers.len() as u64;
        Ok(rows.last().map(|row| row.get(0)))
    }
}
