//! Read models: rows derived from events and the states around them.
//!
//! Shape: one folder a read model, with the rows that an event makes (pure) and the statements that
//! write them; the queries that read them stand with the surfaces that ask.
//! [`ReadModels`] gathers a batch's rows over all of them and hands them to the writer as arrays.
//!
//! Ordering: rows are sorted by key and read models come in one fixed order, so that two processes
//! cannot deadlock.
//!
//! Architecture invariant: a row depends on the book alone, so that a rebuild makes the same rows.

pub mod accounts;
pub mod balances;
pub mod consumers;
pub mod counters;
pub mod delinquencies;
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
pub mod webhooks;

use quittance_store::projector::{
    Param, Projector, Recorded, RecordedConsumer, RecordedSetting, Rows, Write,
};
use quittance_store::records::Records;

/// Names the statements of all read models, and their places in the list of them.
macro_rules! statements {
    ($($place:ident: $sql:expr,)+) => {
        const STATEMENTS: &[&str] = &[$($sql),+];

        /// Places in [`STATEMENTS`].
        mod place {
            #[allow(clippy::upper_case_acronyms, non_camel_case_types)]
            enum Place { $($place),+ }
            $(pub const $place: usize = Place::$place as usize;)+
        }
    };
}

statements! {
    ACCOUNTS_INSERT: accounts::INSERT,
    ACCOUNTS_SET_STATUS: accounts::SET_STATUS,
    BALANCES_INSERT: balances::INSERT,
    BALANCES_UPDATE: balances::UPDATE,
    STATUSES_INSERT: statuses::INSERT,
    PAYMENTS_INSERT: payments::INSERT,
    PAYMENTS_RESTATE: payments::RESTATE,
    OFFERS_INSERT: settlement_offers::INSERT,
    OFFERS_SET_STATUS: settlement_offers::SET_STATUS,
    PLANS_INSERT: plans::INSERT,
    PLANS_CHANGE: plans::CHANGE,
    JOURNAL_INSERT: journal::INSERT,
    COUNTERS_ADD: counters::ADD,
    CONSUMERS_UPSERT: consumers::UPSERT,
    SETTINGS_UPSERT: settings::UPSERT,
    WEBHOOKS_UPSERT: webhooks::UPSERT,
    NOTES_INSERT: notes::INSERT,
    DISPUTES_INSERT: disputes::INSERT,
    DISPUTES_RESOLVE: disputes::RESOLVE,
    RECURRING_INSERT: recurring::INSERT,
    RECURRING_CHANGE: recurring::CHANGE,
    DUE_UPSERT: due::UPSERT,
    DELINQUENCIES_INSERT: delinquencies::INSERT,
}

/// Every read model of the ledger.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadModels;

impl Projector for ReadModels {
    fn statements(&self) -> &'static [&'static str] {
        STATEMENTS
    }

    fn adds(&self, statement: usize) -> bool {
        matches!(statement, place::PAYMENTS_INSERT | place::JOURNAL_INSERT)
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
    consumers: consumers::Rows,
    settings: settings::Rows,
    webhooks: webhooks::Rows,
    notes: notes::Rows,
    disputes: disputes::Rows,
    recurring: recurring::Rows,
    due: due::Rows,
    delinquencies: delinquencies::Rows,
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
        self.delinquencies.observe(recorded);
        self.journal.observe(recorded);
        self.counters.observe(recorded);
        self.consumers.observe_opening(recorded);
        self.notes.observe(recorded);
        self.disputes.observe(recorded);
    }

    fn observe_consumer(&mut self, recorded: &RecordedConsumer<'_>) {
        self.consumers.observe(recorded);
        self.counters.observe_consumer(recorded);
    }

    fn observe_setting(&mut self, recorded: &RecordedSetting<'_>) {
        self.settings.observe(recorded);
        self.webhooks.observe(recorded);
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
        self.consumers.write(&mut writes);
        self.settings.write(&mut writes);
        self.webhooks.write(&mut writes);
        self.notes.write(&mut writes);
        self.disputes.write(&mut writes);
        self.recurring.write(&mut writes);
        self.due.write(&mut writes);
        self.delinquencies.write(&mut writes);
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
