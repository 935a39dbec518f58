//! One moment of the ledger, read by one connection or shared with another.

use super::RebuildError;
use super::compare::{lock_statement, tables};
use quittance_domain::CreditorId;
use quittance_store::{Database, Role};
use tokio_postgres::Client;

/// A connection inside a read-only transaction that sees one moment.
#[derive(Debug)]
pub struct Snapshot {
    pub client: Client,
    id: String,
}

impl Snapshot {
    /// Takes the snapshot of this moment and keeps the read tables from being swapped meanwhile.
    ///
    /// # Errors
    /// [`RebuildError`].
    pub async fn take(database: &Database) -> Result<Snapshot, RebuildError> {
        let client = database.connect(Role::Reader).await?;
        let lock = lock_statement(&tables(&client).await?, "ACCESS SHARE");
        // LOCK takes no snapshot yet, so the tables that the snapshot will see are those that are
        // locked: one that is swapped in after the snapshot would look empty.
        client
            .batch_execute(&format!(
                "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; {lock}"
            ))
            .await?;
        let row = client.query_one("SELECT pg_export_snapshot()", &[]).await?;
        let id = row.try_get(0)?;
        Ok(Snapshot { client, id })
    }

    /// Puts another connection into a transaction of the same moment.
    ///
    /// # Errors
    /// [`RebuildError`].
    pub async fn share(&self, client: &Client) -> Result<(), RebuildError> {
        let begin = format!(
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET TRANSACTION SNAPSHOT '{}'",
            self.id
        );
        Ok(client.batch_execute(&begin).await?)
    }

    /// Makes a creditor the tenant and gives the length of its book, which may not exist yet.
    ///
    /// # Errors
    /// [`RebuildError`].
    pub async fn head(&self, creditor: CreditorId) -> Result<i64, RebuildError> {
        head(&self.client, creditor).await
    }
}

/// Makes a creditor the tenant of a connection and gives the length of its book.
pub(crate) async fn head(client: &Client, creditor: CreditorId) -> Result<i64, RebuildError> {
    let tenant = format!("SET quittance.creditors = '{creditor}'");
    client.batch_execute(&tenant).await?;
    let row = client
        .query_opt(include_str!("head.sql"), &[&creditor.0])
        .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?.unwrap_or(0))
}
