//! `quittance key`: API keys for machines.

use crate::ledger::{LedgerArgs, list, with_database};
use crate::output;
use anyhow::bail;
use chrono::{NaiveDate, NaiveTime};
use clap::Subcommand;
use clap::builder::PossibleValuesParser;
use quittance_domain::CreditorId;
use quittance_store::keys::{self, KeyRole, NewKey};
use quittance_store::{Database, Role};
use std::process::ExitCode;
use uuid::Uuid;

/// As it stands in the book.
const ACTOR: &str = "cli:key";

/// Create API keys.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Create an API key and print it; it cannot be shown again.
    Create(Create),
}

#[derive(Debug, clap::Args)]
struct Create {
    /// Whose key it is to be.
    #[arg(long, value_name = "ID")]
    creditor: Uuid,

    /// What it is for.
    #[arg(long, default_value = "key")]
    name: String,

    /// What it may do; each role includes the ones before.
    #[arg(long, default_value = "admin", value_parser = PossibleValuesParser::new(KeyRole::ALL.map(|(name, _)| name)))]
    role: String,

    /// The only scopes it is to have, separated by commas; all when absent.
    #[arg(long, value_delimiter = ',', value_name = "SCOPES")]
    scopes: Vec<String>,

    /// The first day (UTC) on which it is no longer valid, as YYYY-MM-DD.
    #[arg(long, value_name = "DATE")]
    expires: Option<NaiveDate>,
}

/// Creates a key.
///
/// # Errors
/// When there is no such creditor, or the ledger cannot be reached or written.
pub async fn run(ledger: &LedgerArgs, args: Args) -> anyhow::Result<ExitCode> {
    let Command::Create(create) = args.command;
    with_database(ledger, async |database| {
        output::line(mint(database, &create).await?)?;
        Ok(ExitCode::SUCCESS)
    })
    .await
}

async fn mint(database: &Database, create: &Create) -> anyhow::Result<String> {
    let creditor = CreditorId(create.creditor);
    if !list(database).await?.iter().any(|(id, _)| *id == creditor) {
        bail!("there is no creditor {creditor}; `quittance creditor list` names those there are");
    }
    let new = NewKey {
        name: &create.name,
        role: KeyRole::from_name(&create.role).unwrap_or(KeyRole::Viewer),
        scopes: &create.scopes,
        expires_at: create
            .expires
            .map(|day| day.and_time(NaiveTime::MIN).and_utc()),
    };
    let mut client = database.connect(Role::Writer).await?;
    Ok(keys::mint(&mut client, creditor, new, ACTOR).await?)
}
