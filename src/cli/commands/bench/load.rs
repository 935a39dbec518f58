//! Payments over HTTP, as many as the server answers.
//!
//! Shape: one thread with a runtime of its own drives all connections, each of which sends its next
//! request when the last one is answered (a closed loop, so a slow server is asked less often).
//! A run warms up, is measured, then every connection repeats its last request and must get the
//! same answer again.

use super::chunk::{self, Chunk};
use super::connection::{Connection, Reply};
use super::cpu::{Cpu, Parties};
use super::histogram::Histogram;
use super::request::{Lot, Request};
use anyhow::{Context, bail, ensure};
use serde::Serialize;
use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::LocalSet;
use uuid::Uuid;

/// How long the last requests may take once a run is over.
const PATIENCE: Duration = Duration::from_secs(30);
/// A run with more wrong replies than this is given up.
const TOLERATED: u64 = 1_000;

/// What is sent where.
#[derive(Clone, Debug)]
pub struct Plan {
    pub address: SocketAddr,
    pub api_key: String,
    pub connections: usize,
    pub warm_up: Duration,
    pub measured: Duration,
    pub accounts: Arc<[Uuid]>,
    /// One account and the share of all payments that it gets.
    pub hot: Option<(Uuid, f64)>,
    pub random_keys: bool,
    /// Payments in one request; `None` for requests that are one payment by themselves.
    pub rows: Option<usize>,
    pub parties: Parties,
}

/// What a run measured.
#[derive(Clone, Debug, Serialize)]
pub struct Load {
    pub connections: usize,
    pub seconds: f64,
    pub requests: u64,
    pub payments_each: u64,
    /// Payments a second.
    pub per_second: f64,
    pub p50_ms: f64,
    pub p95_ms: f64,
    pub p99_ms: f64,
    pub max_ms: f64,
    /// Microseconds of processor time for each payment.
    pub cpu_micros: Cpu,
    /// Processors that were busy with something else.
    pub others_cores: f64,
    /// Payments answered as recorded, before, during and after the measured time.
    pub acknowledged: u64,
    /// Their amounts in cents.
    pub cents: u64,
    /// Replies that were not what they should be; the first one is in `first_wrong`.
    pub wrong: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_wrong: Option<String>,
    /// Requests that were repeated and answered with the saved answer.
    pub repeated: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    WarmUp,
    Measured,
    Over,
}

/// What the connections share; they take turns on one thread.
struct Shared {
    plan: Plan,
    phase: Cell<Phase>,
    lot: RefCell<Lot>,
    latencies: RefCell<Histogram>,
    acknowledged: Cell<u64>,
    cents: Cell<u64>,
    wrong: Cell<u64>,
    first_wrong: RefCell<Option<String>>,
    repeated: Cell<u64>,
}

/// Runs the plan to its end.
///
/// # Errors
/// When the server cannot be reached or does not finish; wrong replies are counted, not errors.
pub async fn run(plan: Plan) -> anyhow::Result<Load> {
    ensure!(!plan.accounts.is_empty(), "there are no accounts to pay");
    let thread = tokio::task::spawn_blocking(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        LocalSet::new().block_on(&runtime, drive(plan))
    });
    thread.await.context("the load ended early")?
}

async fn drive(plan: Plan) -> anyhow::Result<Load> {
    let mut connections = Vec::with_capacity(plan.connections);
    for _ in 0..plan.connections {
        connections.push(Connection::open(plan.address).await?);
    }
    let (warm_up, measured, parties) = (plan.warm_up, plan.measured, plan.parties);
    let shared = Rc::new(Shared {
        plan,
        phase: Cell::new(Phase::WarmUp),
        lot: RefCell::new(Lot::shuffled()?),
        latencies: RefCell::default(),
        acknowledged: Cell::default(),
        cents: Cell::default(),
        wrong: Cell::default(),
        first_wrong: RefCell::default(),
        repeated: Cell::default(),
    });
    let tasks: Vec<_> = connections
        .into_iter()
        .map(|connection| tokio::task::spawn_local(pay(Rc::clone(&shared), connection)))
        .collect();
    tokio::time::sleep(warm_up).await;
    let (before, begun) = (parties.read()?, Instant::now());
    shared.phase.set(Phase::Measured);
    tokio::time::sleep(measured).await;
    let elapsed = begun.elapsed();
    shared.phase.set(Phase::Over);
    let cpu = parties.read()?.since(&before);
    for task in tasks {
        match tokio::time::timeout(PATIENCE, task).await {
            Ok(ended) => ended.context("a connection ended early")?,
            Err(_) => bail!(
                "the server has not answered for {} seconds",
                PATIENCE.as_secs()
            ),
        }
    }
    Ok(shared.summary(elapsed.as_secs_f64(), &cpu))
}

/// What one connection sends again and again, each time about other payments.
enum Sent {
    One(Request),
    Many(Chunk),
}

