//! `quittance creditor`: registering creditors, listing them, and what is open to them.

use crate::ledger::{LedgerArgs, known, list, with_database};
use crate::output;
use anyhow::bail;
use clap::{Subcommand, ValueEnum};
use quittance_domain::CreditorId;
use quittance_domain::creditor::{Api, Command as Wish, Refusal, Settings};
use quittance_domain::journal::Books;
use quittance_projections::ReadModels;
use quittance_store::{
    Answer, Database, Envelope, Order, Reply, Role, SettingsResponder, Writer, WriterOptions,
    creditors,
};
use serde::Serialize;
use std::collections::BTreeSet;
use std::process::ExitCode;
use std::sync::Arc;
use uuid::Uuid;

/// As it stands in the book.
const ACTOR: &str = "cli:creditor";

/// Register and list creditors, the tenants of the ledger, and say which APIs are open to them.
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
    /// Open a published API to a creditor, or close it.
    ///
    /// While it is closed, every request of the creditor's is refused, whatever its key; a server
    /// that is running takes note within five seconds.
    ApiAccess {
        /// The creditor's id.
        creditor: Uuid,

        /// The API at `/api/v1/*.php`.
        #[arg(long)]
        contracts: Switch,
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Switch {
    On,
    Off,
}

#[derive(Serialize)]
struct Creditor<'a> {
    id: Uuid,
    name: &'a str,
}

/// Registers, lists, or opens and closes.
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
            Command::ApiAccess {
                creditor,
                contracts,
            } => {
                let creditor = known(database, *creditor).await?;
                let closed = (*contracts == Switch::Off).then_some(Api::Contracts);
                set_api_access(database, creditor, closed.into_iter().collect()).await?;
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

async fn set_api_access(
    database: &Database,
    creditor: CreditorId,
    closed: BTreeSet<Api>,
) -> anyhow::Result<()> {
    let options = WriterOptions::default();
    let writer = Writer::start(database, None, Arc::new(ReadModels), options).await?;
    let envelope = Envelope {
        creditor,
        order: Order::Settings {
            command: Wish::SetApiAccess { closed },
            responder: Box::new(Set),
        },
        by: ACTOR.into(),
        request: None,
        claims: Vec::new(),
        erasable: None,
    };
    match writer.submit(envelope).await {
        Answer::Fresh(_) => Ok(()),
        answer => bail!("the access could not be set: {answer:?}"),
    }
}

/// The reply goes nowhere.
struct Set;

impl SettingsResponder for Set {
    fn accepted(&self, _: &Settings) -> Reply {
        Reply {
            status: 200,
            body: Default::default(),
        }
    }

    fn refused(&self, _: &Refusal) -> Reply {
        Reply {
            status: 409,
            body: Default::default(),
        }
    }
}
