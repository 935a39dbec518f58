//! `quittance export statement`: an account's life as its borrower sees it.

use super::{end_of, only, table};
use crate::ledger::{LedgerArgs, list, with_database};
use anyhow::Context;
use chrono::NaiveDate;
use quittance_domain::AccountId;
use quittance_evidence::statement::{COLUMNS, rows};
use quittance_store::events::load_state;
use quittance_store::ids;
use std::path::PathBuf;
use std::process::ExitCode;
use uuid::Uuid;

/// Write an account's statement as CSV: every fact, how it was divided, and what was owed after it.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The account.
    #[arg(long, value_name = "ID")]
    account: Uuid,

    /// Whose book; needed when there is more than one creditor.
    #[arg(long, value_name = "ID")]
    creditor: Option<Uuid>,

    /// The first day, as YYYY-MM-DD; the account's first, unless said otherwise.
    #[arg(long, value_name = "DATE")]
    from: Option<NaiveDate>,

    /// The day of the closing balance, to which interest accrues; today, unless said otherwise.
    #[arg(long, value_name = "DATE")]
    on: Option<NaiveDate>,

    /// As it was known at the end of this day (UTC): what was recorded later is left out.
    #[arg(long, value_name = "DATE")]
    as_of: Option<NaiveDate>,

    /// The file; `-` is standard output.
    #[arg(long, value_name = "FILE", default_value = "-")]
    out: PathBuf,
}

/// Exports a statement.
///
/// # Errors
/// When there is no such account, the ledger cannot be read or the file cannot be written.
pub async fn run(ledger: &LedgerArgs, args: Args) -> anyhow::Result<ExitCode> {
    with_database(ledger, async |database| {
        let creditor = only(list(database).await?, args.creditor)?;
        let known_at = args.as_of.map(end_of).transpose()?;
        let mut reader = database.readers(1)?.of(creditor).await?;
        let account = AccountId(args.account);
        let state = load_state(&mut reader, creditor, account, known_at).await?;
        let account = state
            .account()
            .with_context(|| format!("there was no account {account}"))?;
        let today = known_at.unwrap_or_else(ids::now).date_naive();
        let on = args.on.unwrap_or(today);
        table(COLUMNS, rows(account, args.from, on), &args.out)?;
        Ok(ExitCode::SUCCESS)
    })
    .await
}
