//! `quittance serve`: opens the ledger and answers HTTP until it is told to stop.

mod banner;
mod http;
mod logs;
mod sample;
mod signals;
mod supervisor;
mod webhooks;

use crate::ledger::{Ledger, LedgerArgs};
use anyhow::Context;
use clap::{Args as ClapArgs, ValueEnum};
use quittance_api::denials::Retention;
use quittance_api::limits::{Limits, Network, TrustedProxies};
use quittance_api::{App, Settings};
use quittance_projections::ReadModels;
use quittance_store::keyring::{Held, KeyringError};
use quittance_store::{Registrar, Writer, WriterOptions};
use quittance_worker::close::{Schedule, keep_closing};
use quittance_worker::webhooks::keep_delivering;
use signals::Signals;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};
use supervisor::Supervisor;
use tokio::task::JoinSet;
use webhooks::WebhookArgs;

pub use logs::{Flusher, to as log_to};

/// How long the writer may take for what is in its queue once the last request has been answered.
const DRAIN: Duration = Duration::from_secs(2);

/// Serve the ledger over HTTP.
///
/// Without DATABASE_URL the ledger lives in a private PostgreSQL cluster in the data folder, which
/// this program makes, starts, watches and stops.
/// SIGTERM and ^C stop the server in order: requests in flight are finished first.
#[derive(Debug, ClapArgs)]
pub struct Args {
    /// Where to listen; port 0 lets the system choose one, which is printed.
    #[arg(
        long,
        value_name = "ADDR",
        default_value = "127.0.0.1:8080",
        env = "QUITTANCE_LISTEN"
    )]
    listen: String,

    /// Write the address to this file once requests are served.
    #[arg(long, value_name = "PATH")]
    ready_file: Option<PathBuf>,

    /// Writers, each for its share of the creditors; one is fastest unless many creditors write at once.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=16))]
    writers: u16,

    /// Database connections that read.
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=64))]
    readers: u16,

    /// Seconds between two looks at what the daily close has to do; 0 leaves it to `quittance close`.
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 60,
        env = "QUITTANCE_CLOSE_EVERY"
    )]
    close_every: u32,

    /// Make the first creditor of a fresh private ledger without sample accounts.
    #[arg(long)]
    no_sample_data: bool,

    /// Rate limits: `documented`, `off`, or changes such as `external=1000/15m,plans=off`.
    ///
    /// There are creditor, creditor-login and servicing-login (by address), external, plans and
    /// receivables (by key), and creditor-lists (by creditor).
    #[arg(
        long,
        value_name = "LIMITS",
        default_value = "documented",
        env = "QUITTANCE_RATE_LIMITS"
    )]
    rate_limits: String,

    /// How long a connection may be idle, take to send the headers of a request, or read nothing of a
    /// reply, in seconds.
    ///
    /// A proxy in front should close its idle connections sooner.
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 60,
        value_parser = clap::value_parser!(u64).range(1..=3_600),
        env = "QUITTANCE_IDLE_TIMEOUT"
    )]
    idle_timeout: u64,

    /// A proxy, or a range of them, whose X-Forwarded-For says where requests come from.
    #[arg(
        long,
        value_name = "IP",
        env = "QUITTANCE_TRUSTED_PROXIES",
        value_delimiter = ','
    )]
    trusted_proxy: Vec<Network>,

    /// How many days denied attempts are kept.
    #[arg(
        long,
        value_name = "DAYS",
        default_value_t = Retention::default().0,
        value_parser = clap::value_parser!(u32).range(1..=36_500),
        env = "QUITTANCE_KEEP_DENIALS"
    )]
    keep_denials: u32,

    /// Tell browsers to send session cookies over TLS only; for a server behind TLS.
    #[arg(long, env = "QUITTANCE_SECURE_COOKIES")]
    secure_cookies: bool,

    #[command(flatten)]
    webhooks: WebhookArgs,

    /// Log a line for each request to standard error.
    #[arg(long, value_name = "WHETHER", default_value = "on")]
    log_requests: LogRequests,
}

