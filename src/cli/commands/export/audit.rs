//! `quittance export audit`: who did what, when, and how it ended.

use super::only;
use super::out::Out;
use crate::ledger::{LedgerArgs, list, with_database};
use crate::progress;
use anyhow::Context;
use chrono::{Days, NaiveDate, NaiveTime};
use futures_util::TryStreamExt;
use quittance_domain::CreditorId;
use quittance_store::audit::{Filter, export_statement};
use quittance_store::{Database, Role};
use std::path::PathBuf;
use std::pin::pin;
use std::process::ExitCode;
use uuid::Uuid;

/// Write who did what, when, and how it ended: one row an event, in order of sequence.
///
/// The file is CSV as of RFC 4180, in UTF-8.
/// A text that a spreadsheet would take for a formula (it begins with one of = + - @ tab CR LF)
/// gets an apostrophe in front, as does one that begins with an apostrophe: take one leading
/// apostrophe off to have it as it was.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Write CSV, which is the only format.
    #[arg(long)]
    csv: bool,

    /// Whose book; needed when there is more than one creditor.
    #[arg(long, value_name = "ID")]
    creditor: Option<Uuid>,

    /// The first day (UTC) of recording, as YYYY-MM-DD.
    #[arg(long, value_name = "DATE")]
    from: Option<NaiveDate>,

    /// The last day (UTC) of recording.
    #[arg(long, value_name = "DATE")]
    to: Option<NaiveDate>,

    /// The file; `-` is standard output.
    #[arg(long, value_name = "FILE", default_value = "-")]
    out: PathBuf,
}

/// Exports.
///
/// # Errors
/// When the ledger cannot be read or the file cannot be written.
pub async fn run(ledger: &LedgerArgs, args: Args) -> anyhow::Result<ExitCode> {
    with_database(ledger, async |database| {
        let creditor = only(list(database).await?, args.creditor)?;
        write(database, creditor, &args).await?;
        Ok(ExitCode::SUCCESS)
    })
    .await
}

/// Streams rows from Postgres to the file; memory does not grow with the book.
async fn write(database: &Database, creditor: CreditorId, args: &Args) -> anyhow::Result<()> {
    let reader = database.connect(Role::Reader).await?;
    let tenant = format!("SET quittance.creditors = '{creditor}'");
    reader.batch_execute(&tenant).await?;
    let sql = export_statement(creditor, &filter(args)?);
    let mut rows = pin!(reader.copy_out(&sql).await?);
    let mut out = Out::open(&args.out)?;
    let bar = progress::counter("rows written");
    while let Some(row) = rows.try_next().await? {
        out.row(&row)?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    out.close()
}

/// The entries of the days that were asked for.
fn filter(args: &Args) -> anyhow::Result<Filter> {
    let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
    let until = match args.to {
        None => None,
        Some(to) => {
            let after = to.checked_add_days(Days::new(1));
            Some(midnight(after.context("--to is too late a date")?))
        }
    };
    Ok(Filter {
        from: args.from.map(midnight),
        until,
        ..Filter::default()
    })
}
