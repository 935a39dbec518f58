//! Rebuilding: every read table made again from events alone, while the ledger serves.
//!
//! Shape: rows are loaded into tables of a schema of their own, up to one moment; at that moment
//! the present tables are compared with them; what has been recorded since is caught up, the last
//! of it under a lock that holds back every append; then the tables change places.
//!
//! Bounds: appends wait while the last events are caught up and the tables change places: a few
//! events, or as many as come in during one round where more come in than can be caught up.
//! Neither depends on the length of the books.
//! Readers wait for the change of places alone, and it waits for them no longer than
//! [`PATIENCE`], so that one long query cannot hold up the others behind it.
//!
//! Layering: [`load`] writes rows, [`compare`] tells tables apart, [`snapshot`] holds one moment;
//! [`crate::replay`] uses the same three.

pub mod compare;
pub(crate) mod load;
mod progress;
pub mod snapshot;

pub use compare::{Difference, Differences};
pub use progress::{Progress, Report, Stage};

use compare::{Side, Table, compare, lock_statement, tables};
use load::{Loader, load};
use quittance_domain::CreditorId;
use quittance_store::events::ReadError;
use quittance_store::fold::{Finding, Folded, Span};
use quittance_store::{Database, DatabaseError, Role};
use snapshot::{Snapshot, head};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio_postgres::Client;

/// Where the tables are made.
const SCHEMA: &str = "rebuilt";
/// Connections that load; each keeps a server process busy.
const LOADERS: usize = 2;
/// How long the swap waits for readers of the tables, in milliseconds.
/// Less than the server's `deadlock_timeout` of a second, so that it is the swap that gives way.
const PATIENCE: u32 = 500;
/// How long the swap waits for what is under way in the table of events, in milliseconds.
const PATIENCE_WITH_VACUUM: u32 = 1_500;
/// How often the swap is tried.
const TRIES: u32 = 60;
/// Events that may well be left to be caught up under the lock.
const REST: i64 = 512;

/// Why the tables could not be made or compared.
#[derive(Debug, thiserror::Error)]
pub enum RebuildError {
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(
        "event {} of the book of {creditor} {}; {others} more of all books are wrong; \
         nothing is changed",
        .first.sequence, .first.what
    )]
    Broken {
        creditor: CreditorId,
        first: Finding,
        others: u64,
    },
    #[error("another rebuild is running")]
    Running,
    #[error(
        "the ledger's tables were in use by long transactions all the time; nothing is changed"
    )]
    InUse,
}

impl From<tokio_postgres::Error> for RebuildError {
    fn from(error: tokio_postgres::Error) -> RebuildError {
        RebuildError::Database(DatabaseError::Statement(error))
    }
}

/// What a rebuild or a replay has found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Events folded.
    pub events: u64,
    pub accounts: u64,
    pub creditors: u64,
    /// Events that cannot be read or do not follow, with the book they are in.
    pub findings: Vec<(CreditorId, Finding)>,
    /// How many there are altogether.
    pub found: u64,
    /// Where the present rows were not those that follow from the events.
    pub differences: Differences,
}

impl Outcome {
    pub(crate) fn add(&mut self, creditor: CreditorId, folded: Folded) {
        self.events += folded.events;
        self.accounts += folded.accounts;
        self.found += folded.found;
        let room = compare::SHOWN.saturating_sub(self.findings.len());
        let findings = folded.findings.into_iter().take(room);
        self.findings
            .extend(findings.map(|finding| (creditor, finding)));
    }

    /// Notes that a book has fewer or more events than its head says.
    pub(crate) fn add_length(&mut self, creditor: CreditorId, events: u64, head: i64) {
        if i64::try_from(events) != Ok(head) {
            self.found += 1;
            let what = format!("the book has {events} events and its head says {head}");
            let sequence = head;
            self.findings.push((creditor, Finding { sequence, what }));
        }
    }

    /// Whether everything was as it must be.
    pub fn is_clean(&self) -> bool {
        self.found == 0 && self.differences.count == 0
    }
}

