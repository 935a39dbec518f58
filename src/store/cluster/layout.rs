//! Where the cluster's things are in the data folder.

use std::fs;
use std::path::{Path, PathBuf};

use super::ClusterError;

/// The paths of one data folder.
#[derive(Debug)]
pub(super) struct Layout {
    /// The data folder: absolute, without symbolic links, so that two names of one folder are one.
    pub data: PathBuf,
}

impl Layout {
    /// Makes the data folder when it is missing.
    pub fn prepare(data: &Path) -> Result<Self, ClusterError> {
        fs::create_dir_all(data).map_err(ClusterError::io("create the data folder", data))?;
        let data = data
            .canonicalize()
            .map_err(ClusterError::io("resolve the data folder", data))?;
        Ok(Self { data })
    }

    pub fn lock(&self) -> PathBuf {
        self.data.join("quittance.lock")
    }

    pub fn cluster(&self) -> PathBuf {
        self.data.join("postgres")
    }

    pub fn guard(&self) -> PathBuf {
        self.data.join("postgres.lock")
    }

    pub fn log(&self) -> PathBuf {
        self.data.join("postgres.log")
    }

    pub fn socket(&self) -> PathBuf {
        self.data.join("postgres-socket")
    }

    /// The file in which a server says who it is.
    pub fn postmaster_pid(&self) -> PathBuf {
        self.cluster().join("postmaster.pid")
    }

    /// The major version that made the cluster, or nothing when there is no cluster yet.
    pub fn made_by(&self) -> Result<Option<String>, ClusterError> {
        let path = self.cluster().join("PG_VERSION");
        match fs::read_to_string(&path) {
            Ok(version) => Ok(Some(version.trim().to_owned())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(ClusterError::io("read", &path)(error)),
        }
    }
}

/// Makes what was renamed or created in `folder` survive a power cut.
pub(super) fn sync_folder(folder: &Path) -> Result<(), ClusterError> {
    fs::File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(ClusterError::io("write to disk", folder))
}
