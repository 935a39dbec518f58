//! `quittance export bundle`: a creditor's evidence, signed.

use super::only;
use super::out::{Out, receive};
use crate::ledger::{Ledger, LedgerArgs};
use crate::{output, progress};
use chrono::NaiveDate;
use quittance_evidence::bundle::{Bundle, Days};
use quittance_store::signing::signing_key;
use quittance_store::{Role, ids};
use std::path::PathBuf;
use std::process::ExitCode;
use uuid::Uuid;

/// Who asks, as it stands in the book when the creditor's first key is made.
const ACTOR: &str = "cli";

/// Write a creditor's book and the tables that follow from it into a signed archive, which anybody
/// can verify with `quittance verify FILE`, or with Python alone.
///
/// The archive is a ZIP; its README.txt tells an examiner what is in it and how to check it.
/// With --from or --to it holds a part of the book: its chain can be verified, and replaying the
/// facts needs the whole.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Whose book; needed when there is more than one creditor.
    #[arg(long, value_name = "ID")]
    creditor: Option<Uuid>,

    /// The first day (UTC) of recording, as YYYY-MM-DD.
    #[arg(long, value_name = "DATE")]
    from: Option<NaiveDate>,

    /// The last day (UTC) of recording.
    #[arg(long, value_name = "DATE")]
    to: Option<NaiveDate>,

    /// The file.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Exports a bundle.
///
/// # Errors
/// When the ledger cannot be read or the file cannot be written.
pub async fn run(ledger: &LedgerArgs, args: Args) -> anyhow::Result<ExitCode> {
    let ledger = Ledger::join(ledger).await?;
    let written = write(&ledger, &args).await;
    let closed = ledger.close().await;
    written?;
    closed?;
    Ok(ExitCode::SUCCESS)
}

async fn write(ledger: &Ledger, args: &Args) -> anyhow::Result<()> {
    let creditor = only(ledger.creditors().await?, args.creditor)?;
    let mut writer = ledger.database.connect(Role::Writer).await?;
    let key = signing_key(&mut writer, creditor, &ledger.keyring, ACTOR).await?;
    let days = Days {
        from: args.from,
        to: args.to,
    };
    let bundle = Bundle::of(&ledger.database, creditor, days).await?;
    let out = Out::open(&args.out)?;
    let bar = progress::bar(bundle.events(), "writing events");
    let writing = |to| bundle.write(&key, ids::now(), to, |events| bar.set_position(events));
    let manifest = receive(out, writing).await?;
    bar.finish_and_clear();
    let part = &manifest.book;
    output::line(format_args!(
        "events {} to {}, {}:{}",
        part.first_sequence, part.last_sequence, part.last_sequence, part.last_hash
    ))?;
    output::line(format_args!("signed by {}", manifest.public_key))
}
