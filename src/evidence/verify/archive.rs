//! A bundle's files, from the archive or from the folder that it was unpacked into.

use super::VerifyError;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use zip::ZipArchive;
use zip::result::ZipError;

/// The largest file that is read at once: the manifest and its signature.
const SMALL: u64 = 16 << 20;

/// The longest record that may stand behind a file, with its sum and sizes.
const DESCRIPTOR: u64 = 24;

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

    /// What an archive has beside its files, or has under two names: other programs may show that in
    /// the place of what is verified here.
    pub fn strays(&self) -> Result<Vec<String>, VerifyError> {
        if self.is_folder {
            return Ok(Vec::new());
        }
        let mut zip = self.zip()?;
        let mut files = Vec::new();
        for place in 0..zip.len() {
            let file = zip.by_index_raw(place).map_err(not_a_bundle)?;
            let name = file.name().map_err(not_a_bundle)?.into_owned();
            let start = file.data_start().unwrap_or_default();
            let end = start.saturating_add(file.compressed_size());
            files.push((file.header_start(), end, name));
        }
        files.sort();
        let directory = zip.central_directory_start();
        files.push((directory, directory, "the directory".to_owned()));
        let (mut file, mut strays) = (File::open(&self.path)?, Vec::new());
        let (mut end, mut slack) = (0, 0);
        for (header, ends, name) in &files {
            if !(end..=end + slack).contains(header) {
                strays.push(format!(
                    "has something before {name} that is none of its files"
                ));
            }
            (end, slack) = (*ends, DESCRIPTOR);
            if *header < directory {
                let told = local_name(&mut file, *header)?;
                if told != name.as_bytes() {
                    let told = String::from_utf8_lossy(&told);
                    strays.push(format!("calls one file both {name} and {told}"));
                }
            }
        }
        if !ends_with_its_directory(&mut file, directory)? {
            strays.push("has something behind its directory".to_owned());
        }
        Ok(strays)
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

/// The name that stands before a file itself.
fn local_name(file: &mut File, header: u64) -> io::Result<Vec<u8>> {
    let mut fixed = [0; 30];
    file.seek(SeekFrom::Start(header))?;
    file.read_exact(&mut fixed)?;
    let mut name = vec![0; usize::from(u16::from_le_bytes([fixed[26], fixed[27]]))];
    file.read_exact(&mut name)?;
    Ok(name)
}

/// Whether nothing comes behind the directory but its own end, without a comment.
fn ends_with_its_directory(file: &mut File, directory: u64) -> io::Result<bool> {
    let mut end = [0; 22];
    let at = file.seek(SeekFrom::End(-22))?;
    file.read_exact(&mut end)?;
    let size = u32::from_le_bytes([end[12], end[13], end[14], end[15]]);
    // The size of a directory that an old ZIP could not tell stands elsewhere.
    let is_near = size == u32::MAX || directory + u64::from(size) == at;
    Ok(end.starts_with(b"PK\x05\x06") && end.ends_with(&[0, 0]) && is_near)
}

fn not_a_bundle(error: ZipError) -> VerifyError {
    VerifyError::NotABundle(error.to_string())
}