impl Sent {
    fn new(plan: &Plan) -> Sent {
        match plan.rows {
            None => Sent::One(Request::new(plan.address, &plan.api_key)),
            Some(rows) => Sent::Many(Chunk::new(plan.address, &plan.api_key, rows)),
        }
    }

    fn renew(&mut self, shared: &Shared) {
        let lot = &mut *shared.lot.borrow_mut();
        let random = shared.plan.random_keys;
        match self {
            Sent::One(request) => request.renew(shared.account(lot), lot, random),
            Sent::Many(chunk) => chunk.renew(|lot| shared.account(lot), lot, random),
        }
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Sent::One(request) => request.bytes(),
            Sent::Many(chunk) => chunk.bytes(),
        }
    }

    /// Payments and their amounts in cents.
    fn totals(&self) -> (u64, u64) {
        match self {
            Sent::One(request) => (1, request.cents()),
            Sent::Many(chunk) => (chunk.rows() as u64, chunk.cents()),
        }
    }

    /// Whether a reply says that all of it has been recorded now.
    fn is_recorded_by(&self, reply: &Reply<'_>) -> bool {
        match self {
            Sent::One(request) => {
                reply.status == 201 && !reply.replayed && request.is_answered_by(reply.body)
            }
            Sent::Many(chunk) => reply.status == 200 && chunk.is_answered_by(reply.body),
        }
    }

    /// Whether a reply to the same bytes is the first answer again.
    fn is_repeated_by(&self, reply: &Reply<'_>, first: &[u8]) -> bool {
        match self {
            Sent::One(_) => reply.status == 201 && reply.replayed && reply.body == first,
            Sent::Many(_) => reply.status == 200 && reply.body == chunk::repeated(first),
        }
    }
}

/// One connection's payments, one request after another.
async fn pay(shared: Rc<Shared>, mut connection: Connection) {
    let mut sent = Sent::new(&shared.plan);
    let mut answer = Vec::new();
    while shared.phase.get() != Phase::Over && shared.wrong.get() < TOLERATED {
        sent.renew(&shared);
        let begun = Instant::now();
        let reply = match connection.exchange(sent.bytes()).await {
            Ok(reply) => reply,
            Err(error) => return shared.note_wrong(format!("{error:#}")),
        };
        if shared.phase.get() == Phase::Measured {
            let nanos = u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
            shared.latencies.borrow_mut().record(nanos);
        }
        answer.clear();
        if sent.is_recorded_by(&reply) {
            let (payments, cents) = sent.totals();
            shared
                .acknowledged
                .set(shared.acknowledged.get() + payments);
            shared.cents.set(shared.cents.get() + cents);
            answer.extend_from_slice(reply.body);
        } else {
            let body = String::from_utf8_lossy(reply.body);
            shared.note_wrong(format!("status {}: {body}", reply.status));
        }
    }
    if answer.is_empty() {
        return;
    }
    match connection.exchange(sent.bytes()).await {
        Ok(again) if sent.is_repeated_by(&again, &answer) => {
            shared.repeated.set(shared.repeated.get() + 1);
        }
        Ok(again) => shared.note_wrong(format!(
            "a repeated request: status {}: {}",
            again.status,
            String::from_utf8_lossy(again.body)
        )),
        Err(error) => shared.note_wrong(format!("a repeated request: {error:#}")),
    }
}

impl Shared {
    fn account(&self, lot: &mut Lot) -> Uuid {
        if let Some((account, share)) = self.plan.hot
            && (lot.draw() as f64) < share * (u64::MAX as f64)
        {
            return account;
        }
        let accounts = &self.plan.accounts;
        accounts[lot.below(accounts.len() as u64) as usize]
    }

    fn note_wrong(&self, what: String) {
        self.wrong.set(self.wrong.get() + 1);
        self.first_wrong.borrow_mut().get_or_insert(what);
    }

    fn summary(&self, seconds: f64, cpu: &Cpu) -> Load {
        let latencies = self.latencies.borrow();
        let requests = latencies.total();
        let payments_each = self.plan.rows.unwrap_or(1) as u64;
        let payments = requests * payments_each;
        Load {
            connections: self.plan.connections,
            seconds,
            requests,
            payments_each,
            per_second: payments as f64 / seconds,
            p50_ms: latencies.quantile(0.5),
            p95_ms: latencies.quantile(0.95),
            p99_ms: latencies.quantile(0.99),
            max_ms: latencies.quantile(1.0),
            cpu_micros: cpu.micros_each(payments),
            others_cores: cpu.others / seconds,
            acknowledged: self.acknowledged.get(),
            cents: self.cents.get(),
            wrong: self.wrong.get(),
            first_wrong: self.first_wrong.borrow().clone(),
            repeated: self.repeated.get(),
        }
    }
}
