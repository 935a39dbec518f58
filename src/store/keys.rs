//! API keys: 256 random bits, shown once, kept as a hash.

use crate::creditors::{append, begin};
use crate::database::{DatabaseError, Readers};
use crate::ids;
use chrono::{DateTime, Utc};
use quittance_domain::CreditorId;
use quittance_domain::creditor::ApiKeyMinted;
use sha2::{Digest, Sha256};
use tokio_postgres::Client;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

/// What a key may do, each role including the lower ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyRole {
    Viewer,
    Collector,
    LoanOfficer,
    Admin,
}

impl KeyRole {
    /// Every role, by the name it is kept under.
    pub const ALL: [(&'static str, KeyRole); 4] = [
        ("viewer", KeyRole::Viewer),
        ("collector", KeyRole::Collector),
        ("loan_officer", KeyRole::LoanOfficer),
        ("admin", KeyRole::Admin),
    ];

    pub fn name(self) -> &'static str {
        KeyRole::ALL
            .iter()
            .find(|(_, role)| *role == self)
            .map_or("viewer", |(name, _)| name)
    }

    pub fn from_name(name: &str) -> Option<KeyRole> {
        KeyRole::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, role)| *role)
    }
}

/// A key as found by its hash.
#[derive(Clone, Debug)]
pub struct ApiKey {
    pub creditor: CreditorId,
    pub id: Uuid,
    pub role: KeyRole,
    /// Empty means every scope.
    pub scopes: Vec<String>,
    pub expires_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
}

/// What a new key is to be.
#[derive(Clone, Debug)]
pub struct NewKey<'a> {
    pub name: &'a str,
    pub role: KeyRole,
    pub scopes: &'a [String],
    pub expires_at: Option<DateTime<Utc>>,
}

/// The hash under which a key is kept.
pub fn hash_key(key: &str) -> [u8; 32] {
    Sha256::digest(key.as_bytes()).into()
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
    actor: &str,
) -> Result<String, DatabaseError> {
    let at = ids::now();
    let id = ids::new_id(at);
    let mut secret = [0; 32];
    if getrandom::fill(&mut secret).is_err() {
        return Err(DatabaseError::Busy);
    }
    let key = hex::encode(secret);
    let prefix = &key[..8];
    let hash = hash_key(&key);
    let transaction = begin(client, creditor).await?;
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
    let event = ApiKeyMinted {
        key: id,
        prefix: prefix.into(),
        role: role.into(),
        scopes: new
            .scopes
            .iter()
            .map(|scope| scope.as_str().into())
            .collect(),
        effective: at.date_naive(),
    };
    append(&transaction, creditor, "api_key.minted", &event, actor, at).await?;
    transaction.commit().await?;
    Ok(key)
}

/// Finds a key by the raw text that a caller sent.
///
/// # Errors
/// [`DatabaseError`].
pub async fn find(readers: &Readers, key: &str) -> Result<Option<ApiKey>, DatabaseError> {
    let hash = hash_key(key);
    let row = readers
        .bearer(&hash, include_str!("sql/find_api_key.sql"))
        .await?;
    Ok(row.map(|row| ApiKey {
        creditor: CreditorId(row.get(0)),
        id: row.get(1),
        role: KeyRole::from_name(row.get(2)).unwrap_or(KeyRole::Viewer),
        scopes: row.get(3),
        expires_at: row.get(4),
        revoked_at: row.get(5),
    }))
}
