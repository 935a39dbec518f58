//! Connections that write what is not an account's: keys, users, tokens.

use crate::database::{Database, DatabaseError, Role};
use deadpool::managed::{self, Manager, Metrics, Object, Pool, RecycleResult};
use std::time::Duration;
use tokio_postgres::Client;

/// Few: such writes are rare, and each is short.
const CONNECTIONS: usize = 2;

/// Gives out writing connections, one caller each.
#[derive(Clone, Debug)]
pub struct Registrar(Pool<Connections>);

impl Registrar {
    /// A registrar of this database; nothing is connected yet.
    ///
    /// # Errors
    /// None at present: connections are made when first needed.
    pub fn new(database: &Database) -> Result<Registrar, DatabaseError> {
        let manager = Connections(database.clone());
        let pool = Pool::builder(manager)
            .max_size(CONNECTIONS)
            .runtime(deadpool::Runtime::Tokio1)
            .wait_timeout(Some(Duration::from_secs(5)))
            .create_timeout(Some(Duration::from_secs(5)))
            .build()
            .map_err(|_| DatabaseError::Busy)?;
        Ok(Registrar(pool))
    }

    /// A connection in the writer's role, which names its tenant a transaction at a time.
    ///
    /// # Errors
    /// [`DatabaseError::Busy`] or [`DatabaseError::Unreachable`].
    pub async fn client(&self) -> Result<Object<Connections>, DatabaseError> {
        self.0.get().await.map_err(|error| match error {
            managed::PoolError::Backend(error) => error,
            _ => DatabaseError::Busy,
        })
    }
}

/// Makes and checks the registrar's connections.
#[derive(Debug)]
pub struct Connections(Database);

impl Manager for Connections {
    type Type = Client;
    type Error = DatabaseError;

    async fn create(&self) -> Result<Client, DatabaseError> {
        self.0.connect(Role::Writer).await
    }

    async fn recycle(&self, client: &mut Client, _: &Metrics) -> RecycleResult<DatabaseError> {
        if client.is_closed() {
            return Err(managed::RecycleError::message("closed"));
        }
        Ok(())
    }
}
