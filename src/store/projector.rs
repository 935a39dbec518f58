//! What the writer asks of read models: rows for each event, written in the batch's transaction.

use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::account::{Account, Change, Condition, Event};
use quittance_domain::creditor::Settings;
use quittance_domain::{CreditorId, Money, consumer, creditor};
use std::fmt;
use tokio_postgres::types::ToSql;

/// An event of an account just recorded, with what it changed.
#[derive(Clone, Copy, Debug)]
pub struct Recorded<'a> {
    pub creditor: CreditorId,
    pub sequence: u64,
    pub recorded_at: DateTime<Utc>,
    pub event: &'a Event,
    pub change: &'a Change,
    /// The account before the event; `None` when the event opens it.
    pub before: Option<Summary>,
    /// The account after the event.
    pub after: &'a Account,
}

/// An event of a consumer's stream just recorded.
#[derive(Clone, Copy, Debug)]
pub struct RecordedConsumer<'a> {
    pub creditor: CreditorId,
    pub sequence: u64,
    pub recorded_at: DateTime<Utc>,
    pub event: &'a consumer::Event,
}

/// An event of a creditor's own stream just recorded.
#[derive(Clone, Copy, Debug)]
pub struct RecordedSetting<'a> {
    pub creditor: CreditorId,
    pub sequence: u64,
    pub recorded_at: DateTime<Utc>,
    pub event: &'a creditor::Event,
    /// The settings after the event.
    pub after: &'a Settings,
}

/// What read models compare between before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    pub condition: Condition,
    pub principal: Money,
    pub interest: Money,
    pub fees: Money,
    pub overpayment: Money,
    /// When the daily close has something to do.
    pub close_due: Option<NaiveDate>,
}

impl Summary {
    pub fn of(account: &Account) -> Summary {
        let position = &account.position;
        Summary {
            condition: account.condition(),
            principal: position.principal,
            interest: position.booked_interest,
            fees: position.fees_due(),
            overpayment: position.overpayment,
            close_due: account.close_due(),
        }
    }

    /// Everything owed.
    pub fn owed(&self) -> Money {
        self.principal + self.interest + self.fees
    }
}

/// A parameter of a statement: most often one column of a batch, as an array.
pub type Param = Box<dyn ToSql + Sync + Send>;

/// One statement of a batch and its parameters.
pub struct Write {
    /// The place of the statement in [`Projector::statements`].
    pub statement: usize,
    pub params: Vec<Param>,
}

impl fmt::Debug for Write {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Write({}, {} params)", self.statement, self.params.len())
    }
}

/// The read models of a ledger.
pub trait Projector: Send + Sync + 'static {
    /// The statements that write rows, each with one array a column.
    fn statements(&self) -> &'static [&'static str];

    /// Whether the statement at a place only adds rows under keys that hold a sequence of the book,
    /// which no other batch can have: it is sent ahead of the batch's turn.
    fn adds(&self, statement: usize) -> bool;

    /// An empty collection of rows for one batch.
    fn begin(&self) -> Box<dyn Rows>;
}

/// The rows of one batch.
pub trait Rows: Send {
    /// Adds what one event changes; events come in the order of their book.
    fn observe(&mut self, recorded: &Recorded<'_>);

    /// Adds what an event of a consumer's stream changes.
    fn observe_consumer(&mut self, recorded: &RecordedConsumer<'_>);

    /// Adds what an event of the creditor's own stream changes.
    fn observe_setting(&mut self, recorded: &RecordedSetting<'_>);

    /// The writes, in an order that every process keeps, with their keys sorted.
    fn finish(self: Box<Self>) -> Vec<Write>;
}
