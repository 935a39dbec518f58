//! Request ids of what is written beside the writer, such as keys and users.
//!
//! They stand in one table with those of commands, so that an id is good for one request, whatever
//! it asks for.
//! What is kept may be secret, so it is sealed; a request may hold a password, which a digest
//! without a key would let be guessed.

use crate::creditors::begin;
use crate::database::DatabaseError;
use crate::ids;
use crate::seal::Keyring;
use crate::writer::RequestKey;
use quittance_domain::CreditorId;
use std::fmt;
use tokio_postgres::{Client, Transaction};

/// How a write begins.
#[derive(Debug)]
pub enum Begun<'a> {
    /// It is to be done.
    Open(Box<Once<'a>>),
    /// It was done; this is what was kept of it.
    Done(String),
    /// The id was used for another request.
    Reused,
}

/// A transaction in which something is written once.
pub struct Once<'a> {
    transaction: Transaction<'a>,
    keyring: &'a Keyring,
    creditor: CreditorId,
    /// The id and the keyed digest of the request.
    request: Option<(&'a str, [u8; 32])>,
}

impl fmt::Debug for Once<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Once")
            .field("creditor", &self.creditor)
            .finish_non_exhaustive()
    }
}

impl<'a> Once<'a> {
    /// Begins a write of a creditor's; one without a request id is always to be done.
    ///
    /// The lock of the book's head is taken before the id is looked up, so of two that come
    /// together one is done.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn begin(
        client: &'a mut Client,
        keyring: &'a Keyring,
        creditor: CreditorId,
        request: Option<&'a RequestKey>,
    ) -> Result<Begun<'a>, DatabaseError> {
        let transaction = begin(client, creditor).await?;
        let request = request.map(|key| (&*key.id, key.clone().keyed(keyring).digest));
        if let Some((id, digest)) = &request {
            let head = include_str!("sql/lock_head.sql");
            transaction.query_one(head, &[&creditor.0]).await?;
            let sql = include_str!("sql/read_request.sql");
            if let Some(row) = transaction.query_opt(sql, &[&creditor.0, id]).await? {
                let (before, kept): (&[u8], Option<&[u8]>) = (row.get(0), row.get(1));
                let kept = kept.filter(|_| before == digest).and_then(|kept| {
                    let text = std::str::from_utf8(kept).ok()?;
                    keyring.open_secret(creditor.0, text).ok()
                });
                return Ok(kept.map_or(Begun::Reused, Begun::Done));
            }
        }
        Ok(Begun::Open(Box::new(Once {
            transaction,
            keyring,
            creditor,
            request,
        })))
    }

    /// The transaction to write in.
    pub fn transaction(&self) -> &Transaction<'a> {
        &self.transaction
    }

    /// Commits, keeping what a repetition is answered by.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn finish(self, status: u16, kept: &str) -> Result<(), DatabaseError> {
        if let Some((id, digest)) = &self.request {
            let sealed = self.keyring.seal_secret(self.creditor.0, kept);
            let sealed = sealed.map_err(|_| DatabaseError::Busy)?.into_bytes();
            let status = i16::try_from(status).unwrap_or_default();
            let columns: [&(dyn tokio_postgres::types::ToSql + Sync); 6] = [
                &self.creditor.0,
                id,
                &digest.as_slice(),
                &status,
                &ids::now(),
                &sealed,
            ];
            let sql = include_str!("sql/insert_request.sql");
            self.transaction.execute(sql, &columns).await?;
        }
        Ok(self.transaction.commit().await?)
    }
}
