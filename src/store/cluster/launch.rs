//! How the cluster's programs are started: as whom, with which rights, and bound to the life of this program.

use std::env;
use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::ClusterError;
use super::account::Account;

/// What the server takes as the order to shut down without waiting for its clients.
pub(super) const FAST_SHUTDOWN: &str = "INT";
/// For programs that have nothing to tidy up.
pub(super) const KILL: &str = "KILL";

/// Capabilities that let a user pass through closed folders, the narrower one first, with their bits.
///
/// Containers often take the first away and leave the second.
const PASS: [(&str, u32); 2] = [("dac_read_search", 2), ("dac_override", 1)];

/// Starts programs as the cluster's user.
#[derive(Debug)]
pub(super) struct Launcher {
    pub account: Account,
    /// Whether util-linux' `setpriv` is there; it does between fork and exec what std cannot do without unsafe code.
    setpriv: bool,
    capability: Option<&'static str>,
}

impl Launcher {
    /// Finds out what it takes for `account` to reach all of `folders`.
    pub fn new(account: Account, folders: &[&Path]) -> Result<Self, ClusterError> {
        let setpriv = has_setpriv();
        let closed = folders
            .iter()
            .find_map(|folder| closed_ancestor(folder, &account));
        let capability = match closed {
            None => None,
            Some(folder) => match usable_capability().filter(|_| setpriv) {
                Some(name) => Some(name),
                None => {
                    return Err(ClusterError::NotTraversable {
                        folder,
                        user: account.name,
                    });
                }
            },
        };
        Ok(Self {
            account,
            setpriv,
            capability,
        })
    }

    /// A command for `program` that gets the signal `on_death` when the thread that spawns it ends.
    ///
    /// A server that died with its owner is the smaller evil: it recovers in a moment at the next start, while a survivor would have to be ended first.
    /// Nothing relies on it, since the signal is lost when the owner dies before it is asked for, or where there is no `setpriv`.
    pub fn command(&self, program: &Path, on_death: &str) -> Command {
        let mut command = if self.setpriv {
            let mut command = Command::new("setpriv");
            command.args(["--pdeathsig", on_death]);
            if self.account.switch {
                command
                    .arg(format!("--reuid={}", self.account.uid))
                    .arg(format!("--regid={}", self.account.gid))
                    .arg("--clear-groups");
            }
            if let Some(name) = self.capability {
                // Ambient capabilities are the ones that a program without file capabilities keeps over exec.
                command
                    .arg(format!("--inh-caps=+{name}"))
                    .arg(format!("--ambient-caps=+{name}"));
            }
            command.arg("--").arg(program);
            command
        } else {
            let mut command = Command::new(program);
            if self.account.switch {
                command.uid(self.account.uid).gid(self.account.gid);
            }
            command
        };
        // Its own process group: ^C in a terminal must reach the program, which then stops the server in order.
        command.process_group(0);
        // The environment of the program may hold secrets and PG* variables, neither of which is for the server.
        command.env_clear().env("LC_ALL", "C").env("HOME", "/");
        for name in ["PATH", "LD_LIBRARY_PATH"] {
            if let Some(value) = env::var_os(name) {
                command.env(name, value);
            }
        }
        command.current_dir("/").stdin(Stdio::null());
        command
    }
}

/// Whether the `setpriv` of util-linux is installed; busybox has a smaller one of that name.
pub(super) fn has_setpriv() -> bool {
    Command::new("setpriv")
        .arg("--version")
        .stdin(Stdio::null())
        .output()
        .is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains("util-linux"))
}

/// The first folder on the way to `path` that `account` cannot enter; only asked when the user changes.
fn closed_ancestor(path: &Path, account: &Account) -> Option<PathBuf> {
    if !account.switch {
        return None;
    }
    let mut way: Vec<&Path> = path.ancestors().collect();
    way.reverse();
    way.into_iter()
        .find(|folder| fs::metadata(folder).is_ok_and(|folder| !account.can_enter(&folder)))
        .map(Path::to_owned)
}

/// A capability that this process has and can hand on.
fn usable_capability() -> Option<&'static str> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let held = status
        .lines()
        .find_map(|line| line.strip_prefix("CapPrm:"))?;
    let held = u64::from_str_radix(held.trim(), 16).ok()?;
    PASS.iter()
        .find(|(_, bit)| held >> bit & 1 == 1)
        .map(|(name, _)| *name)
}
