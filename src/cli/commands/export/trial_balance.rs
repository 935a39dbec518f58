//! `quittance export trial-balance`: the sums of every account of the ledger.

use super::{end_of, only, table};
use crate::ledger::{LedgerArgs, list, with_database};
use chrono::NaiveDate;
use quittance_evidence::trial_balance::{COLUMNS, TrialBalance, sequence_at};
use quittance_store::ids;
use std::path::PathBuf;
use std::process::ExitCode;
use uuid::Uuid;

/// Write the sums of every account of the ledger as CSV, as they were on any day.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Whose book; needed when there is more than one creditor.
    #[arg(long, value_name = "ID")]
    creditor: Option<Uuid>,

    /// The last day from which a line counts, as YYYY-MM-DD; today, unless said otherwise.
    #[arg(long, value_name = "DATE")]
    on: Option<NaiveDate>,

    /// As it was known at the end of this day (UTC): what was booked later is left out.
    #[arg(long, value_name = "DATE")]
    as_of: Option<NaiveDate>,

    /// The file; `-` is standard output.
    #[arg(long, value_name = "FILE", default_value = "-")]
    out: PathBuf,
}

/// Exports the trial balance.
///
/// # Errors
/// When the ledger cannot be read or the file cannot be written.
pub async fn run(ledger: &LedgerArgs, args: Args) -> anyhow::Result<ExitCode> {
    with_database(ledger, async |database| {
        let creditor = only(list(database).await?, args.creditor)?;
        let known_at = args.as_of.map_or_else(|| Ok(ids::now()), end_of)?;
        let on = args.on.unwrap_or(known_at.date_naive());
        let mut reader = database.readers(1)?.of(creditor).await?;
        let sequence = sequence_at(&mut reader, creditor, known_at).await?;
        let balance = TrialBalance::read(&mut reader, creditor, sequence, on).await?;
        table(COLUMNS, balance.rows(), &args.out)?;
        Ok(ExitCode::SUCCESS)
    })
    .await
}
