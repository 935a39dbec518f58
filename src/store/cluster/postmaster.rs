//! The server process: spawning it, watching it, ending it.

use std::fs::File;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid};
use tokio::sync::{oneshot, watch};

use super::ClusterError;
use super::layout::Layout;

/// How long a fast shutdown may take, which writes everything in memory to disk, before an immediate one is ordered.
pub(super) const FAST: Duration = Duration::from_secs(60);
/// How long an immediate shutdown may take; it leaves the rest to the recovery at the next start.
pub(super) const IMMEDIATE: Duration = Duration::from_secs(15);

/// A server that this process has started.
#[derive(Debug)]
pub(super) struct Postmaster {
    pid: Pid,
    /// False once the process has been reaped, after which its number may mean another one.
    alive: Arc<Mutex<bool>>,
    exit: watch::Receiver<Option<ExitStatus>>,
}

impl Postmaster {
    /// Starts the server.
    ///
    /// `guard` becomes its standard input: that is how the lock on it is inherited by the server and each of its processes, and by nothing else.
    pub async fn spawn(mut command: Command, guard: File, log: File) -> Result<Self, ClusterError> {
        let program = command.get_program().to_owned();
        let fail = move |reason| ClusterError::Io {
            doing: "run",
            path: program.into(),
            reason,
        };
        let errors = match log.try_clone() {
            Ok(errors) => errors,
            Err(error) => return Err(fail(error)),
        };
        command
            .stdin(Stdio::from(guard))
            .stdout(Stdio::from(log))
            .stderr(Stdio::from(errors));

        let (started, start) = oneshot::channel();
        // The signal at the owner's death is sent when the spawning thread ends, so that thread stays with the child.
        let thread = std::thread::Builder::new().name("postmaster".to_owned());
        let spawned = thread.spawn(move || {
            let child = command.spawn();
            // Closes this process' copies of the files, the guard above all.
            drop(command);
            match child {
                Ok(child) => attend(child, started),
                Err(error) => drop(started.send(Err(error))),
            }
        });
        if let Err(error) = spawned {
            return Err(fail(error));
        }
        match start.await {
            Ok(Ok(postmaster)) => Ok(postmaster),
            Ok(Err(error)) => Err(fail(error)),
            Err(gone) => Err(fail(std::io::Error::other(gone))),
        }
    }

    /// How the server has ended, if it has.
    pub fn status(&self) -> Option<ExitStatus> {
        *self.exit.borrow()
    }

    /// Waits for the server's end.
    pub async fn exited(&self) -> ExitStatus {
        let mut exit = self.exit.clone();
        match exit.wait_for(Option::is_some).await.as_deref() {
            Ok(Some(status)) => *status,
            // The watching thread never ends without a status; if it did, there would be nothing to wait for.
            _ => std::future::pending().await,
        }
    }

    /// Shuts the server down and gives its exit status.
    pub async fn stop(&self, layout: &Layout) -> Result<ExitStatus, ClusterError> {
        for (signal, patience) in [(Signal::INT, FAST), (Signal::QUIT, IMMEDIATE)] {
            self.signal(signal);
            if let Ok(status) = tokio::time::timeout(patience, self.exited()).await {
                return Ok(status);
            }
            tracing::warn!(?signal, "the database server has not shut down in time");
        }
        let pid = u32::try_from(self.pid.as_raw_nonzero().get()).ok();
        Err(ClusterError::StillRunning {
            folder: layout.cluster(),
            pid,
        })
    }

    fn signal(&self, signal: Signal) {
        let alive = self.alive.lock().unwrap_or_else(PoisonError::into_inner);
        if *alive && let Err(error) = kill_process(self.pid, signal) {
            tracing::warn!(%error, "the database server could not be signalled");
        }
    }
}

impl Drop for Postmaster {
    fn drop(&mut self) {
        if self.status().is_none() {
            self.signal(Signal::INT);
        }
    }
}

/// Reports the child and stays with it to its end.
fn attend(mut child: Child, started: oneshot::Sender<std::io::Result<Postmaster>>) {
    let pid = Pid::from_child(&child);
    let alive = Arc::new(Mutex::new(true));
    let (report, exit) = watch::channel(None);
    // Who asked may have gone in the meantime; dropping the answer then shuts the server down.
    drop(started.send(Ok(Postmaster {
        pid,
        alive: Arc::clone(&alive),
        exit,
    })));
    // Waits without reaping, so that the number stays this child's until nobody can signal it any more.
    while let Err(rustix::io::Errno::INTR) = waitid(
        WaitId::Pid(pid),
        WaitIdOptions::EXITED | WaitIdOptions::NOWAIT,
    ) {}
    let mut alive = alive.lock().unwrap_or_else(PoisonError::into_inner);
    match child.wait() {
        Ok(status) => {
            *alive = false;
            report.send_replace(Some(status));
        }
        Err(error) => tracing::error!(%error, "the database server cannot be waited for"),
    }
}
