//! The server's settings, written anew at every start.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use super::account::Account;
use super::layout::Layout;
use super::{ClusterError, PORT};

/// The file's name in the cluster's folder.
pub(super) const FILE: &str = "quittance.conf";

const MIB: u64 = 1 << 20;

/// The settings that are the same on every machine; each has its reason beside it.
const FIXED: &str = "\
# Reached through the unix socket alone; its folder is the guard.
listen_addresses = ''
unix_socket_permissions = 0700

# What was answered is on disk, also after a power cut. These are the defaults, written down because all depends on them.
fsync = on
synchronous_commit = on
full_page_writes = on
data_sync_retry = off
autovacuum = on

# Allows base backups and hot standbys without a restart; `minimal` would only make bulk loads cheaper.
wal_level = replica
# Checkpoints by time and not by volume: the first change to a page after a checkpoint logs the whole page.
# The price is disk space and a longer recovery after a crash.
max_wal_size = 8GB
checkpoint_timeout = 15min
# Segments of the log are used again instead of removed: making one means writing 16 MB of zeros while a payment waits.
min_wal_size = 2GB

# The default, written down because the program's pools are made for it.
max_connections = 100

# Statements are short and planned ahead, so compiling them costs more than it gains.
jit = off
# Data is in memory or on flash, where a random read costs about what the next page does.
random_page_cost = 1.1
# Two clock readings for each block are not free, and nothing reads the figures.
track_io_timing = off

# All instants are kept in UTC; the zone of the machine must not change what is displayed or logged.
timezone = 'UTC'
log_timezone = 'UTC'
# The log is read by people and programs in every country.
lc_messages = 'C'

# Everything goes to standard error, which is the log file in the data folder.
logging_collector = off
log_destination = 'stderr'
# Neither the values of a failing row nor the text of a failing statement, which may be about persons.
log_error_verbosity = terse
log_min_error_statement = panic

# Tells the processes apart from those of other clusters in a process list.
cluster_name = 'quittance'
";

/// Writes the settings file.
pub(super) fn write(layout: &Layout, socket: &Path, account: &Account) -> Result<(), ClusterError> {
    let path = layout.cluster().join(FILE);
    let new = path.with_extension("new");
    let mut text = format!(
        "# Written anew at every start: put your own settings into postgresql.conf.\n{FIXED}"
    )
    .into_bytes();
    text.extend(sized(memory()).into_bytes());
    text.extend(format!("\nport = {PORT}\nunix_socket_directories = '").into_bytes());
    text.extend(quote(socket));
    text.extend(b"'\n");
    fs::write(&new, text).map_err(ClusterError::io("write", &new))?;
    account.give(&new)?;
    fs::rename(&new, &path).map_err(ClusterError::io("write", &path))
}

/// The settings that follow from the machine's memory.
fn sized(memory: u64) -> String {
    let buffers = (memory / 16).clamp(128 * MIB, 1024 * MIB) / MIB;
    let cached = (memory / 2 / MIB).max(buffers);
    let mut text = String::new();
    // A write to a string cannot fail.
    let _ = write!(
        text,
        "\n# A sixteenth of the memory: the program caches the accounts' states itself, and shares the machine.\n\
         shared_buffers = {buffers}MB\n\
         # What the planner may expect to find in the system's cache.\n\
         effective_cache_size = {cached}MB\n"
    );
    text
}

/// The memory of the machine or of the container, in bytes; 2 GiB where neither says.
fn memory() -> u64 {
    let limit = fs::read_to_string("/sys/fs/cgroup/memory.max")
        .ok()
        .and_then(|limit| limit.trim().parse().ok())
        .unwrap_or(u64::MAX);
    let machine = fs::read_to_string("/proc/meminfo")
        .ok()
        .and_then(|text| {
            let line = text
                .lines()
                .find_map(|line| line.strip_prefix("MemTotal:"))?;
            line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()
        })
        .map_or(2048 * MIB, |kib| kib * 1024);
    machine.min(limit)
}

/// A path for use between single quotes; what a list of folders would split was ruled out with the choice of the socket folder.
fn quote(path: &Path) -> Vec<u8> {
    let mut quoted = b"\"".to_vec();
    for byte in path.as_os_str().as_bytes() {
        if *byte == b'\'' {
            quoted.push(b'\'');
        }
        quoted.push(*byte);
    }
    quoted.push(b'"');
    quoted
}

#[cfg(test)]
#[test]
fn shared_buffers_stay_within_bounds() {
    for (gib, expected) in [(1, "128MB"), (8, "512MB"), (64, "1024MB")] {
        assert!(
            sized(gib << 30).contains(&format!("shared_buffers = {expected}")),
            "{gib} GiB"
        );
    }
}
