//! The master key: from the environment, or kept beside a private ledger.
//!
//! While another key takes its place, the former one is beside it: in the environment too, or in a
//! file of its own.

use anyhow::{Context, bail};
use quittance_store::seal::{MasterKey, MasterKeys};
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

const VARIABLE: &str = "QUITTANCE_MASTER_KEY";
const FORMER_VARIABLE: &str = "QUITTANCE_FORMER_MASTER_KEY";
const FILE: &str = "master.key";
const FORMER_FILE: &str = "master.key.former";
/// A new key until it is in place.
const NEW_FILE: &str = "master.key.new";

/// What is said when a ledger in a named database has no key.
pub(super) const MISSING: &str = "no master key: set QUITTANCE_MASTER_KEY to 64 hexadecimal \
    digits (`openssl rand -hex 32` draws them) and keep a copy, since personal data cannot be read \
    without it";

/// What is said when nothing says from which key another is to take over.
pub(super) const NO_FORMER: &str = "set QUITTANCE_MASTER_KEY to the new master key and \
    QUITTANCE_FORMER_MASTER_KEY to the one that it takes the place of";

/// The keys in the environment.
pub(super) fn of_environment() -> anyhow::Result<Option<MasterKeys>> {
    let Some(current) = variable(VARIABLE)? else {
        return Ok(None);
    };
    let former = variable(FORMER_VARIABLE)?;
    Ok(Some(MasterKeys { current, former }))
}

fn variable(name: &str) -> anyhow::Result<Option<MasterKey>> {
    match std::env::var(name) {
        Ok(text) if !text.is_empty() => {
            let key = MasterKey::from_hex(&text).with_context(|| name.to_owned())?;
            Ok(Some(key))
        }
        _ => Ok(None),
    }
}

/// The keys of a private ledger: those of the environment, or of the files in the data folder; the
/// first is made for a ledger that has no creditors yet.
pub(super) fn of_folder(data: &Path, fresh: bool) -> anyhow::Result<MasterKeys> {
    if let Some(keys) = of_environment()? {
        return Ok(keys);
    }
    let file = data.join(FILE);
    let current = match read(&file)? {
        Some(key) => key,
        None if fresh => draw(&file)?,
        // A new key would not open what has been sealed under the old one.
        None => bail!(
            "{} is missing; put it back from a copy, or set {VARIABLE}",
            file.display()
        ),
    };
    let former = read(&data.join(FORMER_FILE))?;
    Ok(MasterKeys { current, former })
}

/// Puts a new key in the place of a private ledger's, which stays beside it as the former one.
///
/// A change that was begun before is gone on with.
pub(super) fn replace(data: &Path) -> anyhow::Result<MasterKeys> {
    let (file, former, new) = (data.join(FILE), data.join(FORMER_FILE), data.join(NEW_FILE));
    let text = |file: &Path| fs::read_to_string(file).map(|text| text.trim().to_owned());
    let present = text(&file).with_context(|| format!("cannot read {}", file.display()))?;
    match text(&former) {
        Ok(former) if former != present => return of_folder(data, false),
        // The former key is safe before anything else takes its name.
        Ok(_) => {}
        Err(_) => {
            let written = write(&former, &present);
            written.with_context(|| format!("cannot write {}", former.display()))?;
        }
    }
    // One that an interrupted change has left was never in use.
    if new.exists() {
        fs::remove_file(&new).with_context(|| format!("cannot remove {}", new.display()))?;
    }
    draw(&new)?;
    fs::rename(&new, &file).with_context(|| format!("cannot replace {}", file.display()))?;
    fs::File::open(data)?.sync_all()?;
    of_folder(data, false)
}

/// Forgets the former key of a private ledger.
pub(super) fn forget_former(data: &Path) -> anyhow::Result<()> {
    let former = data.join(FORMER_FILE);
    fs::remove_file(&former).with_context(|| format!("cannot remove {}", former.display()))
}

fn read(file: &Path) -> anyhow::Result<Option<MasterKey>> {
    match fs::read_to_string(file) {
        Ok(text) => {
            let key = MasterKey::from_hex(&text).with_context(|| file.display().to_string())?;
            Ok(Some(key))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", file.display())),
    }
}

/// Draws a key and keeps it in a file that is not there yet.
fn draw(file: &Path) -> anyhow::Result<MasterKey> {
    let text = MasterKey::generate_hex()?;
    write(file, &text).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(MasterKey::from_hex(&text)?)
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

    fn text(folder: &Path, name: &str) -> Option<String> {
        fs::read_to_string(folder.join(name)).ok()
    }

    #[test]
    fn a_key_is_made_once_and_never_in_place_of_a_lost_one() {
        let folder = std::env::temp_dir().join(format!("quittance-key-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        of_folder(&folder, true).unwrap();
        let file = folder.join(FILE);
        let made = text(&folder, FILE);
        of_folder(&folder, false).unwrap();
        assert_eq!(text(&folder, FILE), made);
        let mode = fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);

        // Another takes its place, and the former one is kept until it is forgotten.
        fs::write(folder.join(NEW_FILE), "left behind").unwrap();
        assert!(replace(&folder).unwrap().former.is_some());
        assert_eq!(text(&folder, FORMER_FILE), made);
        assert_ne!(text(&folder, FILE), made);
        assert_eq!(text(&folder, NEW_FILE), None);
        // Not a second time before that, but for a change that had got no further than its copy.
        let second = text(&folder, FILE);
        replace(&folder).unwrap();
        assert_eq!(
            (text(&folder, FORMER_FILE), text(&folder, FILE)),
            (made.clone(), second)
        );
        fs::copy(folder.join(FORMER_FILE), &file).unwrap();
        replace(&folder).unwrap();
        assert_eq!(text(&folder, FORMER_FILE), made);
        assert_ne!(text(&folder, FILE), made);
        forget_former(&folder).unwrap();
        assert!(of_folder(&folder, false).unwrap().former.is_none());

        fs::remove_file(&file).unwrap();
        assert!(of_folder(&folder, false).is_err());
        assert!(!file.exists());
        fs::remove_dir_all(folder).unwrap();
    }
}
