//! The first creditor of a fresh private ledger, so that there is something to ask for at once.

use crate::commands::demo;
use crate::ledger::Ledger;
use anyhow::Context;
use quittance_api::App;
use quittance_domain::journal::Books;
use quittance_store::keys::{self, KeyRole, NewKey};
use quittance_store::{Role, creditors};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

const NAME: &str = "Sample Creditor";
/// As it stands in the book.
const ACTOR: &str = "cli:serve";
/// The file in the data folder that holds the raw key.
const KEY_FILE: &str = "api.key";
const ACCOUNTS: usize = 20;
const SEED: u64 = 7;

/// How to get in: the key and where it is kept.
#[derive(Debug)]
pub struct Access {
    pub key: String,
    pub file: PathBuf,
}

/// Makes the first creditor when there is none, and gives the key that is kept for it.
///
/// A key is otherwise shown once and kept nowhere; a private ledger is on the machine of whoever
/// reads the file, who could as well read the database.
///
/// # Errors
/// When the ledger or the key file cannot be written.
pub async fn first_creditor(
    ledger: &Ledger,
    app: &App,
    with_accounts: bool,
) -> anyhow::Result<Option<Access>> {
    let Some(data) = ledger.data() else {
        return Ok(None);
    };
    let file = data.join(KEY_FILE);
    if !ledger.creditors().await?.is_empty() {
        return Ok(read_key(&file).map(|key| Access { key, file }));
    }
    let mut client = ledger.database.connect(Role::Writer).await?;
    let creditor = creditors::register(&mut client, NAME, Books::Owner, ACTOR).await?;
    let new = NewKey {
        name: "first key",
        role: KeyRole::Admin,
        scopes: &[],
        expires_at: None,
    };
    let key = keys::mint(&mut client, creditor, new, ACTOR).await?.key;
    write_key(&file, &key).with_context(|| format!("cannot write {}", file.display()))?;
    if with_accounts {
        demo::fill(&app.writer, &app.keyring, creditor, SEED, ACCOUNTS)
            .await
            .context("cannot make sample accounts")?;
    }
    Ok(Some(Access { key, file }))
}

fn read_key(file: &Path) -> Option<String> {
    let key = fs::read_to_string(file).ok()?.trim().to_owned();
    (!key.is_empty()).then_some(key)
}

/// Writes the key so that nobody else can read it, not even for a moment.
fn write_key(file: &Path, key: &str) -> std::io::Result<()> {
    let temporary = file.with_extension("key.new");
    // A left-over of an earlier attempt might be readable to others.
    match fs::remove_file(&temporary) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut out = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&temporary)?;
    writeln!(out, "{key}")?;
    out.sync_all()?;
    fs::rename(temporary, file)
}
