//! What a textbook ledger reaches on the same Postgres, by `pgbench`.

use super::pgbench::{Pgbench, Script};
use super::target::Target;
use anyhow::ensure;
use serde::Serialize;
use std::time::Duration;

/// The database of the textbook tables, in the same cluster as the ledger.
const DATABASE: &str = "bench_baseline";
/// Client counts of which the best one counts.
const CLIENTS: [usize; 3] = [16, 32, 64];

/// One round of the textbook ledger.
#[derive(Clone, Debug, Serialize)]
pub struct Baseline {
    /// Transactions a second at each client count.
    pub textbook: Vec<(usize, f64)>,
    pub event_insert: Vec<(usize, f64)>,
    /// All payments to one row, at the textbook's best client count.
    pub one_row: Option<(usize, f64)>,
    /// The median of one client's transactions, in milliseconds.
    pub single_p50_ms: Option<f64>,
}

/// Which parts of the baseline a scenario needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    pub textbook: bool,
    pub insert: bool,
    pub one_row: bool,
    pub single: bool,
}

impl Baseline {
    /// The best of the textbook transaction.
    pub fn best_textbook(&self) -> Option<(usize, f64)> {
        best(&self.textbook)
    }

    /// The best of the bare insert.
    pub fn best_insert(&self) -> Option<(usize, f64)> {
        best(&self.event_insert)
    }
}

fn best(runs: &[(usize, f64)]) -> Option<(usize, f64)> {
    runs.iter()
        .copied()
        .max_by(|left, right| left.1.total_cmp(&right.1))
}

/// Makes the tables anew and measures; every run lasts as long as the service's.
///
/// # Errors
/// When `pgbench` or a statement fails, or the tables do not hold what they should afterwards.
pub async fn measure(
    ledger: &Target,
    accounts: usize,
    wanted: Wanted,
    warm_up: Duration,
    measured: Duration,
) -> anyhow::Result<Baseline> {
    create_database(ledger).await?;
    let target = ledger.with_database(DATABASE);
    recreate(&target, accounts).await?;
    let pgbench = Pgbench::find(&target)?;
    // Fresh tables are cold, and so are the first statements on them.
    pgbench.run(Script::Textbook, 16, accounts, warm_up).await?;
    let mut baseline = Baseline {
        textbook: vec![],
        event_insert: vec![],
        one_row: None,
        single_p50_ms: None,
    };
    if wanted.textbook || wanted.one_row {
        for clients in CLIENTS {
            let tps = pgbench
                .run(Script::Textbook, clients, accounts, measured)
                .await?;
            baseline.textbook.push((clients, tps));
        }
    }
    if wanted.insert {
        for clients in CLIENTS {
            let tps = pgbench
                .run(Script::EventInsert, clients, accounts, measured)
                .await?;
            baseline.event_insert.push((clients, tps));
        }
    }
    if let Some((clients, _)) = baseline.best_textbook().filter(|_| wanted.one_row) {
        let tps = pgbench.run(Script::Textbook, clients, 1, measured).await?;
        baseline.one_row = Some((clients, tps));
    }
    if wanted.single {
        baseline.single_p50_ms = Some(pgbench.median_millis(accounts, measured).await?);
    }
    check(&target).await?;
    Ok(baseline)
}

async fn create_database(ledger: &Target) -> anyhow::Result<()> {
    let client = ledger.connect().await?;
    let known = "SELECT 1 FROM pg_database WHERE datname = $1";
    if client.query_opt(known, &[&DATABASE]).await?.is_none() {
        client
            .batch_execute(&format!("CREATE DATABASE {DATABASE}"))
            .await?;
    }
    Ok(())
}

async fn recreate(target: &Target, accounts: usize) -> anyhow::Result<()> {
    let client = target.connect().await?;
    let schema = include_str!("../../../../benches/schema.sql");
    client
        .batch_execute(&schema.replace("$accounts", &accounts.to_string()))
        .await?;
    // On its own: several statements in one message are one transaction, in which VACUUM fails.
    client.batch_execute("VACUUM ANALYZE accounts").await?;
    Ok(())
}

/// A baseline that did less than its work would flatter nobody but us.
async fn check(target: &Target) -> anyhow::Result<()> {
    let sql = include_str!("../../../../benches/check.sql");
    let row = target.connect().await?.query_one(sql, &[]).await?;
    ensure!(
        row.get::<_, i64>("payments") > 0,
        "pgbench recorded no payments"
    );
    ensure!(
        row.get::<_, bool>("consistent"),
        "the textbook tables do not agree with each other"
    );
    Ok(())
}
