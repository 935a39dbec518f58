//! Which operating system user the server runs as.

use std::fs;
use std::os::unix::fs::{MetadataExt, lchown};
use std::path::Path;

use super::ClusterError;
use super::layout::Layout;

/// The last resort for a system without a user database: the customary ids of `nobody`.
const NOBODY: u32 = 65534;

/// The user that owns the cluster's files and runs its processes.
#[derive(Debug, Clone)]
pub(super) struct Account {
    pub uid: u32,
    pub gid: u32,
    pub name: String,
    /// Whether this differs from the user that the program runs as, which only root can do.
    pub switch: bool,
}

impl Account {
    /// An ordinary user runs the server as himself.
    /// Root cannot, since the server refuses root: it runs as the owner of an existing cluster, else as `postgres`, else as `nobody`.
    pub fn choose(layout: &Layout) -> Result<Self, ClusterError> {
        let uid = rustix::process::geteuid().as_raw();
        let gid = rustix::process::getegid().as_raw();
        let folder = layout.cluster();
        let owner = match fs::symlink_metadata(&folder) {
            Ok(cluster) => Some((cluster.uid(), cluster.gid())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(ClusterError::io("look at", &folder)(error)),
        };
        if uid != 0 {
            return match owner {
                Some((owner, _)) if owner != uid => Err(ClusterError::WrongOwner {
                    folder,
                    owner,
                    user: uid,
                }),
                _ => Ok(Self {
                    uid,
                    gid,
                    name: format!("with id {uid}"),
                    switch: false,
                }),
            };
        }
        if let Some((uid, gid)) = owner.filter(|(uid, _)| *uid != 0) {
            return Ok(Self {
                uid,
                gid,
                name: format!("with id {uid}"),
                switch: true,
            });
        }
        let account = Self::unprivileged();
        if owner.is_some() {
            // Someone copied the cluster as root, and the server could not read its own files.
            account.give_all(&folder)?;
        }
        Ok(account)
    }

    fn unprivileged() -> Self {
        let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
        ["postgres", "nobody"]
            .iter()
            .find_map(|name| find(&users, name))
            .unwrap_or(Self {
                uid: NOBODY,
                gid: NOBODY,
                name: "nobody".to_owned(),
                switch: true,
            })
    }

    /// Makes this user the owner of `path`, where the program runs as another one.
    pub fn give(&self, path: &Path) -> Result<(), ClusterError> {
        if !self.switch {
            return Ok(());
        }
        lchown(path, Some(self.uid), Some(self.gid))
            .map_err(ClusterError::io("change the owner of", path))
    }

    fn give_all(&self, path: &Path) -> Result<(), ClusterError> {
        self.give(path)?;
        let metadata = fs::symlink_metadata(path).map_err(ClusterError::io("look at", path))?;
        if metadata.is_dir() {
            for entry in fs::read_dir(path).map_err(ClusterError::io("list", path))? {
                self.give_all(&entry.map_err(ClusterError::io("list", path))?.path())?;
            }
        }
        Ok(())
    }

    /// Whether this user may pass through a folder, by its mode bits.
    ///
    /// Access control lists are not looked at: one that opens a folder only makes the answer too careful.
    pub fn can_enter(&self, folder: &fs::Metadata) -> bool {
        let shift = if folder.uid() == self.uid {
            6
        } else if folder.gid() == self.gid {
            3
        } else {
            0
        };
        folder.mode() >> shift & 1 == 1
    }
}

/// Finds a user in the text of `/etc/passwd`.
fn find(users: &str, name: &str) -> Option<Account> {
    let line = users
        .lines()
        .find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    let uid = fields.next()?.parse().ok().filter(|uid| *uid != 0)?;
    let gid = fields.next()?.parse().ok()?;
    Some(Account {
        uid,
        gid,
        name: name.to_owned(),
        switch: true,
    })
}
