//! Keeps the private cluster up: a database server that ends by itself is started again.
//!
//! Meanwhile requests are answered with 503, and the writer and the readers find the new server by
//! themselves, since its socket is where the old one's was.

use quittance_store::cluster::{Cluster, Options};
use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The pause before another attempt grows from the first to the second.
const PAUSES: [Duration; 2] = [Duration::from_millis(100), Duration::from_secs(5)];

/// Has charge of the private cluster, where there is one.
#[derive(Debug)]
pub struct Supervisor {
    /// Absent while a server is being started, and for a database that others run.
    cluster: Option<Cluster>,
    data: Option<PathBuf>,
}

impl Supervisor {
    /// Takes charge of a running cluster, if the database is one.
    pub fn new(cluster: Option<Cluster>) -> Supervisor {
        let data = cluster.as_ref().map(|cluster| cluster.data().to_owned());
        Supervisor { cluster, data }
    }

    /// Starts the server again whenever it ends by itself; never returns.
    ///
    /// Dropping the future loses nothing but an attempt that has not succeeded yet.
    pub async fn keep_up(&mut self) -> Infallible {
        let Some(data) = self.data.clone() else {
            return std::future::pending().await;
        };
        loop {
            if let Some(cluster) = &self.cluster {
                let error = cluster.failed().await;
                tracing::error!(%error, "the database server has ended by itself");
            }
            if let Some(cluster) = self.cluster.take() {
                // It has ended: this only gives the folder free, and says again how it ended.
                let _ = cluster.stop().await;
            }
            self.cluster = Some(start(&data).await);
            tracing::info!("the database server runs again");
        }
    }

    /// Shuts the cluster down and waits for its end.
    ///
    /// # Errors
    /// When the database server does not end, or ends with a failure.
    pub async fn stop(self) -> anyhow::Result<()> {
        match self.cluster {
            Some(cluster) => Ok(cluster.stop().await?),
            None => Ok(()),
        }
    }
}

/// Tries for as long as it takes: what hinders, such as a full disk, may pass.
async fn start(data: &Path) -> Cluster {
    let mut pause = PAUSES[0];
    loop {
        match Cluster::start(&Options {
            data: data.to_owned(),
        })
        .await
        {
            Ok(cluster) => return cluster,
            Err(error) => tracing::error!(%error, "the database server does not start"),
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(PAUSES[1]);
    }
}
