//! Finding the PostgreSQL server that the machine has.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::ClusterError;
use super::layout::Layout;

/// Where Debian keeps its servers, one folder a major version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// A folder with the server's programs.
#[derive(Debug)]
pub(super) struct Binaries {
    pub folder: PathBuf,
    /// The major version as the server writes it into its data folder, such as `15`.
    pub major: String,
}

impl Binaries {
    /// The binaries for this data folder: those of the version that made the cluster, else the first ones found.
    pub fn for_cluster(layout: &Layout) -> Result<Self, ClusterError> {
        let mut found: Vec<Self> = candidates().into_iter().filter_map(Self::examine).collect();
        if found.is_empty() {
            return Err(ClusterError::BinariesNotFound);
        }
        let Some(made_by) = layout.made_by()? else {
            return Ok(found.swap_remove(0));
        };
        match found.iter().position(|binaries| binaries.major == made_by) {
            Some(index) => Ok(found.swap_remove(index)),
            None => {
                let versions: BTreeSet<String> = found.into_iter().map(|b| b.major).collect();
                let found = versions.into_iter().collect::<Vec<_>>().join(", ");
                Err(ClusterError::WrongVersion {
                    folder: layout.cluster(),
                    made_by,
                    found,
                })
            }
        }
    }

    pub fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn examine(folder: PathBuf) -> Option<Self> {
        let output = capture(&folder.join("postgres"), "--version")?;
        let major = major(&output)?.to_owned();
        Some(Self { folder, major })
    }
}

/// The folder with the PostgreSQL server's programs: what `pg_config` says, else from PATH, else Debian's newest.
///
/// # Errors
/// [`ClusterError::BinariesNotFound`] when none of these holds both `postgres` and `initdb`.
pub fn find_binaries() -> Result<PathBuf, ClusterError> {
    candidates()
        .into_iter()
        .next()
        .ok_or(ClusterError::BinariesNotFound)
}

/// All folders that hold a server, the preferred one first, none twice.
fn candidates() -> Vec<PathBuf> {
    // pg_config also comes with the client library, so what it names need not be there.
    let configured = capture(Path::new("pg_config"), "--bindir").map(PathBuf::from);
    let path = env::var_os("PATH").unwrap_or_default();
    let mut found: Vec<PathBuf> = Vec::new();
    for folder in configured
        .into_iter()
        .chain(env::split_paths(&path))
        .chain(debian())
    {
        // The folder of a symbolic link such as /usr/local/bin/postgres would lack what the server looks for beside itself.
        let Ok(program) = folder.join("postgres").canonicalize() else {
            continue;
        };
        let Some(folder) = program.parent() else {
            continue;
        };
        if folder.join("initdb").is_file() && !found.iter().any(|known| known == folder) {
            found.push(folder.to_owned());
        }
    }
    found
}

/// Debian's servers, the newest first.
fn debian() -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(DEBIAN) else {
        return Vec::new();
    };
    let mut versions: Vec<(u32, PathBuf)> = entries
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    versions.sort();
    versions
        .into_iter()
        .rev()
        .map(|(_, folder)| folder)
        .collect()
}

fn capture(program: &Path, argument: &str) -> Option<String> {
    let output = Command::new(program)
        .arg(argument)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    let output = output.ok().filter(|output| output.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}

/// Reads `15` from `postgres (PostgreSQL) 15.18 (Debian 15.18-0)` and `19` from `postgres (PostgreSQL) 19beta1`.
fn major(version: &str) -> Option<&str> {
    let number = version.split_once("(PostgreSQL) ")?.1;
    let end = number
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(number.len());
    Some(&number[..end]).filter(|major| !major.is_empty())
}

#[cfg(test)]
#[test]
fn major_versions_are_read() {
    assert_eq!(
        major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"),
        Some("15")
    );
    assert_eq!(major("postgres (PostgreSQL) 19beta1"), Some("19"));
    assert_eq!(major("postgres (PostgreSQL) 18"), Some("18"));
    assert_eq!(major("postgres"), None);
}
