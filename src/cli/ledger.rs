//! Finding and opening the ledger that a command works on.
//!
//! A ledger is either in a database that the caller names or in a private cluster in the data
//! folder.
//! The cluster has one owner: the server, or a command for as long as it runs. A command that finds
//! a server on the folder connects to that server's cluster instead.

mod key;

use anyhow::{Context, bail};
use quittance_domain::CreditorId;
use quittance_store::cluster::{Cluster, ClusterError, Options, url_of};
use quittance_store::keyring::{self, Held, Rekeyed, Rekeying};
use quittance_store::seal::{Keyring, MasterKeys};
use quittance_store::{Database, Role, creditors};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};
use uuid::Uuid;

/// How long a command waits for a server that is just starting on its folder.
const STARTING: Duration = Duration::from_secs(20);

/// Which ledger.
#[derive(Clone, Debug, clap::Args)]
pub struct LedgerArgs {
    /// The data folder of a private ledger; it is made when there is none.
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        default_value = "data",
        env = "QUITTANCE_DATA"
    )]
    data: PathBuf,

    /// A Postgres database to keep the ledger in, instead of a private cluster.
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "DATABASE_URL",
        hide_env_values = true
    )]
    database_url: Option<String>,
}

impl LedgerArgs {
    fn url(&self) -> Option<&str> {
        self.database_url.as_deref().filter(|url| !url.is_empty())
    }

    /// The master keys that the ledger is to be opened with.
    async fn master_keys(&self, database: &Database) -> anyhow::Result<MasterKeys> {
        match self.url() {
            Some(_) => key::of_environment()?.context(key::MISSING),
            None => key::of_folder(&self.data, list(database).await?.is_empty()),
        }
    }
}

/// An open ledger, its schema up to date, with the keys that unseal personal data.
#[derive(Debug)]
pub struct Ledger {
    pub database: Database,
    pub keyring: Keyring,
    /// Says for as long as the ledger is open that its master key is in use.
    held: Option<Held>,
    data: Option<PathBuf>,
    cluster: Option<Cluster>,
}

impl Ledger {
    /// Opens a ledger as its owner: nobody else may have its private cluster.
    ///
    /// # Errors
    /// When the database cannot be reached or started, or there is no master key.
    pub async fn open(args: &LedgerArgs) -> anyhow::Result<Ledger> {
        Ledger::of(args, Place::own(args).await?).await
    }

    /// Opens a ledger that a server may be serving at the same time.
    ///
    /// # Errors
    /// When the database cannot be reached or started, or there is no master key.
    pub async fn join(args: &LedgerArgs) -> anyhow::Result<Ledger> {
        Ledger::of(args, Place::join(args).await?).await
    }

    async fn of(args: &LedgerArgs, place: Place) -> anyhow::Result<Ledger> {
        let opened = async {
            let master = args.master_keys(&place.database).await?;
            Ok(keyring::open(&place.database, master).await?)
        };
        let (keyring, held) = match opened.await {
            Ok(opened) => opened,
            Err(error) => {
                place.close().await?;
                return Err(error);
            }
        };
        Ok(Ledger {
            database: place.database,
            keyring,
            held: Some(held),
            data: args.url().is_none().then(|| args.data.clone()),
            cluster: place.cluster,
        })
    }

    /// What says that the master key is in use, for whoever will look whether it still can be.
    pub fn take_held(&mut self) -> Option<Held> {
        self.held.take()
    }

    /// The cluster, when it is this program's, for whoever will look after it.
    pub fn take_cluster(&mut self) -> Option<Cluster> {
        self.cluster.take()
    }

    /// The data folder of a private ledger.
    pub fn data(&self) -> Option<&Path> {
        self.data.as_deref()
    }

    /// Where the ledger is, for people.
    pub fn place(&self) -> String {
        match &self.data {
            Some(data) => data.display().to_string(),
            None => "the database in DATABASE_URL".to_owned(),
        }
    }

    /// Every creditor, oldest first, with its name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn creditors(&self) -> anyhow::Result<Vec<(CreditorId, String)>> {
        list(&self.database).await
    }

    /// Stops the cluster, when it is this program's.
    ///
    /// # Errors
    /// When it does not stop.
    pub async fn close(self) -> anyhow::Result<()> {
        match self.cluster {
            Some(cluster) => Ok(cluster.stop().await?),
            None => Ok(()),
        }
    }
}

/// Every creditor, oldest first, with its name.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(database: &Database) -> anyhow::Result<Vec<(CreditorId, String)>> {
    let owner = database.connect(Role::Owner).await?;
    Ok(creditors::list(&owner).await?)
}

