//! The head of a book as it is published: the number of its last event and that event's hash.
//!
//! A head stands for the whole book up to it. Kept where the creditor cannot change it, it is the
//! anchor by which a book that was written anew from some event on is told from the real one.

use chrono::{DateTime, Utc};
use quittance_domain::CreditorId;
use quittance_store::DatabaseError;
use quittance_store::chain::{GENESIS, Hash};
use quittance_store::creditors::tenant;
use quittance_store::signing::SigningKey;
use serde::Serialize;
use std::fmt;
use std::str::FromStr;
use tokio_postgres::Client;
use uuid::Uuid;

/// A head, as text `SEQUENCE:HASH`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    pub sequence: i64,
    pub hash: Hash,
}

/// The text is not a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a head is SEQUENCE:HASH, the hash as 64 hexadecimal digits")]
pub struct NotAHead;

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.sequence, hex::encode(self.hash))
    }
}

impl FromStr for Head {
    type Err = NotAHead;

    fn from_str(text: &str) -> Result<Head, NotAHead> {
        let (sequence, digits) = text.trim().split_once(':').ok_or(NotAHead)?;
        let mut hash = [0; 32];
        hex::decode_to_slice(digits, &mut hash).map_err(|_| NotAHead)?;
        let sequence = sequence.parse().ok().filter(|sequence| *sequence > 0);
        Ok(Head {
            sequence: sequence.ok_or(NotAHead)?,
            hash,
        })
    }
}

/// A head with the creditor's signature, as it is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Published {
    pub creditor: Uuid,
    /// As [`Head`] is written.
    pub head: String,
    pub recorded_at: DateTime<Utc>,
    /// Ed25519, in hexadecimal digits.
    pub public_key: String,
    /// Over [`signed_text`], in hexadecimal digits.
    pub signature: String,
}

/// The exact text that the signature of a published head covers.
pub fn signed_text(creditor: Uuid, head: &str) -> String {
    format!("quittance-head-1\n{creditor}\n{head}\n")
}

/// The head of a creditor's book at this moment, signed.
///
/// # Errors
/// [`DatabaseError`].
pub async fn published(
    client: &mut Client,
    creditor: CreditorId,
    key: &SigningKey,
) -> Result<Published, DatabaseError> {
    let transaction = client.transaction().await?;
    transaction.batch_execute(&tenant(creditor)).await?;
    let sql = include_str!("sql/head.sql");
    let row = transaction.query_one(sql, &[&creditor.0]).await?;
    transaction.commit().await?;
    let head = Head {
        sequence: row.try_get(0)?,
        hash: row.try_get::<_, Vec<u8>>(1)?.try_into().unwrap_or(GENESIS),
    }
    .to_string();
    let signature = key.sign(signed_text(creditor.0, &head).as_bytes());
    Ok(Published {
        creditor: creditor.0,
        recorded_at: row.try_get(2)?,
        public_key: key.public().to_string(),
        signature: hex::encode(signature),
        head,
    })
}
