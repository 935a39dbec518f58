//! What can go wrong with the private cluster, in words that say what to do about it.

use std::path::{Path, PathBuf};
use std::process::ExitStatus;

/// Why the private cluster could not be started or stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClusterError {
    /// The machine has no PostgreSQL server.
    #[error(
        "no PostgreSQL server binaries were found (looked at pg_config, PATH and /usr/lib/postgresql); \
         install them, for instance with `sudo apt-get install --no-install-recommends postgresql`, \
         or name a running server in DATABASE_URL"
    )]
    BinariesNotFound,

    /// The cluster was made by another major version than those that are installed.
    #[error(
        "{} was made by PostgreSQL {made_by}, but this machine has only {found}; \
         install the server of that version, for instance with \
         `sudo apt-get install --no-install-recommends postgresql-{made_by}`, \
         or bring the folder to a newer version with pg_upgrade", .folder.display()
    )]
    WrongVersion {
        /// The cluster's folder.
        folder: PathBuf,
        /// The major version that made it.
        made_by: String,
        /// The versions that were found.
        found: String,
    },

    /// Another process owns the data folder.
    #[error(
        "the data folder {} is in use by another process{}; stop that one first or choose another folder",
        .folder.display(), holder(*.pid)
    )]
    InUse {
        /// The data folder.
        folder: PathBuf,
        /// The process that holds it, where it has said so.
        pid: Option<u32>,
    },

    /// A server on this folder does not end.
    #[error(
        "a PostgreSQL server{} still runs on {} and does not shut down; end it by hand and try again",
        holder(*.pid), .folder.display()
    )]
    StillRunning {
        /// The cluster's folder.
        folder: PathBuf,
        /// The server's process, where it is known.
        pid: Option<u32>,
    },

    /// The cluster belongs to another user.
    #[error(
        "{} belongs to user id {owner}, and this process runs as user id {user}; \
         run it as that user or as root", .folder.display()
    )]
    WrongOwner {
        /// The cluster's folder.
        folder: PathBuf,
        /// Whose it is.
        owner: u32,
        /// Who asks.
        user: u32,
    },

    /// PostgreSQL refuses to run as root, and the user it would run as cannot reach the folder.
    #[error(
        "PostgreSQL does not run as root, and user {user} cannot enter {}; \
         let others pass through it (`chmod o+x`), choose a data folder elsewhere, \
         or install setpriv (package util-linux) and allow the capability CAP_DAC_READ_SEARCH", .folder.display()
    )]
    NotTraversable {
        /// The folder that is closed.
        folder: PathBuf,
        /// The user that the server would run as.
        user: String,
    },

    /// The folder for the unix socket is not safe to use.
    #[error("the socket folder {} cannot be used: {reason}", .folder.display())]
    SocketFolder {
        /// The folder.
        folder: PathBuf,
        /// What is wrong with it.
        reason: String,
    },

    /// `initdb` failed.
    #[error("making the database cluster failed ({status}):\n{output}")]
    Initdb {
        /// How it ended.
        status: ExitStatus,
        /// What it said.
        output: String,
    },

    /// The server ended by itself or with a failure.
    #[error("the database server ended unexpectedly ({status}); the end of its log:\n{log}")]
    Exited {
        /// How it ended.
        status: ExitStatus,
        /// The last lines of its log.
        log: String,
    },

    /// The server runs but a connection to it failed.
    #[error("connecting to the database server failed: {reason}; the end of its log:\n{log}")]
    Connect {
        /// What the attempt said.
        reason: String,
        /// The last lines of the server's log.
        log: String,
    },

    /// The operating system refused something.
    #[error("cannot {doing} {}: {reason}", .path.display())]
    Io {
        /// What was tried.
        doing: &'static str,
        /// On what.
        path: PathBuf,
        /// The system's answer.
        // Not called `source`: it is in the message already, and reports would print it twice.
        reason: std::io::Error,
    },
}

impl ClusterError {
    /// Gives an I/O error its context, for use with `map_err`.
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |reason| Self::Io {
            doing,
            path,
            reason,
        }
    }
}

fn holder(pid: Option<u32>) -> String {
    pid.map(|pid| format!(" (pid {pid})")).unwrap_or_default()
}
