//! The folder of the unix socket, and the URL that leads there.

use std::fmt::Write as _;
use std::fs::{self, DirBuilder, Permissions};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::account::Account;
use super::layout::Layout;
use super::{ClusterError, PORT, SUPERUSER};

/// The longest path of a socket that the kernel takes, without the closing zero.
const LONGEST: usize = 107;

/// Makes the folder for the socket, which only the cluster's user may enter, and gives its path.
///
/// It is in the data folder, unless the path is too long or has characters that connection strings split at; then it is in `/tmp`, under a name that follows from the data folder.
pub(super) fn prepare(layout: &Layout, account: &Account) -> Result<PathBuf, ClusterError> {
    let folder = folder(layout);
    match DirBuilder::new().mode(0o700).create(&folder) {
        Ok(()) => account.give(&folder)?,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(ClusterError::io("create", &folder)(error)),
    }
    check(&folder, account)?;
    Ok(folder)
}

/// Where the socket of a data folder's cluster is.
pub(super) fn folder(layout: &Layout) -> PathBuf {
    let own = layout.socket();
    if fits(&own) { own } else { shared(layout) }
}

/// Removes a folder in `/tmp` that is no longer needed.
pub(super) fn discard(layout: &Layout, folder: &Path) {
    if folder != layout.socket() {
        // One that is not empty, or gone, does no harm: the next start looks at it again.
        let _ = fs::remove_dir(folder);
    }
}

/// Makes sure that nobody else has made the folder, which in `/tmp` everyone could, or could look into it.
fn check(folder: &Path, account: &Account) -> Result<(), ClusterError> {
    let found = fs::symlink_metadata(folder).map_err(ClusterError::io("look at", folder))?;
    let refuse = |reason: &str| {
        Err(ClusterError::SocketFolder {
            folder: folder.to_owned(),
            reason: reason.to_owned(),
        })
    };
    if !found.is_dir() {
        return refuse("it is not a folder; remove it");
    }
    if found.uid() == 0 && account.switch {
        // Root was interrupted between making the folder and giving it away.
        account.give(folder)?;
    } else if found.uid() != account.uid {
        return refuse(&format!("it belongs to user id {}; remove it", found.uid()));
    }
    if found.mode() & 0o777 != 0o700 {
        fs::set_permissions(folder, Permissions::from_mode(0o700))
            .map_err(ClusterError::io("set the mode of", folder))?;
    }
    Ok(())
}

/// Whether a socket in `folder` can be named to the kernel, to the server's settings and to its clients.
fn fits(folder: &Path) -> bool {
    let file = format!("/.s.PGSQL.{PORT}");
    folder.as_os_str().len() + file.len() <= LONGEST
        && folder.to_str().is_some_and(|text| {
            !text.contains(|c: char| c.is_control() || matches!(c, ',' | '"' | '\\'))
        })
}

fn shared(layout: &Layout) -> PathBuf {
    let digest = Sha256::digest(layout.data.as_os_str().as_bytes());
    PathBuf::from(format!("/tmp/quittance-{}", hex::encode(&digest[..8])))
}

/// The superuser's URL for a database behind the socket in `folder`.
///
/// Port and sslmode are named since clients would else take them from the environment.
pub(super) fn url(folder: &Path, database: &str) -> String {
    let mut host = String::new();
    for byte in folder.as_os_str().as_bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                host.push(char::from(*byte));
            }
            // A write to a string cannot fail.
            _ => drop(write!(host, "%{byte:02X}")),
        }
    }
    format!("postgresql:///{database}?host={host}&port={PORT}&user={SUPERUSER}&sslmode=disable")
}
