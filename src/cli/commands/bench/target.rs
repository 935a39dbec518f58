//! The Postgres that the server writes to, as the benchmark reaches it.

use super::cpu;
use anyhow::{Context, bail};
use quittance_store::Database;
use std::collections::BTreeMap;
use std::process::Command;
use std::str::FromStr;
use tokio_postgres::config::Host;
use tokio_postgres::{Client, Config, NoTls};

/// Segments of the write-ahead log, of 16 MB each, that one round writes at most.
const SEGMENTS: i64 = 120;
/// Settings without which an acknowledged payment could be lost, or the comparison be unfair.
const DURABLE: [&str; 3] = ["fsync", "synchronous_commit", "full_page_writes"];

/// A Postgres on this machine.
#[derive(Clone, Debug)]
pub struct Target {
    pub database: Database,
    config: Config,
}

impl Target {
    /// # Errors
    /// When the address is malformed.
    pub fn new(url: &str) -> anyhow::Result<Target> {
        let database = Database::new(url)?;
        let config = Config::from_str(url).context("the database's address is malformed")?;
        Ok(Target { database, config })
    }

    /// The same server's database of this name.
    pub fn with_database(&self, name: &str) -> Target {
        let mut target = self.clone();
        target.config.dbname(name);
        target
    }

    /// A connection as the login itself, in no role of the ledger.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn connect(&self) -> anyhow::Result<Client> {
        let (client, connection) = self
            .config
            .connect(NoTls)
            .await
            .context("the database cannot be reached")?;
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a database connection ended");
            }
        });
        Ok(client)
    }

    /// Tells a program that is linked with libpq where to connect.
    pub fn introduce(&self, program: &mut Command) {
        let text = |name: &str| (!name.is_empty()).then(|| name.to_owned());
        let host = self.config.get_hosts().first().map(|host| match host {
            Host::Tcp(name) => name.clone(),
            Host::Unix(folder) => folder.to_string_lossy().into_owned(),
        });
        let password = self.config.get_password().map(String::from_utf8_lossy);
        let variables = [
            ("PGHOST", host),
            (
                "PGPORT",
                self.config.get_ports().first().map(u16::to_string),
            ),
            ("PGUSER", self.config.get_user().and_then(text)),
            ("PGPASSWORD", password.as_deref().and_then(text)),
            ("PGDATABASE", self.config.get_dbname().and_then(text)),
            // The service does not encrypt these connections either.
            ("PGSSLMODE", Some("disable".to_owned())),
        ];
        program.env_remove("PGOPTIONS");
        for (name, value) in variables {
            match value {
                Some(value) => program.env(name, value),
                None => program.env_remove(name),
            };
        }
    }

    /// The database server's first process, the parent of all its others.
    ///
    /// # Errors
    /// When it does not run on this machine.
    pub async fn postmaster(&self) -> anyhow::Result<u32> {
        let client = self.connect().await?;
        let backend: i32 = client
            .query_one("SELECT pg_backend_pid()", &[])
            .await?
            .get(0);
        let postmaster = u32::try_from(backend).ok().and_then(cpu::parent_of);
        postmaster.context("the database does not run on this machine")
    }

    /// The settings that figures depend on.
    ///
    /// # Errors
    /// When one of those that make commits durable is off.
    pub async fn settings(&self) -> anyhow::Result<BTreeMap<String, String>> {
        let rows = self
            .connect()
            .await?
            .query(include_str!("sql/settings.sql"), &[])
            .await?;
        let settings: BTreeMap<String, String> =
            rows.iter().map(|row| (row.get(0), row.get(1))).collect();
        for name in DURABLE {
            if settings.get(name).map(String::as_str) != Some("on") {
                bail!("{name} is not on: what is fast that way can be lost, so it is not measured");
            }
        }
        Ok(settings)
    }

    /// The place in the write-ahead log, and where its last checkpoint began.
    ///
    /// # Errors
    /// When the database cannot be reached or the login may not know.
    pub async fn log_position(&self) -> anyhow::Result<(u64, u64)> {
        let sql = "SELECT (pg_current_wal_lsn() - '0/0')::bigint, (redo_lsn - '0/0')::bigint \
                   FROM pg_control_checkpoint()";
        let row = self.connect().await?.query_one(sql, &[]).await?;
        Ok((
            row.get::<_, i64>(0).cast_unsigned(),
            row.get::<_, i64>(1).cast_unsigned(),
        ))
    }

    /// Brings the write-ahead log into the state of a database that has run for a while: there are
    /// segments to be used again.
    ///
    /// A young database makes each segment when it is needed, by writing 16 MB of zeros while all
    /// commits wait.
    ///
    /// # Errors
    /// When the login may not do so.
    pub async fn age_log(&self) -> anyhow::Result<()> {
        const NEXT: &str = "SELECT pg_logical_emit_message(false, '', ''), pg_switch_wal()";
        let client = self.connect().await?;
        // What was used before the checkpoint is used again after it.
        client.batch_execute("CHECKPOINT").await?;
        let sql = include_str!("sql/segments_ahead.sql");
        let ahead: i64 = client.query_one(sql, &[]).await?.get(0);
        if ahead < SEGMENTS {
            for _ in 0..SEGMENTS {
                client.query_one(NEXT, &[]).await?;
            }
            client.batch_execute("CHECKPOINT").await?;
        }
        Ok(())
    }
}