/// The creditor with this id.
///
/// # Errors
/// When there is none, or the database cannot be read.
pub async fn known(database: &Database, id: Uuid) -> anyhow::Result<CreditorId> {
    let creditor = CreditorId(id);
    if !list(database)
        .await?
        .iter()
        .any(|(known, _)| *known == creditor)
    {
        bail!("there is no creditor {creditor}; `quittance creditor list` names those there are");
    }
    Ok(creditor)
}

/// Runs a command's work on a ledger's database, which needs no master key, and closes it in an
/// orderly way even when a signal ends the work.
///
/// # Errors
/// The work's own, and when the database cannot be reached, started or stopped.
pub async fn with_database(
    args: &LedgerArgs,
    work: impl AsyncFnOnce(&Database) -> anyhow::Result<ExitCode>,
) -> anyhow::Result<ExitCode> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let place = tokio::select! {
        place = Place::join(args) => place?,
        _ = interrupt.recv() => return Ok(ExitCode::from(130)),
        _ = terminate.recv() => return Ok(ExitCode::from(143)),
    };
    let result = tokio::select! {
        result = async {
            // Whatever comes first to a private ledger makes its key, so that a ledger that has
            // something in it and no key has lost it.
            if args.url().is_none() && list(&place.database).await?.is_empty() {
                key::of_folder(&args.data, true)?;
            }
            work(&place.database).await
        } => result,
        _ = interrupt.recv() => Ok(ExitCode::from(130)),
        _ = terminate.recv() => Ok(ExitCode::from(143)),
    };
    let closed = place.close().await;
    let code = result?;
    closed?;
    Ok(code)
}

/// Gives a ledger another master key: a private one draws it, and in a named database the
/// environment names both.
///
/// # Errors
/// When a program that knows the former key alone is running, or the keys are not those of the
/// ledger.
pub async fn rekey(args: &LedgerArgs, progress: impl FnMut(Rekeyed)) -> anyhow::Result<Rekeyed> {
    let place = Place::join(args).await?;
    let rekeyed = change_key(args, &place.database, progress).await;
    place.close().await?;
    rekeyed
}

async fn change_key(
    args: &LedgerArgs,
    database: &Database,
    progress: impl FnMut(Rekeyed),
) -> anyhow::Result<Rekeyed> {
    if let Some(master) = key::of_environment()? {
        let former = master.former.as_ref().context(key::NO_FORMER)?;
        let rekeying = Rekeying::begin(database, former).await?;
        return Ok(rekeying.finish(&master, progress).await?);
    }
    if args.url().is_some() {
        bail!(key::NO_FORMER);
    }
    let master = key::of_folder(&args.data, false)?;
    let former = master.former.as_ref().unwrap_or(&master.current);
    let rekeying = Rekeying::begin(database, former).await?;
    let master = key::replace(&args.data)?;
    let rekeyed = rekeying.finish(&master, progress).await?;
    key::forget_former(&args.data)?;
    Ok(rekeyed)
}

/// A database that has been reached and brought up to date.
struct Place {
    database: Database,
    cluster: Option<Cluster>,
}

impl Place {
    async fn own(args: &LedgerArgs) -> anyhow::Result<Place> {
        match args.url() {
            Some(url) => Place::at(url, None).await,
            None => {
                let cluster = Cluster::start(&Options {
                    data: args.data.clone(),
                })
                .await?;
                let url = cluster.url().to_owned();
                Place::at(&url, Some(cluster)).await
            }
        }
    }

    async fn join(args: &LedgerArgs) -> anyhow::Result<Place> {
        if let Some(url) = args.url() {
            return Place::at(url, None).await;
        }
        match Cluster::start(&Options {
            data: args.data.clone(),
        })
        .await
        {
            Ok(cluster) => {
                let url = cluster.url().to_owned();
                Place::at(&url, Some(cluster)).await
            }
            Err(ClusterError::InUse { .. }) => {
                let url = url_of(&args.data)?;
                wait_for(&url).await?;
                Place::at(&url, None).await
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn at(url: &str, cluster: Option<Cluster>) -> anyhow::Result<Place> {
        let place = Place {
            database: Database::new(url)?,
            cluster,
        };
        match place.database.migrate().await {
            Ok(()) => Ok(place),
            Err(error) => {
                place.close().await?;
                Err(error.into())
            }
        }
    }

    async fn close(self) -> anyhow::Result<()> {
        match self.cluster {
            Some(cluster) => Ok(cluster.stop().await?),
            None => Ok(()),
        }
    }
}

/// Waits for a server that holds the folder to have its cluster up.
async fn wait_for(url: &str) -> anyhow::Result<()> {
    let config: tokio_postgres::Config = url.parse()?;
    let begun = std::time::Instant::now();
    loop {
        match config.connect(tokio_postgres::NoTls).await {
            Ok(_) => return Ok(()),
            Err(error) if begun.elapsed() > STARTING => {
                return Err(error)
                    .context("a server has the data folder, but its database is away");
            }
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}
