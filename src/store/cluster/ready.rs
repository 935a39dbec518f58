//! Waiting until the server accepts connections.

use std::path::Path;
use std::str::FromStr;
use std::time::{Duration, Instant};

use tokio_postgres::error::SqlState;
use tokio_postgres::{Config, NoTls};

use super::layout::Layout;
use super::postmaster::Postmaster;
use super::{ClusterError, DATABASE, log, socket};

/// The pause between two attempts grows, since the server logs each that comes too early.
const PAUSES: [Duration; 2] = [Duration::from_millis(10), Duration::from_millis(500)];
/// How long the server may run without a socket; it makes that before anything that takes time.
const SOCKET: Duration = Duration::from_secs(60);
/// How often a long recovery is mentioned.
const NEWS: Duration = Duration::from_secs(10);

/// Waits until the server accepts connections, and makes the program's database when it is missing.
///
/// A server that recovers is waited for without a limit: to give up and kill it would only make it begin anew.
pub(super) async fn wait(
    postmaster: &Postmaster,
    folder: &Path,
    layout: &Layout,
    log_start: u64,
) -> Result<(), ClusterError> {
    let begun = Instant::now();
    let mut told = begun;
    let mut pause = PAUSES[0];
    loop {
        if let Some(status) = postmaster.status() {
            return Err(ClusterError::Exited {
                status,
                log: log::tail(layout, log_start),
            });
        }
        let error = match ensure_database(folder).await {
            Ok(()) => return Ok(()),
            Err(error) => error,
        };
        let busy = error.code() == Some(&SqlState::CANNOT_CONNECT_NOW);
        // Without a code the server was not reached: it has no socket yet, or ended, which the next round sees.
        let early = error.code().is_none() && begun.elapsed() < SOCKET;
        if !busy && !early {
            let reason = describe(&error);
            return Err(ClusterError::Connect {
                reason,
                log: log::tail(layout, log_start),
            });
        }
        if told.elapsed() > NEWS {
            told = Instant::now();
            let seconds = begun.elapsed().as_secs();
            tracing::info!(
                seconds,
                "waiting for the database server, which is still recovering"
            );
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 3 / 2).min(PAUSES[1]);
    }
}

async fn ensure_database(folder: &Path) -> Result<(), tokio_postgres::Error> {
    let config = Config::from_str(&socket::url(folder, "postgres"))?;
    let (client, connection) = config.connect(NoTls).await?;
    let talk = async {
        let known = client
            .query_opt("SELECT 1 FROM pg_database WHERE datname = $1", &[&DATABASE])
            .await?;
        if known.is_none() {
            client
                .batch_execute(&format!("CREATE DATABASE \"{DATABASE}\""))
                .await?;
        }
        Ok(())
    };
    // The connection does the talking and ends only when the client is gone, so the first one to end is the answer.
    tokio::select! {
        result = talk => result,
        result = connection => result,
    }
}

/// The error with its causes, which tokio-postgres leaves out of its own words.
fn describe(error: &tokio_postgres::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
