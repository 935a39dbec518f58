//! `quittance export audit`: who did what, when, and how it ended.

use super::only;
use super::out::copy;
use crate::ledger::{LedgerArgs, list, with_database};
use anyhow::Context;
use chrono::{Days, NaiveDate, NaiveTime};
use quittance_store::Role;
use quittance_store::audit::{Amounts, Filter, export_statement};
use rust_decimal::Decimal;
use std::path::PathBuf;
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

    /// Only of this account.
    #[arg(long, value_name = "ID")]
    account: Option<Uuid>,

    /// Only by this actor, such as `key:…`.
    #[arg(long, value_name = "ACTOR")]
    actor: Option<String>,

    /// Only events of this type, such as `command.refused`.
    #[arg(long, value_name = "TYPE")]
    kind: Option<String>,

    /// Only of this amount or more, in the account's currency.
    #[arg(long, value_name = "AMOUNT")]
    min_amount: Option<Decimal>,

    /// Only of this amount or less, in the account's currency.
    #[arg(long, value_name = "AMOUNT")]
    max_amount: Option<Decimal>,

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
        let reader = database.connect(Role::Reader).await?;
        let tenant = format!("SET quittance.creditors = '{creditor}'");
        reader.batch_execute(&tenant).await?;
        let sql = export_statement(creditor, &filter(&args)?);
        copy(&reader, &sql, &args.out).await?;
        Ok(ExitCode::SUCCESS)
    })
    .await
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
        account: args.account,
        actor: args.actor.clone(),
        kind: args.kind.clone(),
        amounts: Amounts {
            min: args.min_amount,
            max: args.max_amount,
        },
    })
}
