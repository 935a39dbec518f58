//! `quittance export loans`, `transactions`, `delinquency`, `charge-offs` and `maintenance`: what
//! examiners ask for.

use super::out::{Out, receive};
use super::{end_of, only};
use crate::ledger::{LedgerArgs, list, with_database};
use crate::progress;
use chrono::NaiveDate;
use quittance_evidence::examiner::{Report, Scope};
use quittance_store::ids;
use std::path::PathBuf;
use std::process::ExitCode;
use uuid::Uuid;

/// What a report is about.
///
/// The file is CSV as of RFC 4180, in UTF-8, guarded against formulas as `export audit` is.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Whose book; needed when there is more than one creditor.
    #[arg(long, value_name = "ID")]
    creditor: Option<Uuid>,

    /// The day of balances and lateness, as YYYY-MM-DD; today, unless said otherwise.
    #[arg(long, value_name = "DATE")]
    on: Option<NaiveDate>,

    /// As it was known at the end of this day (UTC): what was recorded later is left out.
    #[arg(long, value_name = "DATE")]
    as_of: Option<NaiveDate>,

    /// The first day (UTC) of recording, of transactions, charge-offs and changes.
    #[arg(long, value_name = "DATE")]
    from: Option<NaiveDate>,

    /// The last day (UTC) of recording.
    #[arg(long, value_name = "DATE")]
    to: Option<NaiveDate>,

    /// The file; `-` is standard output.
    #[arg(long, value_name = "FILE", default_value = "-")]
    out: PathBuf,
}

/// Exports a report.
///
/// # Errors
/// When the ledger cannot be read or the file cannot be written.
pub async fn run(ledger: &LedgerArgs, report: Report, args: Args) -> anyhow::Result<ExitCode> {
    with_database(ledger, async |database| {
        let creditor = only(list(database).await?, args.creditor)?;
        let known_at = args.as_of.map_or_else(|| Ok(ids::now()), end_of)?;
        let scope = Scope {
            creditor,
            on: args.on.unwrap_or(known_at.date_naive()),
            known_at,
            from: args.from,
            to: args.to,
        };
        let mut reader = database.readers(1)?.of(creditor).await?;
        let out = Out::open(&args.out)?;
        let (extent, of) = report.extent(&mut reader, &scope).await?;
        let bar = progress::bar(extent, of);
        let told = |read| bar.set_position(read);
        receive(out, async |to| {
            report.write(&mut reader, &scope, to, told).await
        })
        .await?;
        bar.finish_and_clear();
        Ok(ExitCode::SUCCESS)
    })
    .await
}
