//! The commands, one a file.

pub mod bench;
pub mod close;
pub mod consumer;
pub mod creditor;
pub mod demo;
pub mod export;
pub mod head;
pub mod import;
pub mod key;
pub mod openapi;
pub mod postgres;
pub mod rebuild;
pub mod rekey;
pub mod replay;
pub mod serve;
pub mod user;
pub mod verify;

use crate::ledger::LedgerArgs;
use crate::log::{self, LogFormat};
use clap::{Parser, Subcommand};
use std::io::Write;
use std::process::ExitCode;

/// An event-sourced ledger for debts.
#[derive(Debug, Parser)]
#[command(
    name = "quittance",
    version,
    propagate_version = true,
    max_term_width = 100
)]
struct Cli {
    #[command(flatten)]
    ledger: LedgerArgs,

    /// How log lines are written to standard error.
    #[arg(long, global = true, value_name = "FORMAT", default_value = "text")]
    log_format: LogFormat,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Args),
    Demo(demo::Args),
    Import(import::Args),
    Bench(bench::Args),
    Creditor(creditor::Args),
    Consumer(consumer::Args),
    Key(key::Args),
    User(user::Args),
    Verify(verify::Args),
    Replay(replay::Args),
    Close(close::Args),
    Rebuild(rebuild::Args),
    Rekey(rekey::Args),
    Export(export::Args),
    Head(head::Args),
    Openapi(openapi::Args),
    Postgres(postgres::Args),
}

/// Reads the command line and runs the command it names.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(code) => code,
        Err(error) => {
            // When standard error is closed there is nobody to tell.
            let _ = writeln!(std::io::stderr(), "quittance: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let requests = !matches!(&cli.command, Command::Serve(args) if !args.logs_requests());
    let _flusher = log::start(cli.log_format, requests)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        match cli.command {
            Command::Serve(args) => serve::run(&cli.ledger, args).await,
            Command::Demo(args) => demo::run(&cli.ledger, args).await,
            Command::Import(args) => import::run(&cli.ledger, args).await,
            Command::Bench(args) => bench::run(&cli.ledger, args).await,
            Command::Creditor(args) => creditor::run(&cli.ledger, args).await,
            Command::Consumer(args) => consumer::run(&cli.ledger, args).await,
            Command::Key(args) => key::run(&cli.ledger, args).await,
            Command::User(args) => user::run(&cli.ledger, args).await,
            Command::Verify(args) => verify::run(&cli.ledger, args).await,
            Command::Close(args) => close::run(&cli.ledger, args).await,
            Command::Replay(args) => replay::run(&cli.ledger, args).await,
            Command::Rebuild(args) => rebuild::run(&cli.ledger, args).await,
            Command::Rekey(args) => rekey::run(&cli.ledger, args).await,
            Command::Export(args) => export::run(&cli.ledger, args).await,
            Command::Head(args) => head::run(&cli.ledger, args).await,
            Command::Openapi(args) => openapi::run(&args),
            Command::Postgres(args) => postgres::run(args).await,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
