//! Where requests come from: an address and what the caller says it is.
//!
//! An event names its origin by an id that is made of what it stands for, so that the chain covers
//! the address and the user agent, which themselves stand once in a table beside the book.
//! Whoever has the events alone, as an examiner does, cannot find the address by trying all there
//! are: the id is made of a salt too, which stands beside the address.
//!
//! An origin is written with the first event that names it and kept as long as that event, which is
//! for ever; what is asked of the ledger without being booked leaves none.

use crate::database::DatabaseError;
use crate::projector::Param;
use crate::seal::Keyring;
use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
use quittance_domain::CreditorId;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::net::IpAddr;
use std::ops::Deref;
use std::sync::Arc;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Row, Transaction};
use uuid::{Builder, Uuid};

/// The length of a salt.
const SALT: usize = 16;

/// Where a request came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    pub address: Option<IpAddr>,
    pub user_agent: Option<String>,
}

impl Origin {
    /// The origin as a creditor's events name it: everywhere by the same id, since the salt is made
    /// by the ledger's own key.
    pub fn named(self, keyring: &Keyring, creditor: CreditorId) -> NamedOrigin {
        let address = self.address.map(|address| address.to_string());
        let (address, agent) = (address.unwrap_or_default(), self.agent());
        let mut salt = keyring.lookup_hash("origin", &format!("{creditor} {address} {agent}"));
        salt.truncate(SALT);
        NamedOrigin {
            id: self.id(creditor, &salt),
            salt,
            origin: self,
        }
    }

    /// The id that events name it by: the first 16 bytes of SHA-256 over the salt, the creditor's id
    /// (16 bytes), the address as text, a zero byte, and the user agent, marked as a UUID of version
    /// 8 (RFC 9562).
    ///
    /// What is absent is empty.
    pub fn id(&self, creditor: CreditorId, salt: &[u8]) -> Uuid {
        let mut hasher = Sha256::new();
        hasher.update(salt);
        hasher.update(creditor.0.as_bytes());
        if let Some(address) = self.address {
            hasher.update(address.to_string());
        }
        hasher.update([0]);
        hasher.update(self.agent());
        let mut first = [0; 16];
        first.copy_from_slice(&hasher.finalize()[..16]);
        Builder::from_custom_bytes(first).into_uuid()
    }

    fn agent(&self) -> &str {
        self.user_agent.as_deref().unwrap_or_default()
    }
}

/// An origin with the id that a creditor's events name it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedOrigin {
    pub id: Uuid,
    salt: Vec<u8>,
    origin: Origin,
}

/// Who does something, as it stands in the book, and from where; cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    /// `key:…`, `user:…`, or the name of a part of the program.
    pub actor: Arc<str>,
    /// None for what the program does by itself and for its command line.
    pub origin: Option<Arc<NamedOrigin>>,
    /// The id of the request, for what has no request id of its own in the book.
    pub request: Option<Arc<str>>,
}

impl By {
    pub(crate) fn origin_id(&self) -> Option<Uuid> {
        self.origin.as_ref().map(|origin| origin.id)
    }
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
            request: None,
        }
    }
}

impl From<&By> for By {
    fn from(by: &By) -> By {
        by.clone()
    }
}

/// The statement that keeps origins; one that is kept already stays.
pub(crate) const INSERT: &str = include_str!("sql/insert_origins.sql");

/// The rows of [`INSERT`].
#[derive(Debug, Default)]
pub(crate) struct Columns {
    creditors: Vec<Uuid>,
    ids: Vec<Uuid>,
    salts: Vec<Vec<u8>>,
    addresses: Vec<Option<IpAddr>>,
    user_agents: Vec<Option<String>>,
}

impl Columns {
    pub fn push(&mut self, creditor: CreditorId, named: &NamedOrigin) {
        self.creditors.push(creditor.0);
        self.ids.push(named.id);
        self.salts.push(named.salt.clone());
        self.addresses.push(named.origin.address);
        self.user_agents.push(named.origin.user_agent.clone());
    }

    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The parameters of the statement, all but the last, which is when they were first seen.
    pub fn params(self) -> Vec<Param> {
        vec![
            Box::new(self.creditors),
            Box::new(self.ids),
            Box::new(self.salts),
            Box::new(self.addresses),
            Box::new(self.user_agents),
        ]
    }
}

/// Keeps the origin of an event of this creditor's in the transaction that appends it.
pub(crate) async fn keep(
    transaction: &Transaction<'_>,
    creditor: CreditorId,
    by: &By,
    at: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    if let Some(named) = &by.origin {
        let mut columns = Columns::default();
        columns.push(creditor, named);
        let mut params = columns.params();
        params.push(Box::new(at));
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|it| &**it as _).collect();
        transaction.execute(INSERT, &params).await?;
    }
    Ok(())
}

/// A creditor's origins by their ids, and whether each is what its id is made of.
///
/// # Errors
/// What the database says.
pub(crate) async fn checked(
    client: &Client,
    creditor: CreditorId,
) -> Result<HashMap<Uuid, bool>, tokio_postgres::Error> {
    let sql = include_str!("sql/read_origins.sql");
    let checked = |row: &Row| {
        let id: Uuid = row.get(0);
        let origin = Origin {
            address: row.get(2),
            user_agent: row.get(3),
        };
        (id, origin.id(creditor, row.get(1)) == id)
    };
    // One by one, since there may be as many as events.
    let rows = client.query_raw(sql, [creditor.0]).await?;
    rows.map_ok(|row| checked(&row)).try_collect().await
}
