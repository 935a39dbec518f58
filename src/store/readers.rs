//! Reading: pooled connections, each bound to one tenant while it is out.

use crate::database::{Database, DatabaseError, Role};
use crate::ids;
use bytes::Bytes;
use deadpool::managed::{self, Manager, Metrics, Pool, RecycleResult};
use futures_util::{Stream, StreamExt};
use quittance_domain::CreditorId;
use std::collections::HashMap;
use std::fmt;
use std::time::Duration;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Row, Statement};
use uuid::Uuid;

/// Point reads never want these plans, see [`Database::connect`]; reports do.
const REPORTING: &str = "BEGIN READ ONLY; SET LOCAL enable_seqscan = on; \
    SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on; \
    SET LOCAL plan_cache_mode = force_custom_plan";

/// Readers, each bound to a tenant while it is out.
#[derive(Clone, Debug)]
pub struct Readers {
    pool: Pool<ReaderManager>,
}

impl Readers {
    /// A pool of `size` connections at most.
    pub(crate) fn over(database: Database, size: usize) -> Result<Readers, DatabaseError> {
        let manager = ReaderManager { database };
        let pool = Pool::builder(manager)
            .max_size(size)
            .runtime(deadpool::Runtime::Tokio1)
            .wait_timeout(Some(Duration::from_secs(5)))
            .create_timeout(Some(Duration::from_secs(5)))
            .build()
            .map_err(|_| DatabaseError::Busy)?;
        Ok(Readers { pool })
    }

    /// A reader that sees this creditor's rows and no others.
    ///
    /// # Errors
    /// [`DatabaseError::Busy`] or [`DatabaseError::Unreachable`].
    pub async fn of(&self, creditor: CreditorId) -> Result<Reader, DatabaseError> {
        let connection = self.pool.get().await.map_err(|error| match error {
            managed::PoolError::Backend(error) => error,
            _ => DatabaseError::Busy,
        })?;
        Ok(Reader {
            connection,
            tenant: creditor.0,
        })
    }

    /// The database that is read, for whoever needs a connection of its own.
    pub fn database(&self) -> &Database {
        &self.pool.manager().database
    }

    /// Finds the row of an API key by its hash.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub(crate) async fn bearer(
        &self,
        key_hash: &[u8],
        sql: &'static str,
    ) -> Result<Vec<Row>, DatabaseError> {
        self.holding("quittance.key_hash", key_hash, sql).await
    }

    /// Runs one statement with a secret's hash in a setting, for what must be found before a tenant
    /// is known: a policy lets whoever has the hash see its row.
    /// The hash is the statement's parameter too.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn holding(
        &self,
        setting: &'static str,
        hash: &[u8],
        sql: &'static str,
    ) -> Result<Vec<Row>, DatabaseError> {
        let mut reader = self.of(CreditorId(Uuid::nil())).await?;
        let statement = reader.prepare(sql).await?;
        // All three are on their way before any is awaited, so a caller that gives up leaves no
        // setting behind.
        let begin = format!("BEGIN; SET LOCAL {setting} = '{}'", hex::encode(hash));
        let client = &reader.connection.client;
        let parameters: [&(dyn ToSql + Sync); 1] = [&hash];
        let (begun, rows, committed) = tokio::join!(
            client.batch_execute(&begin),
            client.query(&statement, &parameters),
            client.batch_execute("COMMIT")
        );
        begun?;
        let rows = rows?;
        committed?;
        Ok(rows)
    }

    /// Streams what a COPY statement sends, as one tenant; the connection is given back when the
    /// last of it has been taken.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn copy(
        &self,
        creditor: CreditorId,
        statement: &str,
    ) -> Result<
        impl Stream<Item = Result<Bytes, tokio_postgres::Error>> + Send + use<>,
        DatabaseError,
    > {
        let mut reader = self.of(creditor).await?;
        reader.connection.tenant = None;
        let client = &reader.connection.client;
        let set = format!("SET quittance.creditors = '{}'", reader.tenant);
        client.batch_execute(&set).await?;
        let rows = Box::pin(client.copy_out(statement).await?);
        Ok(futures_util::stream::unfold(
            (reader, rows),
            |(reader, mut rows)| async move {
                let row = rows.next().await?;
                Some((row, (reader, rows)))
            },
        ))
    }

    /// How long the books of these creditors are; one that there is not is left out.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn heads(
        &self,
        creditors: &[CreditorId],
    ) -> Result<Vec<(CreditorId, u64)>, DatabaseError> {
        let mut reader = self.of(CreditorId(Uuid::nil())).await?;
        let statement = reader.prepare(include_str!("sql/read_heads.sql")).await?;
        reader.connection.tenant = None;
        let ids: Vec<Uuid> = creditors.iter().map(|creditor| creditor.0).collect();
        let client = &reader.connection.client;
        let tenants = ids.iter().map(Uuid::to_string).collect::<Vec<_>>();
        let set = format!("SET quittance.creditors = '{}'", tenants.join(","));
        let parameters: [&(dyn ToSql + Sync); 1] = [&ids];
        let (set, rows) = tokio::join!(
            client.batch_execute(&set),
            client.query(&statement, &parameters)
        );
        set?;
        let head = |row: &Row| {
            let sequence = u64::try_from(row.get::<_, i64>(1)).unwrap_or_default();
            (CreditorId(row.get(0)), sequence)
        };
        Ok(rows?.iter().map(head).collect())
    }
}

