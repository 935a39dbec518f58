//! Processor time of the three parties of a run, from `/proc`.

use anyhow::{Context, bail};
use serde::Serialize;
use std::fs;
use std::net::SocketAddr;

/// Ticks of a second in `/proc`: every Linux that is in use counts hundredths there.
const TICKS: f64 = 100.0;
/// The state of a listening socket in `/proc/net/tcp`.
const LISTENING: &str = "0A";

/// Whose processor time is read.
#[derive(Clone, Copy, Debug)]
pub struct Parties {
    pub server: u32,
    pub postmaster: u32,
}

/// Processor seconds used so far, or between two readings.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Cpu {
    pub client: f64,
    pub server: f64,
    pub postgres: f64,
    /// Everything else on the machine, and what its host took from it.
    pub others: f64,
}

impl Parties {
    /// Reads all three.
    ///
    /// A backend that ends hands its time to the postmaster as that of a reaped child, so the sum
    /// over living and dead stays right.
    ///
    /// # Errors
    /// When one of the processes is gone.
    pub fn read(&self) -> anyhow::Result<Cpu> {
        let client = stat(std::process::id()).context("cannot read this process's time")?;
        let server = stat(self.server).context("the server's process is gone")?;
        let postmaster = stat(self.postmaster).context("the database's process is gone")?;
        let backends: u64 = processes()
            .filter_map(stat)
            .filter(|backend| backend.parent == self.postmaster)
            .map(|backend| backend.own)
            .sum();
        let [client, server] = [client.own, server.own];
        let postgres = postmaster.own + postmaster.reaped + backends;
        let busy = busy().context("cannot read the machine's time")?;
        let seconds = |ticks: u64| ticks as f64 / TICKS;
        Ok(Cpu {
            client: seconds(client),
            server: seconds(server),
            postgres: seconds(postgres),
            others: seconds(busy.saturating_sub(client + server + postgres)),
        })
    }
}

impl Cpu {
    /// What was used between two readings.
    pub fn since(&self, before: &Cpu) -> Cpu {
        Cpu {
            client: self.client - before.client,
            server: self.server - before.server,
            postgres: self.postgres - before.postgres,
            // The machine's ticks and those of processes are counted in different ways.
            others: (self.others - before.others).max(0.0),
        }
    }

    /// Microseconds for each of so many requests.
    pub fn micros_each(&self, requests: u64) -> Cpu {
        let each = |seconds: f64| seconds * 1e6 / (requests.max(1) as f64);
        Cpu {
            client: each(self.client),
            server: each(self.server),
            postgres: each(self.postgres),
            others: each(self.others),
        }
    }
}

/// One process, in ticks.
struct Stat {
    parent: u32,
    own: u64,
    reaped: u64,
}

fn stat(pid: u32) -> Option<Stat> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name, in parentheses, may itself have spaces and parentheses.
    let fields: Vec<&str> = text
        .get(text.rfind(')')? + 1..)?
        .split_whitespace()
        .collect();
    let ticks = |place: usize| fields.get(place)?.parse::<u64>().ok();
    Some(Stat {
        parent: fields.get(1)?.parse().ok()?,
        own: ticks(11)? + ticks(12)?,
        reaped: ticks(13)? + ticks(14)?,
    })
}

/// Ticks that all processors together were not idle.
fn busy() -> Option<u64> {
    let text = fs::read_to_string("/proc/stat").ok()?;
    let mut ticks = text.lines().next()?.split_whitespace().skip(1);
    let mut next = || ticks.next()?.parse::<u64>().ok();
    let (user, nice, system) = (next()?, next()?, next()?);
    let _idle_and_waiting = (next()?, next()?);
    let (interrupts, soft, stolen) = (next()?, next()?, next()?);
    Some(user + nice + system + interrupts + soft + stolen)
}

/// The parent of a process.
pub fn parent_of(pid: u32) -> Option<u32> {
    stat(pid).map(|stat| stat.parent)
}

fn processes() -> impl Iterator<Item = u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

/// The process that listens on the address.
///
/// # Errors
/// When none is found, or its files may not be looked at.
pub fn listener_of(address: SocketAddr) -> anyhow::Result<u32> {
    let inodes = listening_inodes(address.port())?;
    if inodes.is_empty() {
        bail!("nothing listens on {address}; start the server, or name it by --url");
    }
    let sockets: Vec<String> = inodes
        .iter()
        .map(|inode| format!("socket:[{inode}]"))
        .collect();
    let holds = |pid: &u32| {
        let files = fs::read_dir(format!("/proc/{pid}/fd"))
            .into_iter()
            .flatten()
            .flatten();
        files
            .filter_map(|file| fs::read_link(file.path()).ok())
            .any(|target| {
                target
                    .to_str()
                    .is_some_and(|target| sockets.iter().any(|socket| socket == target))
            })
    };
    processes().find(holds).with_context(|| {
        format!("cannot see which process listens on {address}; name it by --server-pid")
    })
}

fn listening_inodes(port: u16) -> anyhow::Result<Vec<String>> {
    let ipv4 = fs::read_to_string("/proc/net/tcp").context("cannot read the table of sockets")?;
    // Absent where the kernel has no IPv6.
    let ipv6 = fs::read_to_string("/proc/net/tcp6").unwrap_or_default();
    let suffix = format!(":{port:04X}");
    let rows = ipv4.lines().chain(ipv6.lines());
    let inode = |row: &str| {
        let fields: Vec<&str> = row.split_whitespace().collect();
        let found = fields.get(1)?.ends_with(&suffix) && *fields.get(3)? == LISTENING;
        found.then(|| fields.get(9).map(|inode| (*inode).to_owned()))?
    };
    Ok(rows.filter_map(inode).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_listener_is_found_by_its_port() {
        let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        assert_eq!(
            listener_of(socket.local_addr().unwrap()).unwrap(),
            std::process::id()
        );
    }

    #[test]
    fn a_process_has_a_parent_and_uses_time() {
        let me = std::process::id();
        assert!(parent_of(me).unwrap() > 0);
        assert!(
            Parties {
                server: me,
                postmaster: me
            }
            .read()
            .unwrap()
            .client
                >= 0.0
        );
    }
}