/// Makes every read table again and puts the new ones in the place of the old.
///
/// The outcome says what was wrong with the old ones, at the moment at which the rebuild began.
/// When it fails, nothing is changed; it does when an event is missing or does not follow from those
/// before it, since rows that are made past such an event follow from no book.
///
/// # Errors
/// [`RebuildError`].
pub async fn rebuild(database: &Database, report: Report<'_>) -> Result<Outcome, RebuildError> {
    let owner = database.connect(Role::Owner).await?;
    let lock = owner.query_one(include_str!("single.sql"), &[]).await?;
    if !lock.try_get::<_, bool>(0)? {
        return Err(RebuildError::Running);
    }
    // A rebuild that was killed has left its tables behind.
    let mirror = include_str!("mirror.sql").replace("$schema", SCHEMA);
    let begin = format!("DROP SCHEMA IF EXISTS {SCHEMA} CASCADE; CREATE SCHEMA {SCHEMA}; {mirror}");
    owner.batch_execute(&begin).await?;
    let mut rebuild = Rebuild {
        tables: tables(&owner).await?,
        scan: database.connect(Role::Reader).await?,
        loaders: Vec::new(),
        folded: BTreeMap::new(),
        owner,
    };
    for _ in 0..LOADERS {
        let client = Arc::new(database.connect(Role::Owner).await?);
        // All of it is made durable by the commit of the swap.
        client.batch_execute("SET synchronous_commit = off").await?;
        rebuild.loaders.push(Loader::prepare(client, SCHEMA).await?);
    }
    let outcome = rebuild.make(database, report).await?;
    if let Some((creditor, first)) = outcome.findings.first() {
        // Whatever was folded past it follows from no book.
        rebuild.abandon().await?;
        return Err(RebuildError::Broken {
            creditor: *creditor,
            first: first.clone(),
            others: outcome.found - 1,
        });
    }
    report(Progress {
        stage: Stage::Finishing,
        done: 0,
        total: 1,
    });
    rebuild
        .owner
        .batch_execute(include_str!("dress.sql"))
        .await?;
    rebuild.take_over().await?;
    Ok(outcome)
}

/// A rebuild on its way.
struct Rebuild {
    owner: Client,
    scan: Client,
    loaders: Vec<Loader>,
    tables: Vec<Table>,
    /// How far each book has been folded.
    folded: BTreeMap<CreditorId, i64>,
}

impl Rebuild {
    /// Loads every book up to one moment and compares the tables of that moment.
    async fn make(
        &mut self,
        database: &Database,
        report: Report<'_>,
    ) -> Result<Outcome, RebuildError> {
        let snapshot = Snapshot::take(database).await?;
        let heads = heads(&self.owner).await?;
        let total = heads.iter().map(|(_, head)| head.unsigned_abs()).sum();
        let mut outcome = Outcome::default();
        for (creditor, _) in &heads {
            let until = snapshot.head(*creditor).await?;
            // Within a snapshot whatever is beyond the head is a finding.
            let span = Span::whole(*creditor);
            let done = outcome.events;
            let progress = |events| {
                report(Progress {
                    stage: Stage::Loading,
                    done: done + events,
                    total,
                });
            };
            let folded = self.load(&snapshot.client, span, progress).await?;
            self.folded.insert(*creditor, until);
            let events = folded.events;
            outcome.add(*creditor, folded);
            outcome.add_length(*creditor, events, until);
            outcome.creditors += 1;
        }
        self.compare(&snapshot, &mut outcome.differences, report)
            .await?;
        Ok(outcome)
    }

    async fn compare(
        &self,
        snapshot: &Snapshot,
        differences: &mut Differences,
        report: Report<'_>,
    ) -> Result<(), RebuildError> {
        let present = Side {
            client: &snapshot.client,
            schema: "views",
        };
        let made = Side {
            client: &self.owner,
            schema: SCHEMA,
        };
        for (done, creditor) in self.folded.keys().enumerate() {
            report(Progress {
                stage: Stage::Comparing,
                done: done as u64,
                total: self.folded.len() as u64,
            });
            snapshot.head(*creditor).await?;
            compare(present, made, &self.tables, *creditor, differences).await?;
        }
        Ok(())
    }

