//! `quittance export denials`: who was turned away, from where, and why.

use super::out::copy;
use crate::ledger::{LedgerArgs, list, with_database};
use crate::report;
use quittance_store::Role;
use quittance_store::denials::export_statement;
use std::path::PathBuf;
use std::process::ExitCode;
use uuid::Uuid;

/// Write every denied attempt as CSV, oldest first: requests without a credential or with a wrong
/// one, logins that failed, roles and scopes that were lacking, and things that the caller's creditor
/// does not have.
///
/// Attempts of unknown callers belong to no creditor, and are left out with --creditor.
/// Texts that a caller chose are guarded as in `export audit`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only of this creditor's keys and users.
    #[arg(long, value_name = "ID")]
    creditor: Option<Uuid>,

    /// The file; `-` is standard output.
    #[arg(long, value_name = "FILE", default_value = "-")]
    out: PathBuf,
}

/// Exports denied attempts.
///
/// # Errors
/// When the ledger cannot be read or the file cannot be written.
pub async fn run(ledger: &LedgerArgs, args: Args) -> anyhow::Result<ExitCode> {
    with_database(ledger, async |database| {
        let creditor = match args.creditor {
            None => None,
            asked => report::chosen(list(database).await?, asked)?.pop(),
        };
        let owner = database.connect(Role::Owner).await?;
        copy(&owner, &export_statement(creditor), &args.out).await?;
        Ok(ExitCode::SUCCESS)
    })
    .await
}
