//! `quittance export`: the ledger's contents as files.

mod audit;
mod bundle;
mod denials;
mod examiner;
mod journal;
mod out;
mod statement;
mod trial_balance;

use crate::ledger::LedgerArgs;
use anyhow::{Context, bail};
use chrono::{DateTime, NaiveDate, Utc};
use clap::Subcommand;
use out::Out;
use quittance_domain::CreditorId;
use quittance_evidence::examiner::Report;
use quittance_evidence::table::Row;
use std::path::Path;
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
    Audit(audit::Args),
    Denials(denials::Args),
    /// Write every loan: its terms, what is owed on a day, how late it is, its last activity.
    Loans(examiner::Args),
    /// Write every transaction: what it was, how it was divided, what was owed after it, and who
    /// recorded it when.
    Transactions(examiner::Args),
    /// Write how many loans are how late, and what is owed on them, by the bands of the NCUA's call
    /// report.
    Delinquency(examiner::Args),
    /// Write every charge-off and what was recovered of it.
    ChargeOffs(examiner::Args),
    /// Write every change of a rate, due date, payment amount, date of a payment, stage or of a
    /// consumer's particulars, with the values before and after.
    Maintenance(examiner::Args),
    Bundle(bundle::Args),
    Journal(journal::Args),
    TrialBalance(trial_balance::Args),
    Statement(statement::Args),
}

/// Exports.
///
/// # Errors
/// When the ledger cannot be read or the file cannot be written.
pub async fn run(ledger: &LedgerArgs, args: Args) -> anyhow::Result<ExitCode> {
    match args.command {
        Command::Audit(args) => audit::run(ledger, args).await,
        Command::Denials(args) => denials::run(ledger, args).await,
        Command::Loans(args) => examiner::run(ledger, Report::Loans, args).await,
        Command::Transactions(args) => examiner::run(ledger, Report::Transactions, args).await,
        Command::Delinquency(args) => examiner::run(ledger, Report::Delinquency, args).await,
        Command::ChargeOffs(args) => examiner::run(ledger, Report::ChargeOffs, args).await,
        Command::Maintenance(args) => examiner::run(ledger, Report::Maintenance, args).await,
        Command::Bundle(args) => bundle::run(ledger, args).await,
        Command::Journal(args) => journal::run(ledger, args).await,
        Command::TrialBalance(args) => trial_balance::run(ledger, args).await,
        Command::Statement(args) => statement::run(ledger, args).await,
    }
}

/// The creditor that was asked for, or the only one.
///
/// # Errors
/// When there is no such creditor, none at all, or a choice.
pub fn only(known: Vec<(CreditorId, String)>, asked: Option<Uuid>) -> anyhow::Result<CreditorId> {
    match (crate::report::chosen(known, asked)?.as_slice(), asked) {
        ([only], _) => Ok(*only),
        ([], _) => bail!("there is no creditor yet"),
        (_, _) => bail!("there are several creditors; name one with --creditor"),
    }
}

/// Writes a table of a few rows as CSV.
fn table(columns: &[&str], rows: impl IntoIterator<Item = Row>, to: &Path) -> anyhow::Result<()> {
    let mut csv = Vec::new();
    Row::header(columns).write(&mut csv);
    for row in rows {
        row.write(&mut csv);
    }
    let mut out = Out::open(to)?;
    out.write(&csv)?;
    out.close()
}

/// The last moment of a day, in UTC, to the microsecond.
fn end_of(day: NaiveDate) -> anyhow::Result<DateTime<Utc>> {
    quittance_evidence::examiner::end_of(day).context("too late a date")
}
