//! `quittance demo`: a believable portfolio of made-up accounts, for looking around and trying out.

mod collecting;
mod credits;
mod life;
mod loans;
mod payments;
mod people;
mod placements;
mod portfolio;
mod random;
mod schedules;
mod submit;
mod summary;

use crate::ledger::{Ledger, LedgerArgs};
use crate::{output, progress};
use anyhow::Context;
use clap::Args as ClapArgs;
use quittance_domain::CreditorId;
use quittance_domain::journal::Books;
use quittance_projections::ReadModels;
use quittance_store::keys::{self, KeyRole, NewKey};
use quittance_store::seal::Keyring;
use quittance_store::{Role, Writer, WriterOptions, creditors, ids};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;
use submit::Target;
use summary::Summary;

/// As it stands in the book.
const ACTOR: &str = "cli:demo";

/// Make a creditor with a portfolio of made-up accounts over a year up to today.
///
/// The same seed makes the same accounts, amounts and days relative to today; no person in it
/// exists. Every kind of event happens, and some commands are refused, as in life.
#[derive(Debug, ClapArgs)]
pub struct Args {
    /// The name of the creditor, which is made anew each time.
    #[arg(long, value_name = "NAME", default_value = "Demo Creditor")]
    creditor: String,

    /// How many accounts.
    #[arg(long, value_name = "N", default_value_t = 300, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    accounts: u32,

    /// What the portfolio follows from.
    #[arg(long, value_name = "N", default_value_t = 42)]
    seed: u64,

    /// Print the summary as JSON.
    #[arg(long)]
    json: bool,
}

/// Makes the creditor, its key and its portfolio, and prints what came of it.
///
/// # Errors
/// When the ledger cannot be opened or written.
pub async fn run(ledger: &LedgerArgs, args: Args) -> anyhow::Result<ExitCode> {
    let ledger = Ledger::join(ledger).await?;
    let made = make(&args, &ledger).await;
    let closed = ledger.close().await;
    let summary = made?;
    closed?;
    if args.json {
        output::json(&summary)?;
    } else {
        output::line(summary.text())?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn make(args: &Args, ledger: &Ledger) -> anyhow::Result<Summary> {
    let begun = Instant::now();
    let mut client = ledger.database.connect(Role::Writer).await?;
    let creditor = creditors::register(&mut client, &args.creditor, Books::Owner, ACTOR).await?;
    let new = NewKey {
        name: "demo",
        role: KeyRole::Admin,
        scopes: &[],
        expires_at: None,
    };
    let key = keys::mint(&mut client, creditor, new, ACTOR).await?.key;
    let options = WriterOptions::default();
    let writer = Writer::start(
        &ledger.database,
        Some(&ledger.keyring),
        Arc::new(ReadModels),
        options,
    )
    .await?;
    let accounts = usize::try_from(args.accounts)?;
    let filled = fill(&writer, &ledger.keyring, creditor, args.seed, accounts).await?;
    Ok(Summary {
        creditor: creditor.to_string(),
        creditor_name: args.creditor.clone(),
        api_key: key,
        seconds: begun.elapsed().as_secs_f64(),
        ..filled
    })
}

/// Fills a creditor's book with a portfolio.
///
/// # Errors
/// When the ledger cannot be written, or answers otherwise than the stories foresaw.
pub async fn fill(
    writer: &Writer,
    keyring: &Keyring,
    creditor: CreditorId,
    seed: u64,
    accounts: usize,
) -> anyhow::Result<Summary> {
    let lives = portfolio::lives(seed, accounts, ids::now().date_naive());
    let summary = Summary::of(&lives);
    let bar = progress::bar(summary.commands as u64, "commands");
    let target = Target {
        writer,
        keyring,
        creditor,
        seed,
    };
    let submitted = submit::submit(target, &lives, || bar.inc(1)).await;
    bar.finish_and_clear();
    submitted.context("the portfolio could not be written")?;
    Ok(summary)
}
