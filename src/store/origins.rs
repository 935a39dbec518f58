//! Where requests come from: an address and what the caller says it is.
//!
//! An event names its origin by an id that is made of what it stands for, so that the chain covers
//! the address and the user agent, which themselves stand once in a table beside the book.

use crate::creditors;
use crate::database::DatabaseError;
use chrono::{DateTime, Utc};
use quittance_domain::CreditorId;
use sha2::{Digest, Sha256};
use std::net::IpAddr;
use std::ops::Deref;
use std::sync::Arc;
use tokio_postgres::Client;
use uuid::{Builder, Uuid};

/// Where a request came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    pub address: Option<IpAddr>,
    pub user_agent: Option<String>,
}

impl Origin {
    /// The id that events name it by: the first 16 bytes of SHA-256 over the creditor's id (16 bytes),
    /// the address as text, a zero byte, and the user agent, marked as a UUID of version 8 (RFC 9562).
    ///
    /// What is absent is empty.
    pub fn id(&self, creditor: CreditorId) -> Uuid {
        let mut hasher = Sha256::new();
        hasher.update(creditor.0.as_bytes());
        if let Some(address) = self.address {
            hasher.update(address.to_string());
        }
        hasher.update([0]);
        hasher.update(self.user_agent.as_deref().unwrap_or_default());
        let mut first = [0; 16];
        first.copy_from_slice(&hasher.finalize()[..16]);
        Builder::from_custom_bytes(first).into_uuid()
    }
}

/// Who does something, as it stands in the book, and from where; cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    /// `key:…`, `user:…`, or the name of a part of the program.
    pub actor: Arc<str>,
    /// None for what the program does by itself and for its command line.
    pub origin: Option<Uuid>,
}

impl Deref for By {
    type Target = str;
    fn deref(&self) -> &str {
        &self.actor
    }
}

impl From<&str> for By {
    fn from(actor: &str) -> By {
        Arc::<str>::from(actor).into()
    }
}

impl From<Arc<str>> for By {
    fn from(actor: Arc<str>) -> By {
        By {
            actor,
            origin: None,
        }
    }
}

impl From<&By> for By {
    fn from(by: &By) -> By {
        by.clone()
    }
}

/// Keeps an origin, so that events of this creditor's may name it; one that is kept already stays.
///
/// # Errors
/// [`DatabaseError`].
pub async fn keep(
    client: &mut Client,
    creditor: CreditorId,
    origin: &Origin,
    at: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    let transaction = creditors::begin(client, creditor).await?;
    let columns: [&(dyn tokio_postgres::types::ToSql + Sync); 5] = [
        &creditor.0,
        &origin.id(creditor),
        &origin.address,
        &origin.user_agent,
        &at,
    ];
    let sql = include_str!("sql/insert_origin.sql");
    transaction.execute(sql, &columns).await?;
    Ok(transaction.commit().await?)
}
