//! Verifying a bundle, on any machine and without a database.
//!
//! Shape: the signature and the sums first; then one walk over the events that recomputes the chain
//! ([`chain`]) and replays the facts ([`replay`]), comparing each table as far as it can be told by
//! then.
//! A finding ends nothing: whoever asks is told of everything that differs, as far as it can be read.
//!
//! Bounds: the states of all accounts, their payments and their offers are in memory; events and
//! tables are not.

mod archive;
mod chain;
mod compare;
mod replay;
mod report;

use crate::event_line::EventLine;
use crate::head::Head;
use crate::manifest::{EVENTS, FILES, FORMAT, KEY, MANIFEST, Manifest, SIGNATURE};
use archive::Archive;
use chain::Chain;
use quittance_store::signing::PublicKey;
use replay::Replay;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

pub use report::{Check, Finding, Report, Standing};

/// Bytes read at once.
const BUFFER: usize = 256 << 10;
/// The longest line that is an event.
const LONGEST_LINE: u64 = 64 << 20;

/// What the verifier knows from elsewhere, which no bundle can prove of itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known {
    /// The creditor's public key.
    pub key: Option<PublicKey>,
    /// The bundle's last event must be this.
    pub head: Option<Head>,
    /// This event, published earlier, must be in the book.
    pub extends: Option<Head>,
}

/// Why a bundle cannot be looked into at all.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    #[error("cannot be read: {0}")]
    Read(#[from] io::Error),
    #[error("is not a bundle of this form: {0}")]
    NotABundle(String),
}

/// Verifies a bundle: an archive, or the folder that it was unpacked into.
///
/// `progress` is told how many events have been walked, and how many there are.
///
/// # Errors
/// [`VerifyError`] when there is nothing to verify; what is wrong with a bundle is in the report.
pub fn verify(
    path: &Path,
    known: Known,
    mut progress: impl FnMut(u64, u64),
) -> Result<Report, VerifyError> {
    let archive = Archive::open(path)?;
    let text = archive.bytes(MANIFEST)?;
    let manifest: Manifest = serde_json::from_slice(&text)
        .map_err(|error| VerifyError::NotABundle(format!("{MANIFEST}: {error}")))?;
    if manifest.format != FORMAT {
        return Err(VerifyError::NotABundle(format!(
            "its form is {:?}, and this program reads {FORMAT:?}",
            manifest.format
        )));
    }
    let mut report = Report::of(&manifest);
    signature(&archive, &manifest, &text, known.key, &mut report)?;
    sums(&archive, &manifest, &mut report)?;
    walk(&archive, &manifest, known, &mut report, &mut progress)?;
    Ok(report)
}

fn signature(
    archive: &Archive,
    manifest: &Manifest,
    text: &[u8],
    known: Option<PublicKey>,
    report: &mut Report,
) -> Result<(), VerifyError> {
    let own = manifest.public_key.parse().ok();
    let Some(key) = known.or(own) else {
        report.find(Check::Signature, MANIFEST, "names no public key");
        return Ok(());
    };
    if own != Some(key) {
        let other = format!("is signed by {}, not by the known key", manifest.public_key);
        report.find(Check::Signature, MANIFEST, other);
    }
    if !key.has_signed(text, &archive.bytes(SIGNATURE)?) {
        report.find(Check::Signature, MANIFEST, "is not what the key has signed");
    }
    if let Some(own) = own
        && archive.names()?.contains(KEY)
        && archive.bytes(KEY)? != own.to_pem().as_bytes()
    {
        let what = format!("is not the key that {MANIFEST} names");
        report.find(Check::Signature, KEY, what);
    }
    report.key = Some((key, known.is_some()));
    Ok(())
}

fn sums(archive: &Archive, manifest: &Manifest, report: &mut Report) -> Result<(), VerifyError> {
    for what in archive.strays()? {
        report.find(Check::Sums, "the archive", what);
    }
    let mut unnamed = archive.names()?;
    for own in [MANIFEST, SIGNATURE] {
        unnamed.remove(own);
    }
    let mut named = BTreeSet::new();
    for file in &manifest.files {
        if !named.insert(&file.name) {
            report.find(Check::Sums, &file.name, "is named twice in the manifest");
        }
        if !FILES.contains(&file.name.as_str()) {
            report.find(Check::Sums, &file.name, "is no file of a bundle");
        }
        if !unnamed.remove(&file.name) {
            report.find(Check::Sums, &file.name, "is missing");
            continue;
        }
        let (bytes, sum) = sum(archive.read(&file.name)?)?;
        if bytes != file.bytes {
            let what = format!("has {bytes} bytes, and the manifest says {}", file.bytes);
            report.find(Check::Sums, &file.name, what);
        } else if sum != file.sha256 {
            let what = format!(
                "has the SHA-256 {sum}, and the manifest says {}",
                file.sha256
            );
            report.find(Check::Sums, &file.name, what);
        }
    }
    let left_out = FILES
        .iter()
        .filter(|name| !named.contains(&(**name).to_owned()));
    unnamed.extend(left_out.map(|name| (*name).to_owned()));
    for name in unnamed {
        report.find(Check::Sums, name, "is not in the manifest");
    }
    report.files = manifest.files.len();
    Ok(())
}

fn sum(mut file: impl Read) -> io::Result<(u64, String)> {
    let (mut sum, mut bytes) = (Sha256::new(), 0);
    let mut buffer = vec![0; BUFFER];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((bytes, hex::encode(sum.finalize())));
        }
        bytes += read as u64;
        sum.update(&buffer[..read]);
    }
}

/// One walk over the events: the chain, and the facts where they begin at the beginning.
fn walk(
    archive: &Archive,
    manifest: &Manifest,
    known: Known,
    report: &mut Report,
    progress: &mut impl FnMut(u64, u64),
) -> Result<(), VerifyError> {
    let part = &manifest.book;
    let total = part.last_sequence.abs_diff(part.first_sequence) + 1;
    let mut chain = Chain::new(manifest, known.extends, report);
    let mut replay = Replay::new(archive, manifest, report)?;
    let mut events = BufReader::with_capacity(BUFFER, archive.read(EVENTS)?);
    let (mut line, mut number) = (Vec::new(), 0);
    loop {
        line.clear();
        let read = events
            .by_ref()
            .take(LONGEST_LINE)
            .read_until(b'\n', &mut line)?;
        if read == 0 {
            break;
        }
        number += 1;
        let event = match EventLine::read(&line) {
            Ok(event) => event,
            Err(error) => {
                let place = format!("{EVENTS} line {number}");
                report.find(Check::Chain, place, error.to_string());
                continue;
            }
        };
        chain.add(&event, report);
        replay.add(&event, report)?;
        if number % 4_096 == 0 {
            progress(number, total);
        }
    }
    progress(number, total);
    report.events = number;
    chain.end(known, report);
    replay.end(manifest, report)
}
