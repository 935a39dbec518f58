//! Taking over from a server that outlived its owner.
//!
//! Two things say whether a server runs on the folder.
//! Every process of a server that this program starts holds the lock on `postgres.lock`, which ends with the last of them: no reused process number, reboot or container border can deceive it.
//! And `postmaster.pid` names the server, also one that an operator has started by hand.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::ClusterError;
use super::layout::Layout;
use super::postmaster::{FAST, IMMEDIATE};

const PAUSE: Duration = Duration::from_millis(50);

/// Ends whatever still runs on the cluster, and returns the lock that says that nothing does.
///
/// The old server is not kept: a new one has the present settings, and this process learns of its end.
pub(super) async fn take_over(layout: &Layout) -> Result<File, ClusterError> {
    let guard = open(&layout.guard())?;
    let begun = Instant::now();
    let mut sent: Option<(u32, Signal)> = None;
    loop {
        let free = try_lock(&guard, &layout.guard())?;
        let claimed = claimed_pid(layout)?;
        let server = claimed
            .pid()
            .filter(|pid| is_postmaster_of(*pid, &layout.cluster()));
        if free && server.is_none() {
            clear_stale(layout, &claimed)?;
            return Ok(guard);
        }
        let waited = begun.elapsed();
        if waited > FAST + IMMEDIATE {
            return Err(ClusterError::StillRunning {
                folder: layout.cluster(),
                pid: server,
            });
        }
        if let Some(pid) = server {
            let signal = if waited > FAST {
                Signal::QUIT
            } else {
                Signal::INT
            };
            if sent != Some((pid, signal)) {
                tracing::warn!(
                    pid,
                    "a database server was left running on this folder; shutting it down"
                );
                send(pid, signal);
                sent = Some((pid, signal));
            }
        }
        // Without a server to signal, its last processes are ending, or it has not yet written its number.
        tokio::time::sleep(PAUSE).await;
    }
}

fn open(path: &Path) -> Result<File, ClusterError> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
        .map_err(ClusterError::io("open the lock file", path))
}

fn try_lock(guard: &File, path: &Path) -> Result<bool, ClusterError> {
    match guard.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(ClusterError::io("lock", path)(error)),
    }
}

/// What `postmaster.pid` says.
#[derive(Debug)]
enum Claim {
    None,
    /// The file is there without a number, since its writer died over it.
    Broken,
    Pid(u32),
}

impl Claim {
    fn pid(&self) -> Option<u32> {
        match self {
            Self::Pid(pid) => Some(*pid),
            Self::None | Self::Broken => None,
        }
    }
}

fn claimed_pid(layout: &Layout) -> Result<Claim, ClusterError> {
    let path = layout.postmaster_pid();
    match fs::read_to_string(&path) {
        Ok(text) => {
            // A server in single-user mode writes its number with a minus sign.
            let number = text
                .lines()
                .next()
                .and_then(|line| line.trim().parse::<i32>().ok());
            Ok(number.map_or(Claim::Broken, |number| Claim::Pid(number.unsigned_abs())))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Claim::None),
        Err(error) => Err(ClusterError::io("read", &path)(error)),
    }
}

/// Removes a `postmaster.pid` that the server would stumble over although nothing runs.
///
/// A number that belongs to no process is left to the server, which then also looks for remains in shared memory.
/// But it takes any living process of its own user for a server, and it stops at an empty file.
fn clear_stale(layout: &Layout, claimed: &Claim) -> Result<(), ClusterError> {
    let stale = match claimed {
        Claim::None => false,
        Claim::Broken => true,
        Claim::Pid(pid) => proc(*pid).exists(),
    };
    if !stale {
        return Ok(());
    }
    let path = layout.postmaster_pid();
    tracing::warn!(file = %path.display(), ?claimed, "removing a stale file");
    fs::remove_file(&path).map_err(ClusterError::io("remove", &path))
}

/// Whether the process is a PostgreSQL server that runs on `cluster`.
fn is_postmaster_of(pid: u32, cluster: &Path) -> bool {
    let name = fs::read_to_string(proc(pid).join("comm")).unwrap_or_default();
    if !matches!(name.trim(), "postgres" | "postmaster") {
        return false;
    }
    // A server works in its data folder; that is true even when the folder has been moved since.
    let works_there = match (fs::metadata(proc(pid).join("cwd")), fs::metadata(cluster)) {
        (Ok(here), Ok(there)) => here.dev() == there.dev() && here.ino() == there.ino(),
        _ => false,
    };
    // In containers that may not trace processes only the command line can be seen.
    let arguments = fs::read(proc(pid).join("cmdline")).unwrap_or_default();
    let named = arguments
        .split(|byte| *byte == 0)
        .any(|word| word == cluster.as_os_str().as_bytes());
    works_there || named
}

fn proc(pid: u32) -> PathBuf {
    PathBuf::from(format!("/proc/{pid}"))
}

fn send(pid: u32, signal: Signal) {
    let target = i32::try_from(pid).ok().and_then(Pid::from_raw);
    if let Some(Err(error)) = target.map(|target| kill_process(target, signal)) {
        tracing::warn!(pid, %error, "the database server could not be signalled");
    }
}