/// Whether each request is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LogRequests {
    On,
    Off,
}

impl Args {
    /// Whether each request is to be logged.
    pub fn logs_requests(&self) -> bool {
        self.log_requests == LogRequests::On
    }
}

/// Serves until a signal comes.
///
/// # Errors
/// When the ledger cannot be opened, the address cannot be bound, or the server ends by itself.
pub async fn run(ledger: &LedgerArgs, args: Args) -> anyhow::Result<ExitCode> {
    // First of all, so that a signal during the start ends in an orderly way too.
    let mut signals = Signals::listen()?;
    let mut ledger = tokio::select! {
        ledger = Ledger::open(ledger) => ledger?,
        _ = signals.next() => return Ok(ExitCode::SUCCESS),
    };
    let cluster = ledger.take_cluster();
    let private = cluster.is_some();
    let mut supervisor = Supervisor::new(cluster);
    let held = ledger.take_held();
    let served = tokio::select! {
        served = serve(&args, &ledger, private, &mut signals) => served,
        error = lost(held) => Err(error).context("the ledger has been given another master key"),
        never = supervisor.keep_up() => match never {},
    };
    let stopped = supervisor.stop().await;
    // What ended the serving matters more than what the stop ran into.
    served?;
    stopped?;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// Never comes back for a ledger whose key is not held.
async fn lost(held: Option<Held>) -> KeyringError {
    match held {
        Some(mut held) => held.lost().await,
        None => std::future::pending().await,
    }
}

async fn serve(
    args: &Args,
    ledger: &Ledger,
    private: bool,
    signals: &mut Signals,
) -> anyhow::Result<()> {
    let options = WriterOptions {
        writers: args.writers.into(),
        ..WriterOptions::default()
    };
    let writer = Writer::start(
        &ledger.database,
        Some(&ledger.keyring),
        Arc::new(ReadModels),
        options,
    )
    .await
    .context("the writer cannot start")?;
    let readers = ledger.database.readers(args.readers.into())?;
    let limits = Limits::parse(&args.rate_limits)
        .map_err(anyhow::Error::msg)
        .context("--rate-limits")?;
    let app = App::new(
        writer.clone(),
        readers,
        Registrar::new(&ledger.database)?,
        ledger.keyring.clone(),
        Settings {
            secure_cookies: args.secure_cookies,
            webhook_reach: args.webhooks.reach(),
            denials_kept: Retention(args.keep_denials),
            limits,
            trusted_proxies: TrustedProxies(args.trusted_proxy.clone()),
        },
    );
    let access = if private {
        sample::first_creditor(ledger, &app, !args.no_sample_data).await?
    } else {
        None
    };
    http::raise_open_files();
    let (listener, bound) = http::bind(&args.listen).await?;
    let mut workers = JoinSet::new();
    if args.close_every > 0 {
        let schedule = Schedule {
            every: Duration::from_secs(args.close_every.into()),
        };
        workers.spawn(keep_closing(
            ledger.database.clone(),
            writer.clone(),
            schedule,
        ));
    }
    if !args.webhooks.are_off() {
        workers.spawn(keep_delivering(
            ledger.database.clone(),
            writer.clone(),
            ledger.keyring.clone(),
            args.webhooks.options(),
        ));
    }
    let heads = app.heads.clone();
    let entrance = quittance_api::router(app);
    let announced = async {
        banner::print(bound, &ledger.place(), access.as_ref())?;
        match &args.ready_file {
            Some(path) => http::announce(path, bound),
            None => Ok(()),
        }
    };
    let idle = Duration::from_secs(args.idle_timeout);
    http::serve(listener, entrance, idle, announced, signals, || {
        heads.close()
    })
    .await?;
    // Each can be stopped anywhere: what it was at is taken up by the next start.
    workers.shutdown().await;
    drain(&writer).await;
    Ok(())
}

/// Waits for commands whose callers have left: they would be rolled back, which is no loss, but
/// needless.
async fn drain(writer: &Writer) {
    let begun = Instant::now();
    while writer.waiting() > 0 && begun.elapsed() < DRAIN {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
