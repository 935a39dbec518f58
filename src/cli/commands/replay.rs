//! `quittance replay`: do the live rows hold what the whole history makes?

use crate::ledger::{LedgerArgs, list, with_database};
use crate::progress::{Bars, rate, timed};
use crate::{output, report};
use quittance_projections::replay::{fold_all, replay};
use std::process::ExitCode;
use uuid::Uuid;

/// Fold the whole history and compare every read row with what follows from it.
///
/// Changes nothing and holds nobody up, so it can run while the server serves: all is read as it
/// was at one moment.
/// Exits with 1 when an event does not follow from those before it or a read row differs.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only this creditor's book.
    #[arg(long, value_name = "ID")]
    creditor: Option<Uuid>,

    /// Fold the history and stop: compare no rows.
    #[arg(long)]
    fold_only: bool,

    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Replays.
///
/// # Errors
/// When the ledger cannot be read.
pub async fn run(ledger: &LedgerArgs, args: Args) -> anyhow::Result<ExitCode> {
    with_database(ledger, async |database| {
        let creditors = report::chosen(list(database).await?, args.creditor)?;
        let mut bars = Bars::new();
        let mut show = |progress| bars.show(progress);
        let (folded, folding) = timed(fold_all(database, &creditors, &mut show)).await;
        let folded = folded?;
        let (outcome, comparing) = if args.fold_only {
            (folded.clone(), folding)
        } else {
            let (outcome, took) = timed(replay(database, &creditors, &mut show)).await;
            (outcome?, took)
        };
        drop(bars);
        if args.json {
            let mut answer = report::as_json(&outcome);
            answer["fold_events_per_second"] = rate(folded.events, folding).into();
            answer["compare_events_per_second"] = rate(outcome.events, comparing).into();
            output::json(&answer)?;
        } else {
            report::speed("folded", &folded, folding)?;
            report::print(&outcome)?;
            if !args.fold_only {
                report::speed("compared", &outcome, comparing)?;
            }
            output::line(if outcome.is_clean() {
                "equal"
            } else {
                "DIFFERENT"
            })?;
        }
        Ok(report::code(outcome.is_clean()))
    })
    .await
}
