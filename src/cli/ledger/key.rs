//! The master key: from the environment, or kept beside a private ledger.

use anyhow::{Context, bail};
use quittance_store::seal::MasterKey;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

const VARIABLE: &str = "QUITTANCE_MASTER_KEY";
const FILE: &str = "master.key";

/// What is said when a ledger in a named database has no key.
pub(super) const MISSING: &str = "no master key: set QUITTANCE_MASTER_KEY to 64 hexadecimal \
    digits (`openssl rand -hex 32` draws them) and keep a copy, since personal data cannot be read \
    without it";

/// The key in the environment.
pub(super) fn of_environment() -> anyhow::Result<Option<MasterKey>> {
    match std::env::var(VARIABLE) {
        Ok(text) if !text.is_empty() => {
            let key = MasterKey::from_hex(&text).with_context(|| VARIABLE.to_owned())?;
            Ok(Some(key))
        }
        _ => Ok(None),
    }
}

/// The key of a private ledger: that of the environment, or of the file in the data folder, which
/// is made for a ledger that has no creditors yet.
pub(super) fn of_folder(data: &Path, fresh: bool) -> anyhow::Result<MasterKey> {
    if let Some(key) = of_environment()? {
        return Ok(key);
    }
    let file = data.join(FILE);
    match fs::read_to_string(&file) {
        Ok(text) => MasterKey::from_hex(&text).with_context(|| file.display().to_string()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && fresh => {
            let text = MasterKey::generate_hex()?;
            write(&file, &text).with_context(|| format!("cannot write {}", file.display()))?;
            Ok(MasterKey::from_hex(&text)?)
        }
        // A new key would not open what has been sealed under the old one.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => bail!(
            "{} is missing; put it back from a copy, or set {VARIABLE}",
            file.display()
        ),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", file.display())),
    }
}

/// Writes the key so that nobody else can read it, and never over another one.
fn write(file: &Path, text: &str) -> std::io::Result<()> {
    let mut out = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file)?;
    writeln!(out, "{text}")?;
    out.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_key_is_made_once_and_never_in_place_of_a_lost_one() {
        let folder = std::env::temp_dir().join(format!("quittance-key-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let made = of_folder(&folder, true).unwrap();
        let again = of_folder(&folder, false).unwrap();
        assert_eq!(made.lookup_hash("k", "v"), again.lookup_hash("k", "v"));
        let file = folder.join(FILE);
        assert_eq!(
            fs::metadata(&file).unwrap().permissions().mode() & 0o777,
            0o600
        );
        fs::remove_file(&file).unwrap();
        assert!(of_folder(&folder, false).is_err());
        assert!(!file.exists());
        fs::remove_dir_all(folder).unwrap();
    }
}
