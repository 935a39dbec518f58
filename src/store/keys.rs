//! API keys: 256 random bits, shown once, kept as a hash.

use crate::By;
use crate::creditors::{append, within};
use crate::database::DatabaseError;
use crate::ids;
use crate::readers::Readers;
use chrono::{DateTime, Utc};
use quittance_domain::creditor::{ApiKeyMinted, ApiKeyRevoked, Event};
use quittance_domain::{CreditorId, names};
use sha2::{Digest, Sha256};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Row, Transaction};
use uuid::Uuid;

/// What a key or a user may do, each role including the lower ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyRole {
    Viewer,
    Collector,
    LoanOfficer,
    Admin,
}

names! {
    KeyRole {
        Viewer => "viewer",
        Collector => "collector",
        LoanOfficer => "loan_officer",
        Admin => "admin",
    }
}

/// A key as it is kept: everything but the key.
#[derive(Clone, Debug)]
pub struct ApiKey {
    pub creditor: CreditorId,
    pub id: Uuid,
    /// What it is for, in its maker's words.
    pub name: String,
    /// The first digits of the key, by which people tell keys apart.
    pub prefix: String,
    pub role: KeyRole,
    /// Empty means every scope.
    pub scopes: Vec<String>,
    pub created_at: DateTime<Utc>,
    pub expires_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
    /// Within a minute or so: it is not written with every request.
    pub last_used_at: Option<DateTime<Utc>>,
}

impl ApiKey {
    fn from_row(row: &Row) -> ApiKey {
        ApiKey {
            creditor: CreditorId(row.get("creditor_id")),
            id: row.get("key_id"),
            name: row.get("name"),
            prefix: row.get("prefix"),
            role: KeyRole::from_name(row.get("role")).unwrap_or(KeyRole::Viewer),
            scopes: row.get("scopes"),
            created_at: row.get("created_at"),
            expires_at: row.get("expires_at"),
            revoked_at: row.get("revoked_at"),
            last_used_at: row.get("last_used_at"),
        }
    }

    /// Whether the key opens anything at this moment.
    pub fn is_valid(&self, now: DateTime<Utc>) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|expiry| now < expiry)
    }
}

/// What a new key is to be.
#[derive(Clone, Debug)]
pub struct NewKey<'a> {
    pub name: &'a str,
    pub role: KeyRole,
    pub scopes: &'a [String],
    pub expires_at: Option<DateTime<Utc>>,
}

/// A key just minted.
#[derive(Clone, Debug)]
pub struct Minted {
    pub id: Uuid,
    /// The key itself, which exists nowhere else.
    pub key: String,
    pub prefix: String,
    pub created_at: DateTime<Utc>,
}

impl Minted {
    /// The key as it is kept.
    pub fn kept(&self, creditor: CreditorId, new: NewKey<'_>) -> ApiKey {
        ApiKey {
            creditor,
            id: self.id,
            name: new.name.to_owned(),
            prefix: self.prefix.clone(),
            role: new.role,
            scopes: new.scopes.to_vec(),
            created_at: self.created_at,
            expires_at: new.expires_at,
            revoked_at: None,
            last_used_at: None,
        }
    }
}

/// The hash under which a key is kept.
pub fn hash_key(key: &str) -> [u8; 32] {
    Sha256::digest(key.as_bytes()).into()
}

/// 256 bits of randomness as 64 hexadecimal digits.
///
/// # Errors
/// [`DatabaseError::Busy`] when the operating system gives none just now.
pub(crate) fn secret() -> Result<String, DatabaseError> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(|_| DatabaseError::Busy)?;
    Ok(hex::encode(secret))
}

/// Mints a key of 64 hexadecimal digits and records that it was minted; the raw key is returned
/// this once.
///
/// # Errors
/// [`DatabaseError`].
pub async fn mint(
    client: &mut Client,
    creditor: CreditorId,
    new: NewKey<'_>,
    by: impl Into<By>,
) -> Result<Minted, DatabaseError> {
    within(client, creditor, async |transaction| {
        mint_in(transaction, creditor, new, by).await
    })
    .await
}

