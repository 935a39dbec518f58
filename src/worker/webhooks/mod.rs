//! Webhooks: creditors are told what happens, until they have it or will not have it.
//!
//! Shape: [`tail`] follows each creditor's book and makes messages of what its endpoints want to be
//! told, [`outbox`] claims those that are due and writes down how sending them ended, [`sender`]
//! sends them by [`request`], signed by [`sign`].
//! Endpoints come from the read model of the creditor's settings ([`roster`]).
//!
//! Bounds: [`sender::AT_ONCE`] messages are on their way, [`sender::TO_ONE`] to one endpoint, so that
//! one that hangs does not hold up the others; [`tail::PAGE`] events are read at once.
//! Nothing here is part of a payment's transaction.
//!
//! Safety: how far an endpoint's messages have been made is written in the transaction that writes
//! them, so that each is made once; its id is made of the event and the endpoint.
//! A message is claimed for a while; a worker that dies between sending and writing it down leaves
//! it to be sent again, with the same id, by whoever claims it next.
//! Any number of processes can work on one database.

mod outbox;
mod prune;
mod request;
mod roster;
mod schedule;
mod sender;
mod sign;
mod tail;
mod tls;

use quittance_store::egress::Reach;
use quittance_store::seal::Keyring;
use quittance_store::{Database, Writer};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

/// What whoever runs the server chooses.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub reach: Reach,
    /// The delays between attempts, in the place of each dialect's own.
    pub retries: Option<Vec<Duration>>,
    /// How long an endpoint may take, in the place of each dialect's own time.
    pub timeout: Option<Duration>,
}

/// What every part of the work has.
#[derive(Clone, Debug)]
struct Office {
    database: Database,
    writer: Writer,
    keyring: Keyring,
    options: Arc<Options>,
    /// There are new messages.
    made: Arc<Notify>,
}

/// Tells creditors what happens for as long as the process runs.
///
/// What goes wrong is logged and tried again.
pub async fn keep_delivering(
    database: Database,
    writer: Writer,
    keyring: Keyring,
    options: Options,
) {
    let office = Office {
        database,
        writer,
        keyring,
        options: Arc::new(options),
        made: Arc::default(),
    };
    tokio::join!(
        tail::keep_following(office.clone()),
        prune::keep_pruning(office.clone()),
        sender::keep_sending(office)
    );
}
