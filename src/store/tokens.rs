//! Opaque tokens: sessions of users, and the access and refresh tokens of OAuth clients.
//!
//! A token is 256 random bits after a prefix that says what it is; its hash is all that is kept.

use crate::creditors::begin;
use crate::database::DatabaseError;
use crate::ids;
use crate::keys::{hash_key, secret};
use crate::readers::Readers;
use chrono::{DateTime, TimeDelta, Utc};
use quittance_domain::{CreditorId, names};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Transaction};
use uuid::Uuid;

/// How long a session lasts after its login.
pub const SESSION_LIFE: TimeDelta = TimeDelta::hours(12);
/// How long an access token is good for.
pub const ACCESS_LIFE: TimeDelta = TimeDelta::hours(2);
/// How long a refresh token is good for, once.
pub const REFRESH_LIFE: TimeDelta = TimeDelta::days(90);

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    Session,
    Access,
    Refresh,
}

names! {
    TokenKind {
        Session => "session",
        Access => "access",
        Refresh => "refresh",
    }
}

impl TokenKind {
    /// What a token of this kind begins with, so that people and scanners know it.
    pub const fn prefix(self) -> &'static str {
        match self {
            TokenKind::Session => "qs_",
            TokenKind::Access => "qa_",
            TokenKind::Refresh => "qr_",
        }
    }

    const fn life(self) -> TimeDelta {
        match self {
            TokenKind::Session => SESSION_LIFE,
            TokenKind::Access => ACCESS_LIFE,
            TokenKind::Refresh => REFRESH_LIFE,
        }
    }
}

/// Whom a token stands for, and with what scopes.
#[derive(Clone, Debug)]
pub struct Grant {
    pub creditor: CreditorId,
    /// The user of a session, or the API key that an OAuth client is.
    pub subject: Uuid,
    /// Empty means every scope of the subject.
    pub scopes: Vec<String>,
}

/// A token as it is kept: everything but the token.
#[derive(Clone, Debug)]
pub struct Token {
    pub grant: Grant,
    pub family: Uuid,
    pub issued_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub used_at: Option<DateTime<Utc>>,
}

/// The tokens of an OAuth grant, shown this once.
#[derive(Clone, Debug)]
pub struct Pair {
    pub access: String,
    pub refresh: String,
    pub issued_at: DateTime<Utc>,
}

/// What became of a refresh token that came in.
#[derive(Clone, Debug)]
pub enum Exchange {
    Renewed(Pair),
    /// It had been used: somebody has a copy, so the whole family has ended.
    Replayed,
}

/// Begins a session of a user.
///
/// # Errors
/// [`DatabaseError`].
pub async fn begin_session(client: &mut Client, user: &Grant) -> Result<String, DatabaseError> {
    let at = ids::now();
    let transaction = begin(client, user.creditor).await?;
    clear(&transaction, user.creditor, at).await?;
    let token = insert(&transaction, TokenKind::Session, user, ids::new_id(at), at).await?;
    transaction.commit().await?;
    Ok(token)
}

/// Gives an OAuth client its first pair of tokens.
///
/// # Errors
/// [`DatabaseError`].
pub async fn grant(client: &mut Client, key: &Grant) -> Result<Pair, DatabaseError> {
    let at = ids::now();
    let transaction = begin(client, key.creditor).await?;
    clear(&transaction, key.creditor, at).await?;
    let pair = pair(&transaction, key, ids::new_id(at), at).await?;
    transaction.commit().await?;
    Ok(pair)
}

