//! `quittance creditor`: registering creditors and listing them.

use crate::ledger::{LedgerArgs, list, with_database};
use crate::output;
use clap::{Subcommand, ValueEnum};
use quittance_domain::journal::Books;
use quittance_store::{Role, creditors};
use serde::Serialize;
use std::process::ExitCode;
use uuid::Uuid;

/// As it stands in the book.
const ACTOR: &str = "cli:creditor";

/// Register and list creditors, the tenants of the ledger.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Register a creditor and print its id.
    Create {
        /// Its name.
        name: String,

        /// Who owns the debts in its book.
        #[arg(long, default_value = "owner")]
        books: BooksArg,

        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// List all creditors, oldest first.
    List {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum BooksArg {
    /// The creditor itself: real receivables and income.
    Owner,
    /// Clients who have placed them: balances are memo, cash received is owed to the client.
    Agency,
}

#[derive(Serialize)]
struct Creditor<'a> {
    id: Uuid,
    name: &'a str,
}

/// Registers or lists.
///
/// # Errors
/// When the ledger cannot be reached or written.
pub async fn run(ledger: &LedgerArgs, args: Args) -> anyhow::Result<ExitCode> {
    with_database(ledger, async |database| {
        match &args.command {
            Command::Create { name, books, json } => {
                let mut client = database.connect(Role::Writer).await?;
                let books = match books {
                    BooksArg::Owner => Books::Owner,
                    BooksArg::Agency => Books::Agency,
                };
                let id = creditors::register(&mut client, name, books, ACTOR).await?;
                if *json {
                    output::json(&Creditor { id: id.0, name })?;
                } else {
                    output::line(id)?;
                }
            }
            Command::List { json } => {
                let known = list(database).await?;
                let listed = known.iter().map(|(id, name)| Creditor { id: id.0, name });
                if *json {
                    output::json(&listed.collect::<Vec<_>>())?;
                } else {
                    for (id, name) in &known {
                        output::line(format_args!("{id}  {name}"))?;
                    }
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    })
    .await
}
