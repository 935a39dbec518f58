//! Rounds: the service and what it is compared with, close together in time.
//!
//! A machine drifts by a quarter within an hour, so only figures of one round are ever divided by
//! each other; every other round goes the other way round.

use super::accounts::Payer;
use super::baseline::{self, Baseline, Wanted};
use super::consistency::{self, Standing};
use super::lives::{self, Cost};
use super::load::{self, Load, Plan};
use super::reads::{self, Reads};
use super::replay::{self, Replay};
use super::request::Lot;
use super::target::Target;
use serde::Serialize;

/// Connections that pay the hot account, at most.
const HOT_CONNECTIONS: usize = 64;

/// Payments in one request of the bulk load.
const BULK_ROWS: usize = 100;
/// Connections that send bulk requests, at most.
const BULK_CONNECTIONS: usize = 16;

/// What to measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scenarios {
    pub payments: bool,
    pub bulk: bool,
    pub hot: bool,
    pub single: bool,
    pub replay: bool,
    pub reads: bool,
    pub lives: bool,
}

/// What one round measured.
#[derive(Debug, Default, Serialize)]
pub struct Round {
    pub baseline: Option<Baseline>,
    pub payments: Option<Run>,
    pub bulk: Option<Run>,
    pub hot: Option<Run>,
    pub single: Option<Run>,
    pub replay: Option<Replay>,
    pub reads: Option<Reads>,
    pub lives: Option<Vec<Cost>>,
}

/// A load, and what it cost the disk.
#[derive(Debug, Serialize)]
pub struct Run {
    #[serde(flatten)]
    pub load: Load,
    pub wal_bytes_each: u64,
    /// After a checkpoint the first change to each page logs the whole page.
    pub checkpoint: bool,
}

/// Everything that a round needs.
#[derive(Debug)]
pub struct Bench {
    pub target: Target,
    pub payer: Payer,
    pub plan: Plan,
    /// The share of payments that the hot account gets.
    pub hot_share: f64,
    pub scenarios: Scenarios,
}

impl Bench {
    /// Measures one round and checks that nothing was lost or made up.
    ///
    /// # Errors
    /// When anything cannot be measured, or what was acknowledged is not what the book holds.
    pub async fn round(&self, number: usize) -> anyhow::Result<Round> {
        let mut round = Round::default();
        self.target.age_log().await?;
        if number % 2 == 1 {
            round.baseline = self.baseline().await?;
            self.service(&mut round).await?;
        } else {
            self.service(&mut round).await?;
            round.baseline = self.baseline().await?;
        }
        if self.scenarios.replay {
            tracing::info!("replay");
            round.replay = Some(replay::measure(&self.target, self.payer.creditor).await?);
        }
        if self.scenarios.reads {
            tracing::info!("reads");
            let reads = reads::measure(&self.target, &self.plan, self.payer.creditor).await?;
            round.reads = Some(reads);
        }
        if self.scenarios.lives {
            tracing::info!("lives");
            let costs = lives::measure(&self.target, self.plan.address).await?;
            round.lives = Some(costs);
        }
        Ok(round)
    }

    async fn baseline(&self) -> anyhow::Result<Option<Baseline>> {
        let wanted = Wanted {
            textbook: self.scenarios.payments || self.scenarios.bulk,
            insert: self.scenarios.payments,
            one_row: self.scenarios.hot,
            single: self.scenarios.single,
        };
        if wanted == Wanted::default() {
            return Ok(None);
        }
        tracing::info!("pgbench");
        let (plan, accounts) = (&self.plan, self.plan.accounts.len());
        let baseline =
            baseline::measure(&self.target, accounts, wanted, plan.warm_up, plan.measured).await?;
        Ok(Some(baseline))
    }

    async fn service(&self, round: &mut Round) -> anyhow::Result<()> {
        if self.scenarios.payments {
            tracing::info!("payments");
            round.payments = Some(self.run(self.plan.clone()).await?);
        }
        if self.scenarios.bulk {
            tracing::info!("bulk payments");
            round.bulk = Some(
                self.run(Plan {
                    connections: self.plan.connections.min(BULK_CONNECTIONS),
                    rows: Some(BULK_ROWS),
                    ..self.plan.clone()
                })
                .await?,
            );
        }
        if self.scenarios.hot {
            tracing::info!("hot account");
            // Drawn anew, so that each round begins with as short a history.
            let accounts = &self.plan.accounts;
            let place = Lot::shuffled()?.below(accounts.len() as u64) as usize;
            let hot = accounts
                .get(place)
                .map(|account| (*account, self.hot_share));
            round.hot = Some(
                self.run(Plan {
                    connections: self.plan.connections.min(HOT_CONNECTIONS),
                    hot,
                    ..self.plan.clone()
                })
                .await?,
            );
        }
        if self.scenarios.single {
            tracing::info!("one connection");
            round.single = Some(
                self.run(Plan {
                    connections: 1,
                    ..self.plan.clone()
                })
                .await?,
            );
        }
        Ok(())
    }

    async fn run(&self, plan: Plan) -> anyhow::Result<Run> {
        let creditor = self.payer.creditor;
        let before = Standing::read(&self.target, creditor).await?;
        let (log_before, checkpoint_before) = self.target.log_position().await?;
        let load = load::run(plan).await?;
        let (log, checkpoint) = self.target.log_position().await?;
        consistency::check(&self.target, creditor, &before, &load).await?;
        if load.others_cores > 0.1 {
            let cores = format!("{:.2}", load.others_cores);
            tracing::warn!(
                cores,
                "something else kept processors busy; figures are too low"
            );
        }
        let wal_bytes_each = (log - log_before) / load.acknowledged.max(1);
        Ok(Run {
            load,
            wal_bytes_each,
            checkpoint: checkpoint != checkpoint_before,
        })
    }
}
