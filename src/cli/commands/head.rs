//! `quittance head`: what stands for a whole book, to be published.

use super::export::only;
use crate::ledger::{Ledger, LedgerArgs};
use crate::output;
use quittance_evidence::head::{Published, published};
use quittance_store::Role;
use quittance_store::signing::signing_key;
use std::process::ExitCode;
use uuid::Uuid;

/// Who asks, as it stands in the book when the creditor's first key is made.
const ACTOR: &str = "cli";

/// Print the head of a creditor's book: the number of its last event and that event's hash.
///
/// Keep it, or publish it, where nobody who can write to the ledger can change it.
/// `quittance verify --extends HEAD` then proves that a later book still has everything up to it.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Whose book; needed when there is more than one creditor.
    #[arg(long, value_name = "ID")]
    creditor: Option<Uuid>,

    /// Print JSON, with the creditor's public key and its signature.
    #[arg(long)]
    json: bool,
}

/// Prints the head.
///
/// # Errors
/// When the ledger cannot be read.
pub async fn run(ledger: &LedgerArgs, args: Args) -> anyhow::Result<ExitCode> {
    let ledger = Ledger::join(ledger).await?;
    let head = head(&ledger, &args).await;
    let closed = ledger.close().await;
    let head = head?;
    closed?;
    if args.json {
        output::json(&head)?;
    } else {
        output::line(&head.head)?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn head(ledger: &Ledger, args: &Args) -> anyhow::Result<Published> {
    let creditor = only(ledger.creditors().await?, args.creditor)?;
    let mut writer = ledger.database.connect(Role::Writer).await?;
    let key = signing_key(&mut writer, creditor, &ledger.keyring, ACTOR).await?;
    Ok(published(&mut writer, creditor, &key).await?)
}
