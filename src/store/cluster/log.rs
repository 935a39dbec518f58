//! The server's log file.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;

use super::ClusterError;
use super::account::Account;
use super::layout::Layout;

/// A larger log is moved aside at the next start, so that it cannot fill the disk over the years.
const KEEP: u64 = 16 << 20;
/// How much of the end of the log an error message may carry.
const TAIL_LINES: usize = 20;
const TAIL_BYTES: u64 = 16 << 10;

/// Opens the log for appending and says where this start's part of it begins.
pub(super) fn open(layout: &Layout, account: &Account) -> Result<(File, u64), ClusterError> {
    let path = layout.log();
    if fs::metadata(&path).is_ok_and(|log| log.len() > KEEP) {
        let old = path.with_extension("log.1");
        fs::rename(&path, &old).map_err(ClusterError::io("move aside", &path))?;
    }
    let file = OpenOptions::new()
        .append(true)
        .create(true)
        .mode(0o600)
        .open(&path)
        .map_err(ClusterError::io("open", &path))?;
    account.give(&path)?;
    let start = file
        .metadata()
        .map_err(ClusterError::io("read", &path))?
        .len();
    Ok((file, start))
}

/// The last lines that were logged at or after the byte `start`.
pub(super) fn tail(layout: &Layout, start: u64) -> String {
    let path = layout.log();
    let read = || -> std::io::Result<String> {
        let mut file = File::open(&path)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(
            start.max(length.saturating_sub(TAIL_BYTES)).min(length),
        ))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    match read() {
        Ok(text) if text.trim().is_empty() => format!("({} says nothing)", path.display()),
        Ok(text) => {
            let lines: Vec<&str> = text.lines().collect();
            lines[lines.len().saturating_sub(TAIL_LINES)..].join("\n")
        }
        Err(error) => format!("({} cannot be read: {error})", path.display()),
    }
}
