//! `quittance export`: the ledger's contents as files.

mod out;

use crate::ledger::{LedgerArgs, list, with_database};
use crate::progress;
use anyhow::{Context, bail};
use chrono::{Days, NaiveDate, NaiveTime};
use clap::Subcommand;
use futures_util::TryStreamExt;
use out::Out;
use quittance_domain::CreditorId;
use quittance_store::audit::{Filter, export_statement};
use quittance_store::{Database, Role};
use std::path::PathBuf;
use std::pin::pin;
use std::process::ExitCode;
use uuid::Uuid;

/// Write parts of the ledger to a file.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write who did what, when, and how it ended: one row an event, in order of sequence.
    ///
    /// The file is CSV as of RFC 4180, in UTF-8.
    /// A text that a spreadsheet would take for a formula (it begins with one of = + - @ tab CR LF)
    /// gets an apostrophe in front, as does one that begins with an apostrophe: take one leading
    /// apostrophe off to have it as it was.
    Audit(Audit),
}

#[derive(Debug, clap::Args)]
struct Audit {
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
    let Command::Audit(audit) = args.command;
    with_database(ledger, async |database| {
        let creditor = only(list(database).await?, audit.creditor)?;
        write(database, creditor, &audit).await?;
        Ok(ExitCode::SUCCESS)
    })
    .await
}

/// The creditor that was asked for, or the only one.
fn only(known: Vec<(CreditorId, String)>, asked: Option<Uuid>) -> anyhow::Result<CreditorId> {
    match (crate::report::chosen(known, asked)?.as_slice(), asked) {
        ([only], _) => Ok(*only),
        ([], _) => bail!("there is no creditor yet"),
        (_, _) => bail!("there are several creditors; name one with --creditor"),
    }
}

/// Streams rows from Postgres to the file; memory does not grow with the book.
async fn write(database: &Database, creditor: CreditorId, audit: &Audit) -> anyhow::Result<()> {
    let reader = database.connect(Role::Reader).await?;
    let tenant = format!("SET quittance.creditors = '{creditor}'");
    reader.batch_execute(&tenant).await?;
    let sql = export_statement(creditor, &filter(audit)?);
    let mut rows = pin!(reader.copy_out(&sql).await?);
    let mut out = Out::open(&audit.out)?;
    let bar = progress::counter("rows written");
    while let Some(row) = rows.try_next().await? {
        out.row(&row)?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    out.close()
}

/// The entries of the days that were asked for.
fn filter(audit: &Audit) -> anyhow::Result<Filter> {
    let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
    let until = match audit.to {
        None => None,
        Some(to) => {
            let after = to.checked_add_days(Days::new(1));
            Some(midnight(after.context("--to is too late a date")?))
        }
    };
    Ok(Filter {
        from: audit.from.map(midnight),
        until,
        ..Filter::default()
    })
}
