//! Users: people who work for a creditor and come in with a password.
//!
//! Names and addresses stay in the table, which can forget; the book's events say only which user
//! was added, disabled or given another password, and by whom.

use crate::By;
use crate::creditors::{append, within};
use crate::database::DatabaseError;
use crate::ids;
use crate::keys::KeyRole;
use crate::readers::Readers;
use chrono::{DateTime, Utc};
use quittance_domain::CreditorId;
use quittance_domain::creditor::{Event, PasswordSet, UserAdded, UserDisabled};
use sha2::{Digest, Sha256};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Row, Transaction};
use uuid::Uuid;

/// A user as it is kept: everything but the password.
#[derive(Clone, Debug)]
pub struct User {
    pub creditor: CreditorId,
    pub id: Uuid,
    pub email: String,
    pub name: String,
    pub role: KeyRole,
    pub created_at: DateTime<Utc>,
    /// Tokens and sessions given before this moment no longer count.
    pub valid_from: DateTime<Utc>,
    pub disabled_at: Option<DateTime<Utc>>,
}

/// Somebody whom a login may be, with the hash that the password must fit.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub user: User,
    pub password_hash: String,
}

/// What a new user is to be.
#[derive(Clone, Copy, Debug)]
pub struct NewUser<'a> {
    pub email: &'a str,
    pub name: &'a str,
    pub role: KeyRole,
    /// Made by [`crate::passwords::hash`].
    pub password_hash: &'a str,
}

impl User {
    fn from_row(row: &Row) -> User {
        User {
            creditor: CreditorId(row.get("creditor_id")),
            id: row.get("user_id"),
            email: row.get("email"),
            name: row.get("name"),
            role: KeyRole::from_name(row.get("role")).unwrap_or(KeyRole::Viewer),
            created_at: row.get("created_at"),
            valid_from: row.get("valid_from"),
            disabled_at: row.get("disabled_at"),
        }
    }
}

/// Addresses that differ in case alone are one.
fn email_hash(email: &str) -> [u8; 32] {
    Sha256::digest(email.to_lowercase().as_bytes()).into()
}

/// Adds a user; `None` when the creditor has one with this address.
///
/// # Errors
/// [`DatabaseError`].
pub async fn add(
    client: &mut Client,
    creditor: CreditorId,
    new: NewUser<'_>,
    by: impl Into<By>,
) -> Result<Option<User>, DatabaseError> {
    within(client, creditor, async |transaction| {
        add_in(transaction, creditor, new, by).await
    })
    .await
}

/// [`add`] within a transaction of the creditor's.
///
/// # Errors
/// [`DatabaseError`].
pub async fn add_in(
    transaction: &Transaction<'_>,
    creditor: CreditorId,
    new: NewUser<'_>,
    by: impl Into<By>,
) -> Result<Option<User>, DatabaseError> {
    let at = ids::now();
    let id = ids::new_id(at);
    let (hash, role) = (email_hash(new.email), new.role.name());
    let hash = hash.as_slice();
    let columns: [&(dyn ToSql + Sync); 8] = [
        &creditor.0,
        &id,
        &new.email,
        &hash,
        &new.name,
        &role,
        &new.password_hash,
        &at,
    ];
    let sql = include_str!("sql/insert_user.sql");
    if transaction.execute(sql, &columns).await? == 0 {
        return Ok(None);
    }
    let event = Event::UserAdded(UserAdded {
        user: id,
        role: role.into(),
        effective: at.date_naive(),
    });
    append(transaction, creditor, &event, &by.into(), at).await?;
    Ok(Some(User {
        creditor,
        id,
        email: new.email.to_owned(),
        name: new.name.to_owned(),
        role: new.role,
        created_at: at,
        valid_from: at,
        disabled_at: None,
    }))
}

/// Shuts a user out and records it; `false` when there is no such user or it is disabled.
///
/// # Errors
/// [`DatabaseError`].
pub async fn disable(
    client: &mut Client,
    creditor: CreditorId,
    id: Uuid,
    by: impl Into<By>,
) -> Result<bool, DatabaseError> {
    within(client, creditor, async |transaction| {
        disable_in(transaction, creditor, id, by).await
    })
    .await
}

/// [`disable`] within a transaction of the creditor's.
///
/// # Errors
/// [`DatabaseError`].
pub async fn disable_in(
    transaction: &Transaction<'_>,
    creditor: CreditorId,
    id: Uuid,
    by: impl Into<By>,
) -> Result<bool, DatabaseError> {
    let at = ids::now();
    let sql = include_str!("sql/disable_user.sql");
    if transaction.execute(sql, &[&creditor.0, &id, &at]).await? == 0 {
        return Ok(false);
    }
    let event = Event::UserDisabled(UserDisabled {
        user: id,
        effective: at.date_naive(),
    });
    append(transaction, creditor, &event, &by.into(), at).await?;
    Ok(true)
}

/// Gives a user another password, which ends all that was given on the old one; `false` when
/// there is no such user.
///
/// # Errors
/// [`DatabaseError`].
pub async fn set_password(
    client: &mut Client,
    creditor: CreditorId,
    id: Uuid,
    password_hash: &str,
    by: impl Into<By>,
) -> Result<bool, DatabaseError> {
    let at = ids::now();
    within(client, creditor, async |transaction| {
        let sql = include_str!("sql/set_password.sql");
        let columns: [&(dyn ToSql + Sync); 4] = [&creditor.0, &id, &password_hash, &at];
        if transaction.execute(sql, &columns).await? == 0 {
            return Ok(false);
        }
        let event = Event::PasswordSet(PasswordSet {
            user: id,
            effective: at.date_naive(),
        });
        append(transaction, creditor, &event, &by.into(), at).await?;
        Ok(true)
    })
    .await
}

/// Everybody with this address, of whatever creditor: few, oldest first.
///
/// # Errors
/// [`DatabaseError`].
pub async fn candidates(readers: &Readers, email: &str) -> Result<Vec<Candidate>, DatabaseError> {
    let rows = readers
        .bearer(&email_hash(email), include_str!("sql/find_users.sql"))
        .await?;
    let candidate = |row: &Row| Candidate {
        user: User::from_row(row),
        password_hash: row.get("password_hash"),
    };
    Ok(rows.iter().map(candidate).collect())
}

/// A creditor's user by its id, disabled or not.
///
/// # Errors
/// [`DatabaseError`].
pub async fn read(
    readers: &Readers,
    creditor: CreditorId,
    id: Uuid,
) -> Result<Option<User>, DatabaseError> {
    let mut reader = readers.of(creditor).await?;
    let sql = include_str!("sql/read_user.sql");
    let row = reader.query_opt(sql, &[&creditor.0, &id]).await?;
    Ok(row.as_ref().map(User::from_row))
}

/// Every user of a creditor, oldest first, the disabled ones too.
///
/// # Errors
/// [`DatabaseError`].
pub async fn list(readers: &Readers, creditor: CreditorId) -> Result<Vec<User>, DatabaseError> {
    let mut reader = readers.of(creditor).await?;
    let sql = include_str!("sql/list_users.sql");
    let rows = reader.query(sql, &[&creditor.0]).await?;
    Ok(rows.iter().map(User::from_row).collect())
}