/// Exchanges a refresh token, found before, for a new pair; `scopes` are those of the new tokens.
///
/// Of two exchanges at once one wins, and the other counts as a replay.
///
/// # Errors
/// [`DatabaseError`].
pub async fn exchange(
    client: &mut Client,
    raw: &str,
    token: &Token,
    scopes: Vec<String>,
) -> Result<Exchange, DatabaseError> {
    let at = ids::now();
    let creditor = token.grant.creditor;
    let hash = hash_key(raw);
    let hash = hash.as_slice();
    let transaction = begin(client, creditor).await?;
    let sql = include_str!("sql/use_refresh_token.sql");
    let used = transaction.execute(sql, &[&creditor.0, &hash, &at]).await?;
    let exchange = if used == 1 {
        let grant = Grant {
            scopes,
            ..token.grant.clone()
        };
        Exchange::Renewed(pair(&transaction, &grant, token.family, at).await?)
    } else {
        end(&transaction, creditor, token.family).await?;
        Exchange::Replayed
    };
    transaction.commit().await?;
    Ok(exchange)
}

/// Ends a session, or a grant with all its tokens.
///
/// # Errors
/// [`DatabaseError`].
pub async fn end_family(client: &mut Client, token: &Token) -> Result<(), DatabaseError> {
    let transaction = begin(client, token.grant.creditor).await?;
    end(&transaction, token.grant.creditor, token.family).await?;
    Ok(transaction.commit().await?)
}

/// Finds a token of a kind by the raw text that a caller sent, used or not; an expired one is none.
///
/// # Errors
/// [`DatabaseError`].
pub async fn find(
    readers: &Readers,
    kind: TokenKind,
    raw: &str,
) -> Result<Option<Token>, DatabaseError> {
    let rows = readers
        .bearer(&hash_key(raw), include_str!("sql/find_token.sql"))
        .await?;
    let token = rows.first().map(|row| {
        let token = Token {
            grant: Grant {
                creditor: CreditorId(row.get("creditor_id")),
                subject: row.get("subject_id"),
                scopes: row.get("scopes"),
            },
            family: row.get("family_id"),
            issued_at: row.get("issued_at"),
            expires_at: row.get("expires_at"),
            used_at: row.get("used_at"),
        };
        (row.get::<_, String>("kind"), token)
    });
    let valid = |found: &(String, Token)| found.0 == kind.name() && ids::now() < found.1.expires_at;
    Ok(token.filter(valid).map(|(_, token)| token))
}

async fn pair(
    transaction: &Transaction<'_>,
    grant: &Grant,
    family: Uuid,
    at: DateTime<Utc>,
) -> Result<Pair, DatabaseError> {
    Ok(Pair {
        access: insert(transaction, TokenKind::Access, grant, family, at).await?,
        refresh: insert(transaction, TokenKind::Refresh, grant, family, at).await?,
        issued_at: at,
    })
}

async fn insert(
    transaction: &Transaction<'_>,
    kind: TokenKind,
    grant: &Grant,
    family: Uuid,
    at: DateTime<Utc>,
) -> Result<String, DatabaseError> {
    let raw = format!("{}{}", kind.prefix(), secret()?);
    let (hash, expires_at) = (hash_key(&raw), at + kind.life());
    let (hash, name) = (hash.as_slice(), kind.name());
    let columns: [&(dyn ToSql + Sync); 8] = [
        &grant.creditor.0,
        &hash,
        &name,
        &grant.subject,
        &family,
        &grant.scopes,
        &at,
        &expires_at,
    ];
    transaction
        .execute(include_str!("sql/insert_token.sql"), &columns)
        .await?;
    Ok(raw)
}

async fn end(
    transaction: &Transaction<'_>,
    creditor: CreditorId,
    family: Uuid,
) -> Result<(), DatabaseError> {
    let sql = include_str!("sql/end_family.sql");
    transaction.execute(sql, &[&creditor.0, &family]).await?;
    Ok(())
}

/// Forgets what has expired, so that the table stays as large as what is in use.
async fn clear(
    transaction: &Transaction<'_>,
    creditor: CreditorId,
    at: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    let sql = include_str!("sql/drop_expired_tokens.sql");
    transaction.execute(sql, &[&creditor.0, &at]).await?;
    Ok(())
}
