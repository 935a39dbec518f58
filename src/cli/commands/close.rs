//! `quittance close`: what time has brought to the accounts, by hand.

use crate::ledger::{LedgerArgs, list, with_database};
use crate::progress::bar;
use crate::{output, report};
use anyhow::ensure;
use chrono::NaiveDate;
use quittance_projections::ReadModels;
use quittance_store::{Writer, WriterOptions, ids};
use quittance_worker::close::{Closed, close};
use std::process::ExitCode;
use std::sync::Arc;
use uuid::Uuid;

/// Do what time brings: take recurring payments, notice what was missed, charge late fees, post interest, charge off.
///
/// A server does it by itself every day; by hand it is for a ledger that no server has open, or for
/// a day that is past.
/// Each thing is done once, however often this is run; days that were missed are made up for.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Up to this day, in place of today (UTC).
    #[arg(long, value_name = "DATE")]
    on: Option<NaiveDate>,

    /// Only this creditor's accounts.
    #[arg(long, value_name = "ID")]
    creditor: Option<Uuid>,
}

/// Closes.
///
/// # Errors
/// When the day is after today, the ledger cannot be read, or not everything could be done.
pub async fn run(ledger: &LedgerArgs, args: Args) -> anyhow::Result<ExitCode> {
    let today = ids::now().date_naive();
    let on = args.on.unwrap_or(today);
    ensure!(on <= today, "{on} is after today, {today}");
    with_database(ledger, async |database| {
        let creditors = report::chosen(list(database).await?, args.creditor)?;
        let options = WriterOptions::default();
        let writer = Writer::start(database, None, Arc::new(ReadModels), options).await?;
        let mut all = Closed::default();
        let begun = std::time::Instant::now();
        for creditor in creditors {
            let bar = bar(0, "accounts");
            let mut show = |done, total| {
                bar.set_length(total);
                bar.set_position(done);
            };
            let closed = close(database, &writer, creditor, on, &mut show).await;
            bar.finish_and_clear();
            all += closed?;
        }
        let millis = begun.elapsed().as_millis();
        output::line(format!(
            "closed {on}: {} accounts in {millis} ms",
            all.accounts
        ))?;
        if all.taken + all.skipped > 0 {
            output::line(format!(
                "recurring payments: {} recorded, {} skipped, {} of them held by disputes",
                all.taken, all.skipped, all.held_by_disputes
            ))?;
        }
        if all.refused > 0 {
            output::line(format!("{} accounts refused to be closed", all.refused))?;
        }
        Ok(report::code(all.refused == 0))
    })
    .await
}
