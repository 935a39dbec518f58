//! Connecting: an address, a role, and migrations as the owner.

use crate::readers::Readers;
use sqlx::migrate::MigrateError;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use std::error::Error;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Config, NoTls};

/// Why the database could not be used.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    #[error("DATABASE_URL is not a Postgres address: {0}")]
    Address(String),
    #[error("the database cannot be reached: {}", Said(.0))]
    Unreachable(#[source] tokio_postgres::Error),
    #[error("the database refused a statement: {}", Said(.0))]
    Statement(#[from] tokio_postgres::Error),
    #[error("the schema could not be brought up to date: {0}")]
    Migration(#[from] MigrateError),
    #[error("the schema could not be brought up to date: {0}")]
    Set(#[from] sqlx::Error),
    #[error("no database connection came free in time")]
    Busy,
}

impl DatabaseError {
    /// Whether trying again later can help.
    pub fn is_passing(&self) -> bool {
        match self {
            DatabaseError::Unreachable(_) | DatabaseError::Busy => true,
            DatabaseError::Statement(error) => is_passing(error),
            _ => false,
        }
    }
}

/// What the database says of an error: its message and code, or why it says nothing.
///
/// Details and hints are left out, since they hold values of rows.
pub(crate) struct Said<'a>(pub &'a tokio_postgres::Error);

impl fmt::Display for Said<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Said(error) = self;
        match (error.as_db_error(), error.source()) {
            (Some(said), _) => write!(f, "{} ({})", said.message(), said.code().code()),
            (None, Some(source)) => write!(f, "{error}: {source}"),
            (None, None) => error.fmt(f),
        }
    }
}

/// Whether a statement that failed can succeed later as it is: the connection is gone, somebody has
/// cancelled it or set a time for it (57014), or another transaction kept a lock for too long (55P03).
pub(crate) fn is_passing(error: &tokio_postgres::Error) -> bool {
    let code = error.code().map(SqlState::code);
    is_connection_loss(error) || matches!(code, Some("57014" | "55P03"))
}

/// Whether an error means that the connection is gone rather than that a statement failed.
pub(crate) fn is_connection_loss(error: &tokio_postgres::Error) -> bool {
    match error.code() {
        // Class 57P: the server is shutting down or starting; 53: it is out of a resource; 25P03: the
        // session was idle in a transaction for too long, and is ended.
        Some(code) => {
            let code = code.code();
            code.starts_with("57P") || code.starts_with("53") || code == "25P03"
        }
        None => true,
    }
}

/// The role that a connection takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Owner,
    Writer,
    Reader,
}

impl Role {
    const fn name(self) -> &'static str {
        match self {
            Role::Owner => "quittance_owner",
            Role::Writer => "quittance_writer",
            Role::Reader => "quittance_reader",
        }
    }

    /// How statements of this role are planned.
    ///
    /// Every statement of a writer and a reader goes by key, and a plan made once is kept.
    /// Made while a table is still empty it would be a sequential scan, and stay one as the table
    /// grows; so what does not go by an index is not to be considered.
    /// Costs are far off then, and what is compiled for their sake takes longer than it saves.
    const fn planning(self) -> &'static str {
        match self {
            Role::Owner => "",
            Role::Writer | Role::Reader => {
                " -c plan_cache_mode=force_generic_plan -c enable_seqscan=off \
                 -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off"
            }
        }
    }

    /// What ends a transaction that nobody goes on with.
    ///
    /// A writer whose machine has vanished leaves one open, and other writers would wait for its
    /// rows until the network gives it up, which takes hours.
    const fn patience(self) -> &'static str {
        match self {
            Role::Writer => " -c idle_in_transaction_session_timeout=30s",
            Role::Owner | Role::Reader => "",
        }
    }
}

/// A ledger's database.
#[derive(Clone, Debug)]
pub struct Database {
    url: String,
    config: Config,
}

impl Database {
    /// A database by its address; nothing is connected yet.
    ///
    /// # Errors
    /// [`DatabaseError::Address`].
    pub fn new(url: &str) -> Result<Database, DatabaseError> {
        let config = Config::from_str(url).map_err(|e| DatabaseError::Address(e.to_string()))?;
        Ok(Database {
            url: url.to_owned(),
            config,
        })
    }

    /// The address, for tools that connect by themselves.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Creates the roles and brings the schema up to date; safe to run from several programs.
    ///
    /// # Errors
    /// [`DatabaseError`] when unreachable or a migration fails.
    pub async fn migrate(&self) -> Result<(), DatabaseError> {
        let options = PgConnectOptions::from_str(&self.url)?;
        let login = PgPoolOptions::new()
            .max_connections(1)
            .connect_with(options.clone())
            .await?;
        sqlx::raw_sql(include_str!("../../schema/roles.sql"))
            .execute(&login)
            .await?;
        login.close().await;
        let owner = options.options([("role", Role::Owner.name()), ("search_path", "migrations")]);
        let owner = PgPoolOptions::new()
            .max_connections(1)
            .connect_with(owner)
            .await?;
        sqlx::migrate!("../../schema/migrations")
            .run(&owner)
            .await?;
        owner.close().await;
        Ok(())
    }

    /// One connection in a role; its driver runs until the client is dropped.
    ///
    /// # Errors
    /// [`DatabaseError::Unreachable`].
    pub async fn connect(&self, role: Role) -> Result<Client, DatabaseError> {
        let mut config = self.config.clone();
        config.application_name(format!("quittance {}", role.name()));
        config.connect_timeout(Duration::from_secs(5));
        config.options(format!(
            "-c role={} -c timezone=UTC{}{}",
            role.name(),
            role.planning(),
            role.patience()
        ));
        let (client, connection) = config
            .connect(NoTls)
            .await
            .map_err(DatabaseError::Unreachable)?;
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a database connection ended");
            }
        });
        Ok(client)
    }

    /// A pool of readers.
    ///
    /// # Errors
    /// None at present: connections are made when first needed.
    pub fn readers(&self, size: usize) -> Result<Readers, DatabaseError> {
        Readers::over(self.clone(), size)
    }
}