/// A connection that reads one creditor's rows.
#[derive(Debug)]
pub struct Reader {
    connection: managed::Object<ReaderManager>,
    tenant: Uuid,
}

impl Reader {
    /// Runs a query, prepared once a connection.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn query(
        &mut self,
        sql: &'static str,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, DatabaseError> {
        let statement = self.prepare(sql).await?;
        if self.connection.tenant == Some(self.tenant) {
            return Ok(self.connection.client.query(&statement, params).await?);
        }
        // One round trip: the setting goes ahead of the query on the same connection.
        let set = format!("SET quittance.creditors = '{}'", self.tenant);
        self.connection.tenant = None;
        let client = &self.connection.client;
        let (set, rows) =
            tokio::join!(client.batch_execute(&set), client.query(&statement, params));
        set?;
        self.connection.tenant = Some(self.tenant);
        Ok(rows?)
    }

    /// Runs a query that finds one row or none.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn query_opt(
        &mut self,
        sql: &'static str,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<Option<Row>, DatabaseError> {
        Ok(self.query(sql, params).await?.into_iter().next())
    }

    /// Runs a query that reads most of a creditor's rows, with the plans that suit it.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn report(
        &mut self,
        sql: &'static str,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, DatabaseError> {
        let statement = self.prepare(sql).await?;
        let begin = format!(
            "{REPORTING}; SET LOCAL quittance.creditors = '{}'",
            self.tenant
        );
        // All three are on their way before any is awaited, so a caller that gives up leaves no
        // transaction behind.
        let client = &self.connection.client;
        let (begun, rows, committed) = tokio::join!(
            client.batch_execute(&begin),
            client.query(&statement, params),
            client.batch_execute("COMMIT")
        );
        begun?;
        let rows = rows?;
        committed?;
        Ok(rows)
    }

    async fn prepare(&mut self, sql: &'static str) -> Result<Statement, DatabaseError> {
        if let Some(statement) = self.connection.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.connection.client.prepare(sql).await?;
        self.connection.prepared.insert(sql, statement.clone());
        Ok(statement)
    }
}

/// A pooled connection and what it remembers.
pub struct ReaderConnection {
    client: Client,
    tenant: Option<Uuid>,
    prepared: HashMap<&'static str, Statement>,
}

impl fmt::Debug for ReaderConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReaderConnection")
            .field("tenant", &self.tenant)
            .finish_non_exhaustive()
    }
}

/// Makes and checks pooled connections.
#[derive(Debug)]
pub struct ReaderManager {
    database: Database,
}

impl Manager for ReaderManager {
    type Type = ReaderConnection;
    type Error = DatabaseError;

    async fn create(&self) -> Result<ReaderConnection, DatabaseError> {
        let client = self.database.connect(Role::Reader).await?;
        tracing::trace!(at = %ids::now(), "a reader connected");
        Ok(ReaderConnection {
            client,
            tenant: None,
            prepared: HashMap::new(),
        })
    }

    async fn recycle(
        &self,
        connection: &mut ReaderConnection,
        _: &Metrics,
    ) -> RecycleResult<DatabaseError> {
        if connection.client.is_closed() {
            return Err(managed::RecycleError::message("closed"));
        }
        Ok(())
    }
}
