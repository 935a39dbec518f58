//! `quittance consumer`: what the ledger knows of people, and erasing it.

use crate::ledger::{LedgerArgs, known, with_database};
use crate::output;
use anyhow::{Context, bail, ensure};
use clap::Subcommand;
use quittance_domain::consumer::Command as Wish;
use quittance_domain::{ConsumerId, CreditorId};
use quittance_projections::ReadModels;
use quittance_store::{
    Answer, ConsumerResponder, Database, Envelope, Order, Reply, Writer, WriterOptions,
};
use std::process::ExitCode;
use std::sync::Arc;
use uuid::Uuid;

/// As it stands in the book.
const ACTOR: &str = "cli:consumer";

/// Erase consumers.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Destroy the key under which everything personal of a consumer is sealed.
    ///
    /// Names, addresses, notes and disputes of theirs can be read by nobody from then on, in
    /// whatever event or read row. Amounts, dates and the hash chain stay as they are, and the
    /// erasure is an event of the book.
    /// Backups from before hold the key still, wrapped by the master key.
    Erase(Erase),
}

#[derive(Debug, clap::Args)]
struct Erase {
    /// Whose consumer it is.
    #[arg(long, value_name = "ID")]
    creditor: Uuid,

    /// The consumer's id.
    #[arg(required_unless_present = "account")]
    consumer: Option<Uuid>,

    /// The consumer of the account with this number.
    #[arg(long, value_name = "NUMBER", conflicts_with = "consumer")]
    account: Option<String>,

    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Erases.
///
/// # Errors
/// When there is no such creditor or consumer, or the ledger cannot be reached or written.
pub async fn run(ledger: &LedgerArgs, args: Args) -> anyhow::Result<ExitCode> {
    let Command::Erase(wish) = args.command;
    with_database(ledger, async |database| {
        let creditor = known(database, wish.creditor).await?;
        let (consumer, accounts) = find(database, creditor, &wish).await?;
        erase(database, creditor, consumer).await?;
        if wish.json {
            output::json(&serde_json::json!({ "consumer": consumer.0, "accounts": accounts }))?;
        } else {
            output::line(format_args!(
                "erased consumer {consumer}, who has {accounts} accounts"
            ))?;
        }
        Ok(ExitCode::SUCCESS)
    })
    .await
}

/// The consumer who is meant, and how many accounts they have.
async fn find(
    database: &Database,
    creditor: CreditorId,
    wish: &Erase,
) -> anyhow::Result<(ConsumerId, i64)> {
    let readers = database.readers(1)?;
    let mut reader = readers.of(creditor).await?;
    let sql = include_str!("consumer/find.sql");
    let found = reader
        .query_opt(sql, &[&creditor.0, &wish.consumer, &wish.account])
        .await?;
    let row = found.context("the creditor has no such consumer")?;
    ensure!(
        !row.get::<_, bool>(2),
        "the consumer has been erased before"
    );
    Ok((ConsumerId(row.get(0)), row.get(1)))
}

async fn erase(
    database: &Database,
    creditor: CreditorId,
    consumer: ConsumerId,
) -> anyhow::Result<()> {
    let options = WriterOptions::default();
    let writer = Writer::start(database, None, Arc::new(ReadModels), options).await?;
    let envelope = Envelope {
        creditor,
        order: Order::Consumer {
            consumer,
            command: Wish::Erase,
            responder: Box::new(Erased),
        },
        by: ACTOR.into(),
        request: None,
        claims: Vec::new(),
        erasable: None,
    };
    match writer.submit(envelope).await {
        Answer::Fresh(_) => Ok(()),
        Answer::AccountUnknown => bail!("the consumer has been erased before"),
        answer => bail!("the consumer could not be erased: {answer:?}"),
    }
}

/// The reply goes nowhere.
struct Erased;

impl ConsumerResponder for Erased {
    fn accepted(&self, _: chrono::DateTime<chrono::Utc>) -> Reply {
        Reply {
            status: 200,
            body: Default::default(),
        }
    }
}