/// [`mint`] within a transaction of the creditor's.
///
/// # Errors
/// [`DatabaseError`].
pub async fn mint_in(
    transaction: &Transaction<'_>,
    creditor: CreditorId,
    new: NewKey<'_>,
    by: impl Into<By>,
) -> Result<Minted, DatabaseError> {
    let at = ids::now();
    let id = ids::new_id(at);
    let key = secret()?;
    let prefix = &key[..8];
    let hash = hash_key(&key);
    let (role, hash) = (new.role.name(), hash.as_slice());
    let columns: [&(dyn ToSql + Sync); 9] = [
        &creditor.0,
        &id,
        &new.name,
        &prefix,
        &hash,
        &role,
        &new.scopes,
        &at,
        &new.expires_at,
    ];
    transaction
        .execute(include_str!("sql/insert_api_key.sql"), &columns)
        .await?;
    let event = Event::ApiKeyMinted(ApiKeyMinted {
        key: id,
        prefix: prefix.into(),
        role: role.into(),
        scopes: new
            .scopes
            .iter()
            .map(|scope| scope.as_str().into())
            .collect(),
        effective: at.date_naive(),
    });
    append(transaction, creditor, &event, &by.into(), at).await?;
    Ok(Minted {
        id,
        prefix: prefix.to_owned(),
        key,
        created_at: at,
    })
}

/// Revokes a key for good and records it; `false` when there is no such key or it is revoked.
///
/// # Errors
/// [`DatabaseError`].
pub async fn revoke(
    client: &mut Client,
    creditor: CreditorId,
    id: Uuid,
    by: impl Into<By>,
) -> Result<bool, DatabaseError> {
    within(client, creditor, async |transaction| {
        revoke_in(transaction, creditor, id, by).await
    })
    .await
}

/// [`revoke`] within a transaction of the creditor's.
///
/// # Errors
/// [`DatabaseError`].
pub async fn revoke_in(
    transaction: &Transaction<'_>,
    creditor: CreditorId,
    id: Uuid,
    by: impl Into<By>,
) -> Result<bool, DatabaseError> {
    let at = ids::now();
    let sql = include_str!("sql/revoke_api_key.sql");
    if transaction.execute(sql, &[&creditor.0, &id, &at]).await? == 0 {
        return Ok(false);
    }
    let event = Event::ApiKeyRevoked(ApiKeyRevoked {
        key: id,
        effective: at.date_naive(),
    });
    append(transaction, creditor, &event, &by.into(), at).await?;
    Ok(true)
}

/// Notes that a key was used.
///
/// # Errors
/// [`DatabaseError`].
pub async fn touch(
    client: &mut Client,
    creditor: CreditorId,
    id: Uuid,
    at: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    within(client, creditor, async |transaction| {
        let sql = include_str!("sql/touch_api_key.sql");
        transaction.execute(sql, &[&creditor.0, &id, &at]).await?;
        Ok(())
    })
    .await
}

/// Finds a key by the raw text that a caller sent, valid or not.
///
/// # Errors
/// [`DatabaseError`].
pub async fn find(readers: &Readers, key: &str) -> Result<Option<ApiKey>, DatabaseError> {
    let hash = hash_key(key);
    let rows = readers
        .bearer(&hash, include_str!("sql/find_api_key.sql"))
        .await?;
    Ok(rows.first().map(ApiKey::from_row))
}

/// A creditor's key by its id, valid or not.
///
/// # Errors
/// [`DatabaseError`].
pub async fn read(
    readers: &Readers,
    creditor: CreditorId,
    id: Uuid,
) -> Result<Option<ApiKey>, DatabaseError> {
    let mut reader = readers.of(creditor).await?;
    let sql = include_str!("sql/read_api_key.sql");
    let row = reader.query_opt(sql, &[&creditor.0, &id]).await?;
    Ok(row.as_ref().map(ApiKey::from_row))
}

/// Every key of a creditor, oldest first, the revoked ones too.
///
/// # Errors
/// [`DatabaseError`].
pub async fn list(readers: &Readers, creditor: CreditorId) -> Result<Vec<ApiKey>, DatabaseError> {
    let mut reader = readers.of(creditor).await?;
    let sql = include_str!("sql/list_api_keys.sql");
    let rows = reader.query(sql, &[&creditor.0]).await?;
    Ok(rows.iter().map(ApiKey::from_row).collect())
}
