//! What a writer writes to, and by which connections.

use crate::database::{Database, Role};
use crate::keyring::{self, KeyringError};
use crate::projector::Projector;
use crate::seal::Keyring;
use crate::writer::DEPTH;
use crate::writer::flight::{Opening, Statements};
use crate::writer::lookup::Lookups;
use std::collections::VecDeque;
use std::sync::Arc;
use tokio_postgres::Client;

/// What a writer writes to.
pub(super) struct Ledger {
    pub database: Database,
    /// Wraps the keys of new consumers that the writer is given.
    pub keyring: Option<Keyring>,
    pub projector: Arc<dyn Projector>,
}

/// The connections of a writer: those that append in turns, and one that looks up meanwhile.
pub(super) struct Connection {
    /// As many as flights; the first is for the next one.
    appending: VecDeque<Appending>,
    pub lookup: Client,
    pub lookups: Lookups,
}

/// A connection that carries one flight at a time.
pub(super) type Appending = (Arc<Client>, Arc<Statements>);

impl Connection {
    pub async fn open(ledger: &Ledger) -> Result<Connection, KeyringError> {
        let mut appending = VecDeque::with_capacity(DEPTH);
        for _ in 0..DEPTH {
            let client = ledger.database.connect(Role::Writer).await?;
            if let Some(keyring) = &ledger.keyring {
                keyring::hold(&client, keyring).await?;
            }
            let statements = Statements::prepare(&client, ledger.projector.as_ref()).await?;
            appending.push_back((Arc::new(client), Arc::new(statements)));
        }
        let lookup = ledger.database.connect(Role::Writer).await?;
        let lookups = Lookups::prepare(&lookup).await?;
        Ok(Connection {
            appending,
            lookup,
            lookups,
        })
    }

    /// The connection for the next flight; no flight is on its way there.
    pub fn appending(&self) -> Appending {
        let (client, statements) = &self.appending[0];
        (Arc::clone(client), Arc::clone(statements))
    }

    /// The next connection's turn has been used.
    pub fn turn(&mut self) {
        self.appending.rotate_left(1);
    }

    /// Gives up a transaction that was begun for a batch and is not needed.
    pub async fn end(&self, opening: Opening) -> Result<(), tokio_postgres::Error> {
        if opening == Opening::Begun {
            self.appending[0].0.batch_execute("ROLLBACK").await?;
        }
        Ok(())
    }

    pub fn is_closed(&self) -> bool {
        self.lookup.is_closed() || self.appending.iter().any(|(client, _)| client.is_closed())
    }
}
