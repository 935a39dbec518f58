//! A bundle's files, from the archive or from the folder that it was unpacked into.

use super::VerifyError;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use zip::ZipArchive;
use zip::result::ZipError;

/// The largest file that is read at once: the manifest and its signature.
const SMALL: u64 = 16 << 20;

pub(super) struct Archive {
    path: PathBuf,
    is_folder: bool,
}

impl Archive {
    pub fn open(path: &Path) -> Result<Archive, VerifyError> {
        let is_folder = fs::metadata(path)?.is_dir();
        let archive = Archive {
            path: path.to_owned(),
            is_folder,
        };
        if !is_folder {
            archive.zip()?;
        }
        Ok(archive)
    }

    fn zip(&self) -> Result<ZipArchive<File>, VerifyError> {
        let file = File::open(&self.path)?;
        ZipArchive::new(file).map_err(not_a_bundle)
    }

    /// The names of all files.
    pub fn names(&self) -> Result<BTreeSet<String>, VerifyError> {
        if !self.is_folder {
            let zip = self.zip()?;
            let names = zip.file_names().map(|name| name.map(Cow::into_owned));
            return names.collect::<Result<_, _>>().map_err(not_a_bundle);
        }
        let mut names = BTreeSet::new();
        for entry in fs::read_dir(&self.path)? {
            names.insert(entry?.file_name().to_string_lossy().into_owned());
        }
        Ok(names)
    }

    /// A small file as a whole; empty when it is missing.
    pub fn bytes(&self, name: &str) -> Result<Vec<u8>, VerifyError> {
        let mut bytes = Vec::new();
        self.read(name)?.take(SMALL).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Opens a file; a missing one is empty.
    ///
    /// Several are read at the same time, so each of an archive's comes through a pipe from a thread
    /// that unpacks it. What cannot be unpacked ends early, which its sum tells.
    pub fn read(&self, name: &str) -> Result<Box<dyn Read>, VerifyError> {
        if self.is_folder {
            return Ok(match File::open(self.path.join(name)) {
                Ok(file) => Box::new(file),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Box::new(io::empty()),
                Err(error) => return Err(error.into()),
            });
        }
        let mut zip = self.zip()?;
        let Some(place) = zip.index_for_name(name) else {
            return Ok(Box::new(io::empty()));
        };
        let (reader, mut writer) = io::pipe()?;
        std::thread::spawn(move || {
            if let Ok(mut file) = zip.by_index(place) {
                // Whoever reads may stop in the middle.
                let _ = io::copy(&mut file, &mut writer);
            }
        });
        Ok(Box::new(reader))
    }
}

fn not_a_bundle(error: ZipError) -> VerifyError {
    VerifyError::NotABundle(error.to_string())
}
