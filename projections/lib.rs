//! Read models: rows derived from events and the states around them.
//!
//! Shape: one folder a read model, with the rows that an event makes (pure), the statements that
//! write them, and the queries that surfaces read.
//! [`ReadModels`] gathers a batch's rows over all of them and hands them to the writer as arrays.
//!
//! Ordering: rows are sorted by key and read models come in one fixed order, so that two processes
//! cannot deadlock.
//!
//! Architecture invariant: a row depends on the book alone, so that a rebuild makes the same rows.

pub mod accounts;
pub mod balances;
pub mod counters;
pub mod disputes;
pub mod due;
pub mod journal;
pub mod notes;
pub mod payments;
pub mod plans;
pub mod rebuild;
pub mod recurring;
pub mod replay;
pub mod settings;
pub mod settlement_offers;
pub mod statuses;

use quittance_store::projector::{Param, Projector, Recorded, RecordedSetting, Rows, Write};
use quittance_store::records::Records;

/// The statements of all read models; each module names its places in this list.
const STATEMENTS: &[&str] = &[
    accounts::INSERT,
    accounts::SET_STATUS,
    balances::UPSERT,
    statuses::INSERT,
    payments::INSERT,
    payments::RESTATE,
    settlement_offers::INSERT,
    settlement_offers::SET_STATUS,
    plans::INSERT,
    plans::CHANGE,
    journal::INSERT,
    counters::ADD,
    settings::UPSERT,
    notes::INSERT,
    disputes::INSERT,
    disputes::RESOLVE,
    recurring::INSERT,
    recurring::CHANGE,
    due::UPSERT,
];

/// Places in [`STATEMENTS`].
mod place {
    pub const ACCOUNTS_INSERT: usize = 0;
    pub const ACCOUNTS_SET_STATUS: usize = 1;
    pub const BALANCES_UPSERT: usize = 2;
    pub const STATUSES_INSERT: usize = 3;
    pub const PAYMENTS_INSERT: usize = 4;
    pub const PAYMENTS_RESTATE: usize = 5;
    pub const OFFERS_INSERT: usize = 6;
    pub const OFFERS_SET_STATUS: usize = 7;
    pub const PLANS_INSERT: usize = 8;
    pub const PLANS_CHANGE: usize = 9;
    pub const JOURNAL_INSERT: usize = 10;
    pub const COUNTERS_ADD: usize = 11;
    pub const SETTINGS_UPSERT: usize = 12;
    pub const NOTES_INSERT: usize = 13;
    pub const DISPUTES_INSERT: usize = 14;
    pub const DISPUTES_RESOLVE: usize = 15;
    pub const RECURRING_INSERT: usize = 16;
    pub const RECURRING_CHANGE: usize = 17;
    pub const DUE_UPSERT: usize = 18;
}

/// Every read model of the ledger.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadModels;

impl Projector for ReadModels {
    fn statements(&self) -> &'static [&'static str] {
        STATEMENTS
    }

    fn begin(&self) -> Box<dyn Rows> {
        Box::<BatchRows>::default()
    }
}

/// One batch's rows over all read models.
#[derive(Default)]
struct BatchRows {
    accounts: accounts::Rows,
    balances: balances::Rows,
    statuses: statuses::Rows,
    payments: payments::Rows,
    settlement_offers: settlement_offers::Rows,
    plans: plans::Rows,
    journal: journal::Rows,
    counters: counters::Rows,
    settings: settings::Rows,
    notes: notes::Rows,
    disputes: disputes::Rows,
    recurring: recurring::Rows,
    due: due::Rows,
}

impl Rows for BatchRows {
    fn observe(&mut self, recorded: &Recorded<'_>) {
        self.accounts.observe(recorded);
        self.balances.observe(recorded);
        self.statuses.observe(recorded);
        self.payments.observe(recorded);
        self.settlement_offers.observe(recorded);
        self.plans.observe(recorded);
        self.recurring.observe(recorded);
        self.due.observe(recorded);
        self.journal.observe(recorded);
        self.counters.observe(recorded);
        self.notes.observe(recorded);
        self.disputes.observe(recorded);
    }

    fn observe_setting(&mut self, recorded: &RecordedSetting<'_>) {
        self.settings.observe(recorded);
    }

    fn finish(self: Box<Self>) -> Vec<Write> {
        let mut writes = Vec::with_capacity(STATEMENTS.len());
        self.accounts.write(&mut writes);
        self.balances.write(&mut writes);
        self.statuses.write(&mut writes);
        self.payments.write(&mut writes);
        self.settlement_offers.write(&mut writes);
        self.plans.write(&mut writes);
        self.journal.write(&mut writes);
        self.counters.write(&mut writes);
        self.settings.write(&mut writes);
        self.notes.write(&mut writes);
        self.disputes.write(&mut writes);
        self.recurring.write(&mut writes);
        self.due.write(&mut writes);
        writes
    }
}

/// Writes rows as one array of a composite type; an empty set of rows writes nothing.
///
/// For rows that come with every payment; for the others an array a column does.
pub(crate) fn write_records(writes: &mut Vec<Write>, statement: usize, records: Records) {
    if !records.is_empty() {
        let params: Vec<Param> = vec![Box::new(records)];
        writes.push(Write { statement, params });
    }
}

/// Turns rows into a write of one array a column; an empty set of rows writes nothing.
macro_rules! columns {
    ($writes:expr, $statement:expr, $rows:expr, |$row:ident| $($column:expr),+ $(,)?) => {{
        let rows = $rows;
        if rows.len() > 0 {
            let params: Vec<quittance_store::projector::Param> = vec![
                $(Box::new(rows.iter().map(|$row| $column).collect::<Vec<_>>()),)+
            ];
            $writes.push(quittance_store::projector::Write { statement: $statement, params });
        }
    }};
}
pub(crate) use columns;

/// A sequence as Postgres keeps it.
pub(crate) fn bigint(sequence: u64) -> i64 {
    i64::try_from(sequence).unwrap_or(i64::MAX)
}
