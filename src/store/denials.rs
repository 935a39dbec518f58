//! Denied attempts: who was turned away, from where, and why.
//!
//! They are beside the book, which holds what happened: nothing did. They are kept for a time of
//! their own, and what they hold of a caller's address goes with them.
//! What a caller was refused by a rule of the ledger is an event, `command.refused`.

use crate::database::{Database, DatabaseError, Role};
use crate::readers::Reader;
use chrono::{DateTime, TimeDelta, Utc};
use quittance_domain::{CreditorId, names};
use std::net::IpAddr;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Row};
use uuid::Uuid;

/// Why an attempt was denied, by the name it is kept under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    CredentialMissing,
    /// Unknown, revoked or expired.
    CredentialWrong,
    LoginFailed,
    /// A browser's write that no page of ours asked for.
    CsrfFailed,
    /// The role or the scopes of the caller do not cover it.
    Forbidden,
    /// What was named is absent, or another tenant's: which of them, nobody is told.
    NotFound,
}

names! {
    Reason {
        CredentialMissing => "credential_missing",
        CredentialWrong => "credential_wrong",
        LoginFailed => "login_failed",
        CsrfFailed => "csrf_failed",
        Forbidden => "forbidden",
        NotFound => "not_found",
    }
}

/// A denied attempt, or several that were alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denial {
    /// A ULID of the moment.
    pub id: Uuid,
    pub at: DateTime<Utc>,
    /// Of the first.
    pub request_id: String,
    pub attempts: i32,
    pub attempt: Attempt,
}

/// What was denied, to whom and why: all but when.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Attempt {
    /// Whose caller it was; nobody's when the caller is unknown.
    pub creditor: Option<CreditorId>,
    pub reason: Reason,
    /// The role or scope that was lacking, or the kind of thing that was not found.
    pub lacking: Option<&'static str>,
    /// `key:…` or `user:…`, as in the book.
    pub actor: Option<String>,
    pub role: Option<&'static str>,
    pub method: String,
    /// The path as it is declared, ids as parameters.
    pub route: String,
    /// The path as it was asked for, of a known caller.
    pub path: Option<String>,
    pub address: Option<IpAddr>,
    pub user_agent: Option<String>,
}

/// Writes denials; the connection must have the writer's role.
///
/// # Errors
/// [`DatabaseError`].
pub async fn insert(client: &Client, denials: &[Denial]) -> Result<(), DatabaseError> {
    let texts = |of: fn(&Attempt) -> Option<&str>| {
        let attempts = denials.iter().map(|denial| &denial.attempt);
        attempts.map(of).collect::<Vec<_>>()
    };
    let ids: Vec<Uuid> = denials.iter().map(|it| it.id).collect();
    let owner = |it: &Denial| it.attempt.creditor.map(|creditor| creditor.0);
    let owners: Vec<Option<Uuid>> = denials.iter().map(owner).collect();
    let moments: Vec<DateTime<Utc>> = denials.iter().map(|it| it.at).collect();
    let addresses: Vec<Option<IpAddr>> = denials.iter().map(|it| it.attempt.address).collect();
    let requests: Vec<&str> = denials.iter().map(|it| &*it.request_id).collect();
    let counts: Vec<i32> = denials.iter().map(|it| it.attempts).collect();
    let columns: [&(dyn ToSql + Sync); 14] = [
        &ids,
        &owners,
        &moments,
        &texts(|it| Some(it.reason.name())),
        &texts(|it| it.lacking),
        &texts(|it| it.actor.as_deref()),
        &texts(|it| it.role),
        &texts(|it| Some(&it.method)),
        &texts(|it| Some(&it.route)),
        &texts(|it| it.path.as_deref()),
        &addresses,
        &texts(|it| it.user_agent.as_deref()),
        &requests,
        &counts,
    ];
    let sql = include_str!("sql/insert_denials.sql");
    client.execute(sql, &columns).await?;
    Ok(())
}

/// Forgets what is older than it is to be kept, and says how many that were.
///
/// # Errors
/// [`DatabaseError`].
pub async fn forget(
    database: &Database,
    now: DateTime<Utc>,
    kept: TimeDelta,
) -> Result<u64, DatabaseError> {
    let owner = database.connect(Role::Owner).await?;
    let before = now - kept;
    let sql = include_str!("sql/forget_denials.sql");
    Ok(owner.execute(sql, &[&before]).await?)
}

/// Which denials are asked for.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub reason: Option<Reason>,
    pub actor: Option<String>,
    pub from: Option<DateTime<Utc>>,
    /// Before this moment.
    pub until: Option<DateTime<Utc>>,
}

/// A creditor's denials, newest first, from before the one with this id.
///
/// # Errors
/// [`DatabaseError`].
pub async fn list(
    reader: &mut Reader,
    creditor: CreditorId,
    filter: &Filter,
    before: Uuid,
    limit: i64,
) -> Result<Vec<Row>, DatabaseError> {
    let reason = filter.reason.map(Reason::name);
    let columns: [&(dyn ToSql + Sync); 7] = [
        &creditor.0,
        &before,
        &reason,
        &filter.actor,
        &filter.from,
        &filter.until,
        &limit,
    ];
    let sql = include_str!("sql/list_denials.sql");
    reader.query(sql, &columns).await
}

/// The COPY statement that writes denials as CSV, oldest first: those of a creditor, or all, those
/// of unknown callers included, for a connection in the owner's role.
pub fn export_statement(creditor: Option<CreditorId>) -> String {
    let condition = creditor.map_or_else(
        || "true".to_owned(),
        |creditor| format!("creditor_id = '{creditor}'"),
    );
    include_str!("sql/export_denials.sql").replace("$condition", &condition)
}
