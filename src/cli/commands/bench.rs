//! `quittance bench`: how many payments a running server records, beside what the same Postgres
//! does for a textbook ledger.
//!
//! Shape: [`rounds`] measures the service by [`load`] and the textbook by [`baseline`], close
//! together in time; [`consistency`] checks after each run that the book holds exactly what was
//! acknowledged; [`figures`] takes medians of ratios within rounds; [`report`] prints them.
//!
//! See `docs/performance.md` for what the figures mean.
#![allow(
    clippy::float_arithmetic,
    reason = "rates, shares and medians of measurements; no money is counted here"
)]

mod accounts;
mod address;
mod baseline;
mod chunk;
mod connection;
mod consistency;
mod cpu;
mod figures;
mod histogram;
mod lives;
mod load;
mod machine;
mod pgbench;
mod reads;
mod replay;
mod report;
mod request;
mod rounds;
mod statistics;
mod target;

use crate::ledger::{LedgerArgs, with_database};
use anyhow::{Context, ensure};
use clap::ValueEnum;
use cpu::Parties;
use load::Plan;
use report::{Conditions, Report};
use rounds::{Bench, Round, Scenarios};
use std::io::Write;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;
use target::Target;

/// Measure a running server against its own Postgres.
///
/// Loads the server with payments to accounts of a creditor of its own, and the same Postgres with
/// `pgbench`, in turns.
/// The book keeps those payments for ever, so use a ledger that is only for this.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The server, on this machine.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    url: String,

    /// The API key to pay with; without it, one is made for a creditor called "Benchmark".
    #[arg(
        long,
        value_name = "KEY",
        env = "QUITTANCE_BENCH_KEY",
        hide_env_values = true
    )]
    key: Option<String>,

    /// The server's process; by default the one that listens on the address.
    #[arg(long, value_name = "PID")]
    server_pid: Option<u32>,

    /// What to measure, separated by commas.
    #[arg(long, default_value = "all", value_delimiter = ',')]
    scenario: Vec<Scenario>,

    /// Connections, each with one request at a time.
    #[arg(long, value_name = "N", default_value_t = 256, value_parser = clap::value_parser!(u16).range(1..=4_096))]
    connections: u16,

    /// How long each run is measured.
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=600))]
    seconds: u16,

    /// How long each run goes on before it is measured.
    #[arg(long, value_name = "SECONDS", default_value_t = 3, value_parser = clap::value_parser!(u16).range(0..=600))]
    warm_up: u16,

    /// Accounts that are paid, and rows of the textbook's table.
    #[arg(long, value_name = "N", default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    accounts: u32,

    /// Rounds; each figure is the median of their ratios.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=100))]
    rounds: u16,

    /// The hot account's share of all payments, in its scenario.
    #[arg(long, value_name = "SHARE", default_value_t = 1.0)]
    hot: f64,

    /// Random idempotency keys in place of ULIDs, which come in order of time.
    #[arg(long)]
    random_keys: bool,

    /// Print everything as JSON.
    #[arg(long, conflicts_with = "markdown")]
    json: bool,

    /// Print conditions, figures and loads as Markdown.
    #[arg(long)]
    markdown: bool,
}

/// What to measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Scenario {
    /// Payments spread over all accounts.
    Payments,
    /// The same, a hundred in a request.
    Bulk,
    /// Payments to one account.
    Hot,
    /// One connection, for the latency of a single payment.
    Single,
    /// Folding the whole book.
    Replay,
    /// Accounts and pages of accounts, one request at a time.
    Reads,
    /// All of these.
    All,
    /// Retroactive changes to lives of 10 to 10,000 payments, in a book of their own.
    Lives,
}

fn parts(wanted: &[Scenario]) -> Scenarios {
    let named = |part| wanted.contains(&part);
    let has = |part| named(part) || named(Scenario::All);
    Scenarios {
        payments: has(Scenario::Payments),
        bulk: has(Scenario::Bulk),
        hot: has(Scenario::Hot),
        single: has(Scenario::Single),
        replay: has(Scenario::Replay),
        reads: has(Scenario::Reads),
        // The daily close posts the interest of these lives, which no load expects in its book.
        lives: named(Scenario::Lives),
    }
}

/// Prepares, measures and prints; the exit code says whether every bound was kept.
///
/// # Errors
/// When something cannot be measured, or what was acknowledged is not what the book holds.
pub async fn run(ledger: &LedgerArgs, args: Args) -> anyhow::Result<ExitCode> {
    ensure!(
        (0.0..=1.0).contains(&args.hot),
        "--hot is a share between 0 and 1"
    );
    let address = address::of_server(&args.url)?;
    // Before the ledger is opened, which would start its cluster if no server had.
    let server = match args.server_pid {
        Some(pid) => pid,
        None => cpu::listener_of(address)?,
    };
    with_database(ledger, async |database| {
        let target = Target::new(database.url())?;
        let settings = target.settings().await?;
        let bench = prepare(&args, target, address, server).await?;
        let report = Report::new(settings, conditions(&args), measure(&args, &bench).await?);
        print(&args, &report)?;
        let reached = report.figures.iter().all(|figure| figure.reached);
        Ok(if reached {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    })
    .await
}

async fn prepare(
    args: &Args,
    target: Target,
    address: SocketAddr,
    server: u32,
) -> anyhow::Result<Bench> {
    let parties = Parties {
        server,
        postmaster: target.postmaster().await?,
    };
    let payer = accounts::payer(&target, args.key.as_deref()).await?;
    accounts::introduce(&payer, address).await?;
    let wanted = usize::try_from(args.accounts)?;
    let accounts = accounts::prepare(&target, payer.creditor, wanted).await?;
    let plan = Plan {
        address,
        api_key: payer.api_key.clone(),
        connections: args.connections.into(),
        warm_up: Duration::from_secs(args.warm_up.into()),
        measured: Duration::from_secs(args.seconds.into()),
        accounts: accounts.into(),
        hot: None,
        random_keys: args.random_keys,
        rows: None,
        parties,
    };
    let scenarios = parts(&args.scenario);
    Ok(Bench {
        target,
        payer,
        plan,
        hot_share: args.hot,
        scenarios,
    })
}

async fn measure(args: &Args, bench: &Bench) -> anyhow::Result<Vec<Round>> {
    let mut rounds = Vec::new();
    for number in 1..=usize::from(args.rounds) {
        tracing::info!(round = number, of = args.rounds, "measuring");
        let round = bench.round(number).await;
        rounds.push(round.with_context(|| format!("round {number}"))?);
    }
    Ok(rounds)
}

fn conditions(args: &Args) -> Conditions {
    Conditions {
        connections: args.connections.into(),
        seconds: args.seconds.into(),
        warm_up: args.warm_up.into(),
        accounts: args.accounts as usize,
        rounds: args.rounds.into(),
        hot_share: args.hot,
        random_keys: args.random_keys,
    }
}

fn print(args: &Args, report: &Report) -> anyhow::Result<()> {
    let text = if args.json {
        serde_json::to_string_pretty(report)? + "\n"
    } else if args.markdown {
        report.markdown()
    } else {
        report.text()
    };
    let mut out = std::io::stdout();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .context("cannot print the result")
}
