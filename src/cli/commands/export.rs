//! `quittance export`: the ledger's contents as files.

mod audit;
mod bundle;
mod out;

use crate::ledger::LedgerArgs;
use anyhow::bail;
use clap::Subcommand;
use quittance_domain::CreditorId;
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
    Bundle(bundle::Args),
}

/// Exports.
///
/// # Errors
/// When the ledger cannot be read or the file cannot be written.
pub async fn run(ledger: &LedgerArgs, args: Args) -> anyhow::Result<ExitCode> {
    match args.command {
        Command::Audit(args) => audit::run(ledger, args).await,
        Command::Bundle(args) => bundle::run(ledger, args).await,
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