    /// Makes the rows of one span; the tables may have row-level security by now.
    async fn load(
        &self,
        scan: &Client,
        span: Span,
        progress: impl FnMut(u64),
    ) -> Result<Folded, RebuildError> {
        let tenant = format!("SET quittance.creditors = '{}'", span.creditor);
        for loader in &self.loaders {
            loader.client().batch_execute(&tenant).await?;
        }
        load(scan, span, &self.loaders, progress).await
    }

    /// Adds what has been recorded since, and says how many events that was.
    async fn catch_up(&mut self) -> Result<i64, RebuildError> {
        let mut caught_up = 0;
        for (creditor, until) in heads(&self.owner).await? {
            let after = self.folded.get(&creditor).copied().unwrap_or(0);
            if until <= after {
                continue;
            }
            // The tenant is set here; the head may be further by now, which is for the next round.
            head(&self.scan, creditor).await?;
            let span = Span {
                creditor,
                after,
                until,
            };
            let folded = self.load(&self.scan, span, |_| {}).await?;
            if let Some(first) = folded.findings.first() {
                return Err(RebuildError::Broken {
                    creditor,
                    first: first.clone(),
                    others: folded.found - 1,
                });
            }
            self.folded.insert(creditor, until);
            caught_up += until - after;
        }
        Ok(caught_up)
    }

    /// Catches up until little is left for the time under the lock.
    ///
    /// A round reads the whole lives of the accounts that something has happened to, during which
    /// more happens: where that does not become less, it never would, and the rest is done under the
    /// lock, whatever it is.
    async fn come_near(&mut self) -> Result<(), RebuildError> {
        let mut before = i64::MAX;
        loop {
            let caught_up = self.catch_up().await?;
            if caught_up <= REST || caught_up > before / 2 {
                return Ok(());
            }
            before = caught_up;
        }
    }

    /// Lets the new tables take the place of the old ones.
    async fn take_over(&mut self) -> Result<(), RebuildError> {
        for _ in 0..TRIES {
            self.come_near().await?;
            match self.try_take_over().await {
                Ok(()) => return Ok(()),
                Err(RebuildError::Database(DatabaseError::Statement(error)))
                    if is_lock_timeout(&error) => {}
                Err(error) => return Err(error),
            }
            self.owner.batch_execute("ROLLBACK").await?;
            tokio::time::sleep(Duration::from_millis(PATIENCE.into())).await;
        }
        self.abandon().await?;
        Err(RebuildError::InUse)
    }

    /// Removes the new tables.
    async fn abandon(&self) -> Result<(), RebuildError> {
        let drop = format!("DROP SCHEMA {SCHEMA} CASCADE");
        Ok(self.owner.batch_execute(&drop).await?)
    }

    async fn try_take_over(&mut self) -> Result<(), RebuildError> {
        // Longer than `deadlock_timeout`, after which Postgres ends a vacuum that is in the way.
        let begin = format!("BEGIN; SET LOCAL lock_timeout = {PATIENCE_WITH_VACUUM}");
        self.owner.batch_execute(&begin).await?;
        // No append is under way from here on, and none begins: each adds its events first.
        self.owner
            .batch_execute("LOCK TABLE book.events IN SHARE ROW EXCLUSIVE MODE")
            .await?;
        let patience = format!("SET LOCAL lock_timeout = {PATIENCE}");
        self.owner.batch_execute(&patience).await?;
        self.catch_up().await?;
        let lock = lock_statement(&self.tables, "ACCESS EXCLUSIVE");
        self.owner.batch_execute(&lock).await?;
        self.owner.batch_execute(include_str!("swap.sql")).await?;
        self.owner.batch_execute("COMMIT").await?;
        Ok(())
    }
}

/// The length of every book.
async fn heads(owner: &Client) -> Result<Vec<(CreditorId, i64)>, RebuildError> {
    let rows = owner.query(include_str!("heads.sql"), &[]).await?;
    let read = |row: &tokio_postgres::Row| Ok((CreditorId(row.try_get(0)?), row.try_get(1)?));
    rows.iter().map(read).collect()
}

fn is_lock_timeout(error: &tokio_postgres::Error) -> bool {
    error.code() == Some(&tokio_postgres::error::SqlState::LOCK_NOT_AVAILABLE)
}
