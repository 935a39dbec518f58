//! The lock that gives a data folder one owner.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};

use super::ClusterError;
use super::layout::Layout;

/// Held for as long as the program owns the data folder.
///
/// The kernel holds it for the open file and lets it go when the program ends in whatever way, so there is no stale lock to clear.
/// The file is opened close-on-exec (as std opens every file), so neither the server nor any other child keeps it.
#[derive(Debug)]
pub(super) struct FolderLock {
    file: File,
}

impl FolderLock {
    /// Locks the folder, or says who has it.
    pub fn acquire(layout: &Layout) -> Result<Self, ClusterError> {
        let path = layout.lock();
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(ClusterError::io("open the lock file", &path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // The number is only for the message, so one that cannot be read is left out.
                let _ = file.read_to_string(&mut holder);
                let pid = holder.trim().parse().ok();
                return Err(ClusterError::InUse {
                    folder: layout.data.clone(),
                    pid,
                });
            }
            Err(TryLockError::Error(error)) => {
                return Err(ClusterError::io("lock", &path)(error));
            }
        }
        file.set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| writeln!(file, "{}", std::process::id()))
            .map_err(ClusterError::io("write", &path))?;
        Ok(Self { file })
    }

    /// Frees the folder for others.
    ///
    /// The file stays: removing it would let two processes lock two files of the same name.
    pub fn release(self) {
        drop(self.file);
    }
}
