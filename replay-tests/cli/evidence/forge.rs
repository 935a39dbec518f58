//! A bundle in the hands of a forger, who may know how bundles are made, and even hold a key.

use crate::ledger::Ledger;
use quittance_evidence::bundle::{Bundle, Days};
use quittance_evidence::event_line::EventLine;
use quittance_evidence::head::Head;
use quittance_evidence::manifest::{EVENTS, File, MANIFEST, Manifest, SIGNATURE};
use quittance_evidence::verify::{Check, Known, Report, verify};
use quittance_replay_tests::server::keyring;
use quittance_store::chain::{GENESIS, Hash};
use quittance_store::signing::{SigningKey, signing_key};
use quittance_store::{Role, ids};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tokio::sync::mpsc;

/// How far a forger goes to hide what was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effort {
    /// The file is changed, and that is all.
    None,
    /// The sums in the manifest are made to fit.
    Sums,
    /// The manifest is signed with the creditor's own key: the forger is the creditor.
    Signed,
    /// The hash chain is computed anew from the change on, too.
    Rechained,
}

/// The files of a bundle.
#[derive(Clone, Debug)]
pub struct Forged {
    pub files: BTreeMap<String, Vec<u8>>,
}

/// The key that signs for a ledger's creditor.
pub async fn key(ledger: &Ledger) -> SigningKey {
    let keyring = keyring(&ledger.database()).await;
    let mut client = ledger.database().connect(Role::Writer).await.unwrap();
    signing_key(&mut client, ledger.creditor, &keyring, "test")
        .await
        .unwrap()
}

/// A bundle as an archive.
pub async fn archive(ledger: &Ledger, key: &SigningKey, days: Days) -> Vec<u8> {
    let bundle = Bundle::of(&ledger.database(), ledger.creditor, days)
        .await
        .unwrap();
    let (to, mut pieces) = mpsc::channel::<bytes::Bytes>(4);
    let mut archive = Vec::new();
    let taking = async {
        while let Some(piece) = pieces.recv().await {
            archive.extend_from_slice(&piece);
        }
    };
    let (written, ()) = tokio::join!(bundle.write(key, ids::now(), to, |_| {}), taking);
    written.unwrap();
    archive
}

/// A folder of a test's own.
pub fn folder() -> PathBuf {
    let name = format!("quittance-evidence-{}", ids::new_id(ids::now()));
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir(&folder).unwrap();
    folder
}

impl Forged {
    /// Unpacks an archive.
    pub fn of(archive: &[u8]) -> Forged {
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
        let mut files = BTreeMap::new();
        for place in 0..zip.len() {
            let mut file = zip.by_index(place).unwrap();
            let mut bytes = Vec::new();
            std::io::copy(&mut file, &mut bytes).unwrap();
            files.insert(file.name().unwrap().into_owned(), bytes);
        }
        Forged { files }
    }

    pub fn manifest(&self) -> Manifest {
        serde_json::from_slice(&self.files[MANIFEST]).unwrap()
    }

    pub fn text(&self, name: &str) -> String {
        String::from_utf8(self.files[name].clone()).unwrap()
    }

