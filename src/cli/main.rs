//! The command line: the one program through which a ledger is served, looked after and examined.
//!
//! Shape: one file a command in [`commands`]; [`ledger`] finds and opens the ledger they work on.

mod commands;
mod ledger;
mod log;
mod output;
mod progress;
mod report;

use std::process::ExitCode;

/// Many small, short-lived values are what a ledger allocates.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    commands::main()
}
