//! Running `pgbench` and reading what it prints.

use super::statistics::median;
use super::target::Target;
use anyhow::{Context, bail, ensure};
use quittance_store::cluster::find_binaries;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use tokio::io::AsyncWriteExt;

/// How long after its end the backends' time takes to reach the postmaster.
const REAPED: Duration = Duration::from_millis(150);

/// What each client repeats.
#[derive(Clone, Copy, Debug)]
pub enum Script {
    Textbook,
    EventInsert,
}

impl Script {
    fn text(self) -> &'static str {
        match self {
            Script::Textbook => include_str!("../../../../benches/textbook.sql"),
            Script::EventInsert => include_str!("../../../../benches/event_insert.sql"),
        }
    }
}

/// The machine's `pgbench`.
#[derive(Debug)]
pub struct Pgbench {
    program: PathBuf,
    target: Target,
}

impl Pgbench {
    /// # Errors
    /// When the machine has none.
    pub fn find(target: &Target) -> anyhow::Result<Pgbench> {
        let program = find_binaries()?.join("pgbench");
        ensure!(
            program.is_file(),
            "there is no pgbench beside the PostgreSQL server's programs"
        );
        Ok(Pgbench {
            program,
            target: target.clone(),
        })
    }

    /// Transactions a second.
    ///
    /// # Errors
    /// When it fails, or any of its clients does.
    pub async fn run(
        &self,
        script: Script,
        clients: usize,
        accounts: usize,
        time: Duration,
    ) -> anyhow::Result<f64> {
        let mut command = self.command(clients, accounts, time);
        let printed = converse(&mut command, script.text()).await?;
        tps(&printed).with_context(|| format!("pgbench printed no figure:\n{printed}"))
    }

    /// The median time of a textbook transaction of one client, in milliseconds.
    ///
    /// # Errors
    /// When it fails.
    pub async fn median_millis(&self, accounts: usize, time: Duration) -> anyhow::Result<f64> {
        let folder = std::env::temp_dir().join(format!("quittance-bench-{}", std::process::id()));
        fs::create_dir_all(&folder).context("cannot make a folder for the latencies")?;
        let mut command = self.command(1, accounts, time);
        command
            .args(["-l", "--log-prefix"])
            .arg(folder.join("latency"));
        let ended = converse(&mut command, Script::Textbook.text()).await;
        let latencies = ended.and_then(|_| latencies(&folder));
        // A left-over folder of the system's temporary ones harms nobody.
        let _ = fs::remove_dir_all(&folder);
        median(&latencies?).context("pgbench logged no transaction")
    }

    fn command(&self, clients: usize, accounts: usize, time: Duration) -> Command {
        let mut command = Command::new(&self.program);
        let threads = clients.min(2).to_string();
        command.args(["-M", "prepared", "-n", "-j", &threads, "-f", "-"]);
        command.args([
            "-c",
            &clients.to_string(),
            "-T",
            &time.as_secs().max(1).to_string(),
        ]);
        command.args(["-D", &format!("accounts={accounts}")]);
        self.target.introduce(&mut command);
        command
    }
}

/// Gives the script to the program and returns what it prints.
async fn converse(command: &mut Command, script: &str) -> anyhow::Result<String> {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.env("LC_ALL", "C");
    let mut command = tokio::process::Command::from(std::mem::replace(command, Command::new("")));
    let mut child = command
        .kill_on_drop(true)
        .spawn()
        .context("cannot run pgbench")?;
    if let Some(mut input) = child.stdin.take() {
        input
            .write_all(script.as_bytes())
            .await
            .context("pgbench took no script")?;
    }
    let output = child.wait_with_output().await?;
    tokio::time::sleep(REAPED).await;
    if !output.status.success() {
        bail!(
            "pgbench failed: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Reads `tps = 2737.1 (without initial connection time)`, unless transactions have failed.
fn tps(printed: &str) -> Option<f64> {
    let failed = printed
        .lines()
        .find_map(|line| line.strip_prefix("number of failed transactions: "));
    if failed.is_some_and(|failed| !failed.starts_with("0 ")) {
        return None;
    }
    let figure = printed
        .lines()
        .find_map(|line| line.strip_prefix("tps = "))?;
    figure.split_whitespace().next()?.parse().ok()
}

/// Reads the third column of every log, which is in microseconds, as milliseconds.
fn latencies(folder: &Path) -> anyhow::Result<Vec<f64>> {
    let mut latencies = Vec::new();
    for file in fs::read_dir(folder)? {
        let text = fs::read_to_string(file?.path())?;
        let micros = text
            .lines()
            .filter_map(|line| line.split(' ').nth(2)?.parse::<f64>().ok());
        latencies.extend(micros.map(|micros| micros / 1e3));
    }
    Ok(latencies)
}

#[cfg(test)]
#[test]
fn the_figure_is_read_and_failures_are_not_overlooked() {
    let printed = "latency average = 5.8 ms\ntps = 2737.125 (without initial connection time)\n";
    assert_eq!(tps(printed), Some(2737.125));
    let fine = format!("number of failed transactions: 0 (0.000%)\n{printed}");
    assert_eq!(tps(&fine), Some(2737.125));
    let failed = format!("number of failed transactions: 3 (0.100%)\n{printed}");
    assert_eq!(tps(&failed), None);
    assert_eq!(tps(""), None);
}
