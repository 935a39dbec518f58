//! `quittance key`: API keys for machines.
//!
//! A key is an OAuth client too: its id is the client id, the key itself the client secret.

use crate::ledger::{LedgerArgs, known, with_database};
use crate::output;
use anyhow::bail;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use clap::Subcommand;
use clap::builder::PossibleValuesParser;
use quittance_domain::CreditorId;
use quittance_store::keys::{self, ApiKey, KeyRole, Minted, NewKey};
use quittance_store::{Database, Role};
use serde::Serialize;
use std::process::ExitCode;
use uuid::Uuid;

/// As it stands in the book.
const ACTOR: &str = "cli:key";

/// Create, list and revoke API keys.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Create an API key and print it; it cannot be shown again.
    Create(Create),
    /// List a creditor's keys, oldest first, without the keys themselves.
    List {
        /// Whose keys.
        #[arg(long, value_name = "ID")]
        creditor: Uuid,

        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Revoke a key for good; a server that is running stops taking it within five seconds.
    Revoke {
        /// Whose key it is.
        #[arg(long, value_name = "ID")]
        creditor: Uuid,

        /// The key's id, as listed.
        key: Uuid,
    },
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

    /// Print JSON, with the id.
    #[arg(long)]
    json: bool,
}

/// A key just created.
#[derive(Serialize)]
struct Created<'a> {
    id: Uuid,
    key: &'a str,
}

/// A key as it is kept.
#[derive(Serialize)]
struct Listed<'a> {
    id: Uuid,
    name: &'a str,
    prefix: &'a str,
    role: &'a str,
    scopes: &'a [String],
    created_at: DateTime<Utc>,
    expires_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
    last_used_at: Option<DateTime<Utc>>,
}

impl<'a> Listed<'a> {
    fn of(key: &'a ApiKey) -> Listed<'a> {
        Listed {
            id: key.id,
            name: &key.name,
            prefix: &key.prefix,
            role: key.role.name(),
            scopes: &key.scopes,
            created_at: key.created_at,
            expires_at: key.expires_at,
            revoked_at: key.revoked_at,
            last_used_at: key.last_used_at,
        }
    }
}

/// Creates, lists or revokes.
///
/// # Errors
/// When there is no such creditor or key, or the ledger cannot be reached or written.
pub async fn run(ledger: &LedgerArgs, args: Args) -> anyhow::Result<ExitCode> {
    with_database(ledger, async |database| {
        match &args.command {
            Command::Create(create) => {
                let minted = mint(database, create).await?;
                let Minted { id, key, .. } = &minted;
                if create.json {
                    output::json(&Created { id: *id, key })?;
                } else {
                    output::line(key)?;
                }
            }
            Command::List { creditor, json } => {
                print(database, CreditorId(*creditor), *json).await?;
            }
            Command::Revoke { creditor, key } => {
                let mut client = database.connect(Role::Writer).await?;
                let creditor = CreditorId(*creditor);
                if !keys::revoke(&mut client, creditor, *key, ACTOR).await? {
                    bail!("the creditor has no valid key {key}; `quittance key list` names them");
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    })
    .await
}

async fn mint(database: &Database, create: &Create) -> anyhow::Result<Minted> {
    let creditor = known(database, create.creditor).await?;
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

async fn print(database: &Database, creditor: CreditorId, json: bool) -> anyhow::Result<()> {
    let keys = keys::list(&database.readers(1)?, creditor).await?;
    if json {
        return output::json(&keys.iter().map(Listed::of).collect::<Vec<_>>());
    }
    for key in &keys {
        let state = match (key.revoked_at, key.last_used_at) {
            (Some(at), _) => format!("revoked {}", at.date_naive()),
            (None, Some(at)) => format!("last used {}", at.date_naive()),
            (None, None) => "never used".to_owned(),
        };
        let ApiKey {
            id, prefix, name, ..
        } = key;
        let role = key.role.name();
        output::line(format_args!("{id}  {prefix}…  {role}  {state}  {name}"))?;
    }
    Ok(())
}
