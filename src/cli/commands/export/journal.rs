//! `quittance export journal`: the journal for another accounting program.

use super::only;
use super::out::{Out, receive};
use crate::ledger::{LedgerArgs, list, with_database};
use crate::progress;
use chrono::NaiveDate;
use quittance_evidence::journal::{Export, Format};
use std::path::PathBuf;
use std::process::ExitCode;
use uuid::Uuid;

/// Write the journal as hledger, ledger or beancount reads it, or as CSV.
///
/// Lines come in the order of booking; a transaction is dated by the day of its booking, with the
/// day from which it counts beside it. At each month's end stands what the balances are by then, so
/// that `hledger check --strict ordereddates`, `ledger --strict --pedantic` and `bean-check` prove
/// the sums.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// hledger, ledger, beancount or csv.
    #[arg(long, value_name = "FORMAT")]
    format: Format,

    /// Whose book; needed when there is more than one creditor.
    #[arg(long, value_name = "ID")]
    creditor: Option<Uuid>,

    /// The last day (UTC) of booking, as YYYY-MM-DD.
    #[arg(long, value_name = "DATE")]
    to: Option<NaiveDate>,

    /// The file; `-` is standard output.
    #[arg(long, value_name = "FILE", default_value = "-")]
    out: PathBuf,
}

/// Exports the journal.
///
/// # Errors
/// When the ledger cannot be read or the file cannot be written.
pub async fn run(ledger: &LedgerArgs, args: Args) -> anyhow::Result<ExitCode> {
    with_database(ledger, async |database| {
        let creditor = only(list(database).await?, args.creditor)?;
        let export = Export::of(database, creditor, args.format, args.to).await?;
        let out = Out::open(&args.out)?;
        let bar = progress::counter("lines written");
        let writing = |to| export.write(to, |lines| bar.set_position(lines));
        receive(out, writing).await?;
        bar.finish_and_clear();
        Ok(ExitCode::SUCCESS)
    })
    .await
}