    /// The events, each to be changed.
    pub fn events(&self) -> Vec<EventLine<'static>> {
        self.text(EVENTS)
            .split_inclusive('\n')
            .map(|line| owned(EventLine::read(line.as_bytes()).unwrap()))
            .collect()
    }

    pub fn head(&self) -> Head {
        self.manifest().book.last().unwrap()
    }

    /// The same bundle with other events, and as much done to hide it.
    pub fn with_events(
        &self,
        mut events: Vec<EventLine<'static>>,
        effort: Effort,
        key: &SigningKey,
    ) -> Forged {
        let mut forged = self.clone();
        let mut manifest = self.manifest();
        if effort >= Effort::Rechained {
            let last = rechain(&mut events, &manifest);
            let part = &mut manifest.book;
            (part.last_sequence, part.last_hash) = (last.sequence, hex::encode(last.hash));
            (part.head_sequence, part.head_hash) = (last.sequence, hex::encode(last.hash));
            let text = serde_json::to_vec(&manifest).unwrap();
            forged.files.insert(MANIFEST.to_owned(), text);
        }
        let mut lines = Vec::new();
        for event in &events {
            event.write(&mut lines).unwrap();
        }
        forged.files.insert(EVENTS.to_owned(), lines);
        forged.hidden(effort, key)
    }

    /// The same bundle with another file, and as much done to hide it.
    pub fn with_file(&self, name: &str, text: String, effort: Effort, key: &SigningKey) -> Forged {
        let mut forged = self.clone();
        forged.files.insert(name.to_owned(), text.into_bytes());
        forged.hidden(effort, key)
    }

    /// The same bundle with another manifest, which is signed.
    pub fn with_manifest(&self, text: String, key: &SigningKey) -> Forged {
        let mut forged = self.clone();
        let signature = key.sign(text.as_bytes()).to_vec();
        forged.files.insert(SIGNATURE.to_owned(), signature);
        forged.files.insert(MANIFEST.to_owned(), text.into_bytes());
        forged
    }

    /// The same bundle with whatever files it has named and signed for.
    pub fn signed(&self, key: &SigningKey) -> Forged {
        self.clone().hidden(Effort::Signed, key)
    }

    fn hidden(mut self, effort: Effort, key: &SigningKey) -> Forged {
        if effort == Effort::None {
            return self;
        }
        let mut manifest = self.manifest();
        manifest.public_key = key.public().to_string();
        manifest.files = self
            .files
            .iter()
            .filter(|(name, _)| ![MANIFEST, SIGNATURE].contains(&name.as_str()))
            .map(|(name, bytes)| File {
                name: name.clone(),
                bytes: bytes.len() as u64,
                sha256: hex::encode(Sha256::digest(bytes)),
            })
            .collect();
        let text = serde_json::to_vec(&manifest).unwrap();
        if effort >= Effort::Signed {
            let signature = key.sign(&text).to_vec();
            self.files.insert(SIGNATURE.to_owned(), signature);
        }
        self.files.insert(MANIFEST.to_owned(), text);
        self
    }

    /// Writes the files into a folder.
    pub fn write(&self, folder: &Path) {
        for (name, bytes) in &self.files {
            std::fs::write(folder.join(name), bytes).unwrap();
        }
    }

    /// Verifies the bundle.
    pub fn verified(&self, known: Known) -> Report {
        let folder = folder();
        self.write(&folder);
        let report = verify(&folder, known, |_, _| {}).unwrap();
        std::fs::remove_dir_all(folder).unwrap();
        report
    }

    /// Verifies the bundle with nothing known from elsewhere, and says which checks have failed.
    pub fn failed(&self) -> Vec<Check> {
        self.verified(Known::default()).failed()
    }
}

/// Computes every hash anew and gives the new head.
fn rechain(events: &mut [EventLine<'static>], manifest: &Manifest) -> Head {
    let mut previous: Hash = manifest.book.previous().unwrap_or(GENESIS);
    let mut sequence = 0;
    for event in events {
        previous = event.link(manifest.creditor).unwrap().hash(&previous);
        event.hash = hex::encode(previous).into();
        sequence = event.sequence;
    }
    Head {
        sequence,
        hash: previous,
    }
}

fn owned(event: EventLine<'_>) -> EventLine<'static> {
    EventLine {
        sequence: event.sequence,
        stream: event.stream,
        event_type: event.event_type.into_owned().into(),
        version: event.version,
        effective_date: event.effective_date,
        recorded_at: event.recorded_at.into_owned().into(),
        actor: event.actor.into_owned().into(),
        request_id: event.request_id.map(|id| id.into_owned().into()),
        origin: event.origin,
        payload: event.payload.into_owned().into(),
        hash: event.hash.into_owned().into(),
    }
}

/// What has been found first by a check.
#[track_caller]
pub fn first(report: &Report, check: Check) -> (String, String) {
    let finding = report.findings.iter().find(|it| it.check == check);
    let finding = finding.unwrap_or_else(|| panic!("{check:?} found nothing: {report:#?}"));
    (finding.place.clone(), finding.what.clone())
}
