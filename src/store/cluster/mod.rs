//! A private PostgreSQL cluster that lives in the data folder.
//!
//! It lets the program run on a machine where nobody has set a database up.
//! The cluster is made from the machine's own PostgreSQL binaries, listens on a unix socket alone, and is stopped with its owner.
//!
//! What is in the data folder:
//!
//! | path              | meaning                                                                        |
//! |-------------------|--------------------------------------------------------------------------------|
//! | `quittance.lock`  | locked by the program for as long as it owns the folder                        |
//! | `postgres/`       | the cluster itself                                                             |
//! | `postgres.lock`   | locked by every process of the server, so that a survivor of a crash is seen   |
//! | `postgres.log`    | what the server says                                                           |
//! | `postgres.new-*/` | a cluster that is being made, or was when the program was killed               |
//! | `postgres-socket/`| the unix socket, unless the path is too long for one                           |

mod account;
mod binaries;
mod error;
mod initdb;
mod launch;
mod layout;
mod lock;
mod log;
mod postmaster;
mod ready;
mod settings;
mod socket;
mod takeover;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

pub use binaries::find_binaries;
pub use error::ClusterError;

use account::Account;
use binaries::Binaries;
use launch::Launcher;
use layout::Layout;
use lock::FolderLock;
use postmaster::Postmaster;

/// The superuser of the cluster.
const SUPERUSER: &str = "quittance";
/// The database that [`Cluster::url`] leads to.
const DATABASE: &str = "quittance";
/// Names the socket file; no port is ever opened.
const PORT: u16 = 5432;

/// Which cluster to start.
#[derive(Debug, Clone)]
pub struct Options {
    /// The data folder; it is made when missing, and the cluster lives in its subfolder `postgres`.
    pub data: PathBuf,
}

/// A running private cluster.
///
/// Dropping it asks the server to shut down without waiting for it; [`Cluster::stop`] waits.
#[derive(Debug)]
pub struct Cluster {
    // The order matters: the server is told to stop before the folder is free for others.
    postmaster: Postmaster,
    lock: FolderLock,
    layout: Layout,
    socket: PathBuf,
    url: String,
}

impl Cluster {
    /// Starts the cluster in the data folder, makes it first when there is none, and waits until it accepts connections.
    ///
    /// A server that outlived a killed program is shut down first and a new one is started.
    /// Crash recovery of a large history can take minutes; the wait lasts for as long as the server is alive.
    ///
    /// # Errors
    /// Every kind of [`ClusterError`]; [`ClusterError::InUse`] when another process owns the folder.
    pub async fn start(options: &Options) -> Result<Self, ClusterError> {
        let layout = Layout::prepare(&options.data)?;
        let lock = FolderLock::acquire(&layout)?;
        let account = Account::choose(&layout)?;
        let binaries = Binaries::for_cluster(&layout)?;
        let launcher = Launcher::new(account, &[&layout.data, &binaries.folder])?;
        let guard = takeover::take_over(&layout).await?;
        initdb::ensure(&layout, &binaries, &launcher).await?;

        let socket = socket::prepare(&layout, &launcher.account)?;
        settings::write(&layout, &socket, &launcher.account)?;
        let (log, log_start) = log::open(&layout, &launcher.account)?;
        let mut command = launcher.command(&binaries.program("postgres"), launch::FAST_SHUTDOWN);
        command.arg("-D").arg(layout.cluster());
        let postmaster = Postmaster::spawn(command, guard, log).await?;

        let url = socket::url(&socket, DATABASE);
        ready::wait(&postmaster, &socket, &layout, log_start).await?;
        tracing::info!(data = %layout.data.display(), version = binaries.major, "database is up");
        Ok(Self {
            postmaster,
            lock,
            layout,
            socket,
            url,
        })
    }

    /// The superuser's connection URL.
    ///
    /// It is understood by tokio-postgres, sqlx and libpq (`psql`, `pgbench`), and names every setting that these would otherwise take from the environment.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The data folder, with symbolic links resolved.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.layout.data
    }

    /// Waits until the server ends without having been asked to, and says why.
    ///
    /// A program that serves from the cluster can end when this does, instead of failing each request.
    pub async fn failed(&self) -> ClusterError {
        let status = self.postmaster.exited().await;
        ClusterError::Exited {
            status,
            log: log::tail(&self.layout, 0),
        }
    }

    /// Shuts the server down in the fast way (open transactions are rolled back) and waits for its end.
    ///
    /// # Errors
    /// [`ClusterError::StillRunning`] when it does not end even after an immediate shutdown, [`ClusterError::Exited`] when it ended with a failure.
    pub async fn stop(self) -> Result<(), ClusterError> {
        let status = self.postmaster.stop(&self.layout).await?;
        socket::discard(&self.layout, &self.socket);
        self.lock.release();
        if status.success() {
            return Ok(());
        }
        Err(ClusterError::Exited {
            status,
            log: log::tail(&self.layout, 0),
        })
    }
}

/// The superuser's URL of the cluster in a data folder, for those who find it running.
///
/// # Errors
/// [`ClusterError::Io`] when the folder cannot be made or resolved.
pub fn url_of(data: &Path) -> Result<String, ClusterError> {
    let layout = Layout::prepare(data)?;
    Ok(socket::url(&socket::folder(&layout), DATABASE))
}
