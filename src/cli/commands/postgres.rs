//! `quittance postgres`: the private database cluster on its own, for tests and for looking at the data.

use std::ffi::OsString;
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{ExitCode, ExitStatus};
use std::time::Duration;

use anyhow::Context;
use quittance_store::cluster::{Cluster, Options};
use rustix::process::{Pid, Signal, kill_process};
use tokio::process::{Child, Command};
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::timeout;

/// How long the command may take to end after each reminder.
const PATIENCE: Duration = Duration::from_secs(10);

/// Bring up the private database cluster of a data folder, without serving from it.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The data folder; the cluster is made when there is none.
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,

    /// Run this with DATABASE_URL set, then stop the cluster; without it, print the URL and wait for a signal.
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

/// Brings the cluster up, runs the command or waits for a signal, and stops the cluster.
///
/// The exit code is the command's own, or 128 and the number of the signal that ended it.
///
/// # Errors
/// When the cluster cannot be started or stopped, when it ends by itself, or when the command cannot be run.
pub async fn run(args: Args) -> anyhow::Result<ExitCode> {
    // First of all, so that a signal during the start ends in an orderly way too.
    let mut signals = Signals::new()?;
    let options = Options { data: args.data };
    let cluster = tokio::select! {
        started = Cluster::start(&options) => started?,
        number = signals.next() => return Ok(code_of_signal(number)),
    };
    let result = match args.command.split_first() {
        Some((program, arguments)) => accompany(&cluster, program, arguments, &mut signals).await,
        None => wait(&cluster, &mut signals).await,
    };
    let stopped = cluster.stop().await;
    let code = result?;
    stopped?;
    Ok(code)
}

/// Prints the URL and waits for a signal.
async fn wait(cluster: &Cluster, signals: &mut Signals) -> anyhow::Result<ExitCode> {
    let mut out = std::io::stdout();
    writeln!(out, "{}", cluster.url())
        .and_then(|()| out.flush())
        .context("cannot print the URL")?;
    tokio::select! {
        // The signal is how this is meant to end.
        _ = signals.next() => Ok(ExitCode::SUCCESS),
        error = cluster.failed() => Err(error.into()),
    }
}

/// Runs the command to its end, which a signal brings about.
async fn accompany(
    cluster: &Cluster,
    program: &OsString,
    arguments: &[OsString],
    signals: &mut Signals,
) -> anyhow::Result<ExitCode> {
    let mut child = Command::new(program)
        .args(arguments)
        .env("DATABASE_URL", cluster.url())
        .kill_on_drop(true)
        .spawn()
        .with_context(|| format!("cannot run {}", program.to_string_lossy()))?;
    let status = tokio::select! {
        status = child.wait() => status?,
        number = signals.next() => terminate(&mut child, number).await?,
    };
    Ok(code_of(status))
}

/// Ends the command, and returns its status.
async fn terminate(child: &mut Child, number: i32) -> anyhow::Result<ExitStatus> {
    // ^C in a terminal has reached the command as well, and a second signal would make it drop what it is tidying up.
    if number == SignalKind::interrupt().as_raw_value()
        && let Ok(status) = timeout(PATIENCE, child.wait()).await
    {
        return Ok(status?);
    }
    let pid = child
        .id()
        .and_then(|id| i32::try_from(id).ok())
        .and_then(Pid::from_raw);
    if let Some(pid) = pid {
        kill_process(pid, Signal::TERM).context("cannot end the command")?;
    }
    if let Ok(status) = timeout(PATIENCE, child.wait()).await {
        return Ok(status?);
    }
    child.kill().await.context("cannot kill the command")?;
    Ok(child.wait().await?)
}

/// The signals that ask the program to end.
#[derive(Debug)]
struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
    hangup: tokio::signal::unix::Signal,
}

impl Signals {
    fn new() -> anyhow::Result<Self> {
        let listen = |kind| signal(kind).context("cannot listen for signals");
        Ok(Self {
            terminate: listen(SignalKind::terminate())?,
            interrupt: listen(SignalKind::interrupt())?,
            hangup: listen(SignalKind::hangup())?,
        })
    }

    /// Waits for the next one and gives its number.
    async fn next(&mut self) -> i32 {
        let kind = tokio::select! {
            _ = self.terminate.recv() => SignalKind::terminate(),
            _ = self.interrupt.recv() => SignalKind::interrupt(),
            _ = self.hangup.recv() => SignalKind::hangup(),
        };
        kind.as_raw_value()
    }
}

fn code_of(status: ExitStatus) -> ExitCode {
    match (status.code(), status.signal()) {
        (Some(code), _) => ExitCode::from(u8::try_from(code).unwrap_or(u8::MAX)),
        (None, Some(number)) => code_of_signal(number),
        (None, None) => ExitCode::FAILURE,
    }
}

/// What a shell makes of a signal.
fn code_of_signal(number: i32) -> ExitCode {
    ExitCode::from(u8::try_from(128 + number).unwrap_or(u8::MAX))
}
