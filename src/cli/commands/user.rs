//! `quittance user`: people who come in with a password.

use crate::ledger::{LedgerArgs, known, with_database};
use crate::output;
use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use clap::Subcommand;
use clap::builder::PossibleValuesParser;
use quittance_domain::CreditorId;
use quittance_store::keys::KeyRole;
use quittance_store::users::{self, NewUser, User};
use quittance_store::{Database, Role, passwords};
use serde::Serialize;
use std::io::BufRead;
use std::process::ExitCode;
use uuid::Uuid;

/// As it stands in the book.
const ACTOR: &str = "cli:user";

/// Let people in with a password, and shut them out.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add a user and print the password, unless it was given.
    Add {
        #[command(flatten)]
        who: Who,

        /// What to call the user.
        #[arg(long, default_value = "")]
        name: String,

        /// What the user may do; each role includes the ones before.
        #[arg(long, default_value = "viewer", value_parser = PossibleValuesParser::new(KeyRole::ALL.map(|(name, _)| name)))]
        role: String,

        #[command(flatten)]
        password: PasswordArgs,
    },
    /// List a creditor's users, oldest first.
    List {
        /// Whose users.
        #[arg(long, value_name = "ID")]
        creditor: Uuid,

        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Shut a user out; a server that is running does so within five seconds.
    Disable {
        #[command(flatten)]
        who: Who,
    },
    /// Give a user another password, which ends what was begun with the old one.
    Password {
        #[command(flatten)]
        who: Who,

        #[command(flatten)]
        password: PasswordArgs,
    },
}

#[derive(Debug, clap::Args)]
struct Who {
    /// The creditor that the user works for.
    #[arg(long, value_name = "ID")]
    creditor: Uuid,

    /// The e-mail address to log in with.
    email: String,
}

#[derive(Debug, clap::Args)]
struct PasswordArgs {
    /// Read the password from the first line of standard input; one is made and printed otherwise.
    #[arg(long)]
    password_stdin: bool,
}

/// A user as it is kept.
#[derive(Serialize)]
struct Listed<'a> {
    id: Uuid,
    email: &'a str,
    name: &'a str,
    role: &'a str,
    created_at: DateTime<Utc>,
    disabled_at: Option<DateTime<Utc>>,
}

impl<'a> Listed<'a> {
    fn of(user: &'a User) -> Listed<'a> {
        Listed {
            id: user.id,
            email: &user.email,
            name: &user.name,
            role: user.role.name(),
            created_at: user.created_at,
            disabled_at: user.disabled_at,
        }
    }
}

/// Adds, lists, disables or changes a password.
///
/// # Errors
/// When there is no such creditor or user, or the ledger cannot be reached or written.
pub async fn run(ledger: &LedgerArgs, args: Args) -> anyhow::Result<ExitCode> {
    with_database(ledger, async |database| {
        match &args.command {
            Command::Add {
                who,
                name,
                role,
                password,
            } => add(database, who, name, role, password).await?,
            Command::List { creditor, json } => {
                print(database, CreditorId(*creditor), *json).await?;
            }
            Command::Disable { who } => disable(database, who).await?,
            Command::Password { who, password } => change(database, who, password).await?,
        }
        Ok(ExitCode::SUCCESS)
    })
    .await
}

async fn add(
    database: &Database,
    who: &Who,
    name: &str,
    role: &str,
    password: &PasswordArgs,
) -> anyhow::Result<()> {
    let creditor = known(database, who.creditor).await?;
    if !who.email.contains('@') {
        bail!("{} is not an e-mail address", who.email);
    }
    let password = password.take()?;
    let new = NewUser {
        email: &who.email,
        name,
        role: KeyRole::from_name(role).unwrap_or(KeyRole::Viewer),
        password_hash: &password.hash,
    };
    let mut client = database.connect(Role::Writer).await?;
    if users::add(&mut client, creditor, new, ACTOR)
        .await?
        .is_none()
    {
        bail!("the creditor has a user {} already", who.email);
    }
    password.print()
}

async fn disable(database: &Database, who: &Who) -> anyhow::Result<()> {
    let user = find(database, who).await?;
    let mut client = database.connect(Role::Writer).await?;
    users::disable(&mut client, user.creditor, user.id, ACTOR).await?;
    Ok(())
}

async fn change(database: &Database, who: &Who, password: &PasswordArgs) -> anyhow::Result<()> {
    let user = find(database, who).await?;
    let password = password.take()?;
    let mut client = database.connect(Role::Writer).await?;
    let (creditor, hash) = (user.creditor, &password.hash);
    users::set_password(&mut client, creditor, user.id, hash, ACTOR).await?;
    password.print()
}

async fn find(database: &Database, who: &Who) -> anyhow::Result<User> {
    let users = users::list(&database.readers(1)?, CreditorId(who.creditor)).await?;
    let email = who.email.to_lowercase();
    users
        .into_iter()
        .find(|user| user.email.to_lowercase() == email)
        .with_context(|| format!("the creditor has no user {}", who.email))
}

async fn print(database: &Database, creditor: CreditorId, json: bool) -> anyhow::Result<()> {
    let users = users::list(&database.readers(1)?, creditor).await?;
    if json {
        return output::json(&users.iter().map(Listed::of).collect::<Vec<_>>());
    }
    for user in &users {
        let User { id, email, .. } = user;
        let state = match user.disabled_at {
            Some(at) => format!("  disabled {}", at.date_naive()),
            None => String::new(),
        };
        output::line(format_args!("{id}  {}  {email}{state}", user.role.name()))?;
    }
    Ok(())
}

/// A password that is to be set.
struct NewPassword {
    hash: String,
    /// One that was made here, which nobody knows yet.
    made: Option<String>,
}

impl PasswordArgs {
    fn take(&self) -> anyhow::Result<NewPassword> {
        if self.password_stdin {
            let mut line = String::new();
            std::io::stdin().lock().read_line(&mut line)?;
            let given = line.trim_end_matches(['\r', '\n']);
            let hash = passwords::hash(given).context("the password")?;
            return Ok(NewPassword { hash, made: None });
        }
        let mut random = [0; 16];
        getrandom::fill(&mut random).context("no randomness for a password")?;
        let made = hex::encode(random);
        Ok(NewPassword {
            hash: passwords::hash(&made)?,
            made: Some(made),
        })
    }
}

impl NewPassword {
    fn print(&self) -> anyhow::Result<()> {
        self.made.as_ref().map_or(Ok(()), output::line)
    }
}
