//! `quittance rebuild`: every read table made again from events alone.

use crate::ledger::{LedgerArgs, with_database};
use crate::progress::{Bars, rate, timed};
use crate::{output, report};
use quittance_projections::rebuild::rebuild;
use std::process::ExitCode;

/// Make every read table again from events, while the server serves.
///
/// The tables of all creditors change places with the new ones at once; what was wrong with the old
/// ones is printed.
/// Exits with 0 when the tables have been replaced, whatever was wrong with the old ones.
/// A book in which an event is missing or does not follow from those before it is named, and nothing
/// is replaced.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Rebuilds.
///
/// # Errors
/// When the ledger cannot be read or the tables cannot be replaced; then nothing is changed.
pub async fn run(ledger: &LedgerArgs, args: Args) -> anyhow::Result<ExitCode> {
    with_database(ledger, async |database| {
        let mut bars = Bars::new();
        let mut show = |progress| bars.show(progress);
        let (outcome, took) = timed(rebuild(database, &mut show)).await;
        drop(bars);
        let outcome = outcome?;
        if args.json {
            let mut answer = report::as_json(&outcome);
            answer["events_per_second"] = rate(outcome.events, took).into();
            output::json(&answer)?;
        } else {
            report::print(&outcome)?;
            report::speed("rebuilt", &outcome, took)?;
            let before = if outcome.is_clean() {
                "equal"
            } else {
                "DIFFERENT"
            };
            output::line(format_args!("the old rows were {before}"))?;
        }
        Ok(ExitCode::SUCCESS)
    })
    .await
}
