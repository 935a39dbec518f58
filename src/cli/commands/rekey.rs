//! `quittance rekey`: another master key.

use crate::ledger::{self, LedgerArgs};
use crate::output;
use crate::progress::counter;
use std::process::ExitCode;

/// Give the ledger another master key; no event is touched.
///
/// A private ledger draws a new key into its data folder; its server must be stopped meanwhile.
///
/// For a ledger in a named database, first start every server anew with QUITTANCE_MASTER_KEY set
/// to the new key and QUITTANCE_FORMER_MASTER_KEY to the present one, then run this with the same
/// two, and start the servers without the former one when it suits.
///
/// What is interrupted is gone on with when the command is run again.
/// Backups from before keep opening with the former key alone.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Wraps every key by another master key.
///
/// # Errors
/// When a program that knows the former key alone is running, or the keys are not those of the
/// ledger.
pub async fn run(ledger: &LedgerArgs, args: Args) -> anyhow::Result<ExitCode> {
    let bar = counter("consumers' keys");
    let done = ledger::rekey(ledger, |done| bar.set_position(done.seen)).await?;
    bar.finish_and_clear();
    if args.json {
        output::json(&serde_json::json!({
            "consumer_keys": done.seen,
            "wrapped_anew": done.wrapped,
        }))?;
    } else {
        output::line(format_args!(
            "the ledger has its new master key; {} of {} consumers' keys were wrapped anew",
            done.wrapped, done.seen
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}
