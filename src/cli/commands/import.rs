//! `quittance import`: accounts from a CSV file into a creditor's book.

mod check;
mod dry_run;
mod report;
mod write;

use crate::ledger::{Ledger, LedgerArgs};
use crate::progress;
use anyhow::Context as _;
use check::Checked;
use clap::Args as ClapArgs;
use futures_util::TryStreamExt;
use quittance_api::profile::Profile;
use quittance_api::settings::CurrentSettings;
use quittance_api::sheet::{Context, Row, Rows};
use quittance_domain::CreditorId;
use quittance_domain::journal::Books;
use quittance_projections::ReadModels;
use quittance_store::{Writer, WriterOptions, ids};
use report::Report;
use std::fs::File;
use std::io::Seek;
use std::path::PathBuf;
use std::pin::pin;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

/// Connections that look up who is known by an e-mail address.
const READERS: usize = 4;
use uuid::Uuid;
use write::{Good, Outcome, Target};

/// Place the accounts of a CSV file in a creditor's book.
///
/// The file is UTF-8 with a header row; columns may come in any order.
/// Every row is checked before any is written; then the good rows are written, and the bad ones
/// are reported with row, field and message.
/// The same file can be imported again after a failure: no row is placed twice.
///
/// Exit code: 0 when every row is in the book, 3 when some were refused, 1 when the file or the
/// ledger cannot be read and nothing was written.
#[derive(Debug, ClapArgs)]
pub struct Args {
    /// The file.
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// The creditor whose accounts they are.
    #[arg(long, value_name = "ID")]
    creditor: Uuid,

    /// Say what would be done and write nothing.
    #[arg(long)]
    dry_run: bool,

    /// Print the report as JSON.
    #[arg(long)]
    json: bool,
}

/// Imports the file and prints the report.
///
/// # Errors
/// When the file as a whole is refused, or the ledger cannot be opened or written.
pub async fn run(ledger: &LedgerArgs, args: Args) -> anyhow::Result<ExitCode> {
    let begun = Instant::now();
    let name = args.file.display().to_string();
    let file = File::open(&args.file).with_context(|| format!("cannot open {name}"))?;
    let context = Context {
        today: ids::now().date_naive(),
    };
    let checked = check::check(&file, context).context(name.clone())?;
    let mut report = Report {
        file: name,
        dry_run: args.dry_run,
        rows: checked.rows,
        failed: checked.bad.len() as u64,
        ..Report::default()
    };
    let ledger = Ledger::join(ledger).await?;
    let imported = import(&args, &ledger, &file, context, &checked, &mut report).await;
    let closed = ledger.close().await;
    imported?;
    closed?;
    report.errors.extend(checked.wrong);
    report.errors.sort_by_key(|error| error.row);
    report.milliseconds = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    report.print(args.json)?;
    Ok(report.code())
}

async fn import(
    args: &Args,
    ledger: &Ledger,
    file: &File,
    context: Context,
    checked: &Checked,
    report: &mut Report,
) -> anyhow::Result<()> {
    let creditor = CreditorId(args.creditor);
    let books = books(ledger, creditor).await?;
    let settings = settings(ledger, creditor).await?;
    let agreed = |mut row: Good| {
        row.placement.agree(books, &settings.programs);
        row
    };
    let rows = rows(file, context)?
        .filter_map(|row| good(row, checked).transpose())
        .map(|row| row.map(agreed));
    if args.dry_run {
        return dry_run::dry_run(&ledger.database, creditor, &checked.digest, rows, report).await;
    }
    let options = WriterOptions::default();
    let target = Target {
        writer: Writer::start(
            &ledger.database,
            Some(&ledger.keyring),
            Arc::new(ReadModels),
            options,
        )
        .await?,
        keyring: ledger.keyring.clone(),
        readers: ledger.database.readers(READERS)?,
        creditor,
        licensed: settings.licensed_states.clone(),
        digest: checked.digest.clone(),
    };
    let bar = progress::bar(checked.rows - report.failed, "rows");
    let mut outcomes = pin!(write::write(&target, rows));
    while let Some(outcome) = outcomes.try_next().await? {
        bar.inc(1);
        match outcome {
            Outcome::Placed => report.placed += 1,
            Outcome::PlacedBefore => report.placed_before += 1,
            Outcome::Wrong(errors) => {
                report.failed += 1;
                report.errors.extend(errors);
            }
        }
    }
    bar.finish_and_clear();
    Ok(())
}

/// Reads the rows from the beginning of a file.
fn rows(
    file: &File,
    context: Context,
) -> anyhow::Result<impl Iterator<Item = anyhow::Result<Row>> + use<>> {
    let mut file = file.try_clone()?;
    file.rewind()
        .context("the file cannot be read twice; it must be a regular file")?;
    Ok(Rows::of(file, context)?.map(|row| Ok(row?)))
}

/// The row, when the first pass found nothing wrong with it.
fn good(row: anyhow::Result<Row>, checked: &Checked) -> anyhow::Result<Option<Good>> {
    let Row {
        number,
        line,
        placement,
    } = row?;
    if checked.bad.contains(&number) {
        return Ok(None);
    }
    match placement {
        Ok(placement) => Ok(Some(Good {
            row: number,
            line,
            placement,
        })),
        Err(_) => anyhow::bail!("the file has changed while it was imported; import it again"),
    }
}

async fn settings(ledger: &Ledger, creditor: CreditorId) -> anyhow::Result<CurrentSettings> {
    let readers = ledger.database.readers(1)?;
    let mut reader = readers.of(creditor).await?;
    match CurrentSettings::read(&mut reader, creditor).await {
        Ok(settings) => Ok(settings),
        Err(problem) => anyhow::bail!("the settings cannot be read: {problem:?}"),
    }
}

async fn books(ledger: &Ledger, creditor: CreditorId) -> anyhow::Result<Books> {
    let known = ledger.creditors().await?;
    if !known.iter().any(|(id, _)| *id == creditor) {
        anyhow::bail!("there is no creditor {creditor}; `quittance creditor list` shows them all");
    }
    let readers = ledger.database.readers(1)?;
    match Profile::read(&readers, creditor).await {
        Ok(profile) => Ok(profile.books),
        Err(problem) => anyhow::bail!("the creditor cannot be read: {problem:?}"),
    }
}
