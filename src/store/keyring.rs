//! The keys of a ledger: opening them, and giving the ledger another master key.
//!
//! Every program that works with a master key alone holds a lock on it. Another key takes its place
//! only when nobody holds that lock any more, so that no program is left that cannot open what has
//! been wrapped anew, or that wraps something under a key about to be forgotten.

use crate::database::{Database, DatabaseError, Role};
use crate::seal::{Keyring, LEDGER, MasterKey, MasterKeys, SealError};
use quittance_domain::CreditorId;
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

/// For as long as this lives, others know that a program works with a master key.
#[derive(Debug)]
pub struct Held(#[expect(dead_code, reason = "its connection has the lock")] Client);

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
    let sql = include_str!("sql/hold_master_key.sql");
    let held = client.query_one(sql, &[&master.current.mark()]).await?;
    if !held.get::<_, bool>(0) {
        return Err(KeyringError::Retired);
    }
    let (_, drawn) = Keyring::draw(master.clone())?;
    let sql = include_str!("sql/insert_ledger_key.sql");
    client.execute(sql, &[&drawn]).await?;
    let sql = include_str!("sql/read_ledger_key.sql");
    let row = client.query_one(sql, &[]).await?;
    let keyring = Keyring::of(master, row.get(0)).map_err(|_| KeyringError::OtherMasterKey)?;
    Ok((keyring, Held(client)))
}

/// The change from one master key to another, which no program with the former alone can begin
/// to work beside.
#[derive(Debug)]
pub struct Rekeying {
    client: Client,
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
            true => Ok(Rekeying { client }),
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
        creditors: &[CreditorId],
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
        for creditor in creditors {
            let mut after = Uuid::nil();
            while let Some(last) = self.page(master, *creditor, after, &mut done).await? {
                after = last;
                progress(done);
            }
        }
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
        let transaction = crate::creditors::begin(&mut self.client, creditor).await?;
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
