//! The daily close: what time brings to a creditor's accounts, recorded once.
//!
//! Shape: the read model `due` says which accounts have something to do by a day; a page of them at
//! a time is given to the writer as groups of commands, and each account's own rules say what has
//! happened to it since.
//!
//! Bounds: [`PAGE`] accounts are read at once, [`GROUP`] go to the writer in one transaction,
//! [`GROUPS`] groups are on their way.
//!
//! Safety: what has been done is in the account's state, so that doing it again does nothing; and
//! a command has a request id made of the day, the account and the event that set its date, so that
//! of two that are sent at once one is answered with the other's answer.
//! A close that is stopped in the middle leaves the rest due.
//! Of several servers one closes a creditor at a time, by an advisory lock that a lost connection
//! gives up.

mod scheduler;

pub use scheduler::{Schedule, keep_closing};

use bytes::Bytes;
use chrono::NaiveDate;
use futures_util::stream::{self, StreamExt};
use quittance_domain::account::{CloseDay, Command, Event, Refusal};
use quittance_domain::{AccountId, CreditorId, FactId};
use quittance_store::writer::Order;
use quittance_store::{
    Accepted, Answer, Database, DatabaseError, Envelope, Reply, RequestKey, Responder, Role,
    Writer, ids,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::ops::AddAssign;
use tokio_postgres::{Client, Row};
use uuid::Uuid;

/// Accounts read at once.
const PAGE: i64 = 4_000;
/// Accounts in one transaction.
const GROUP: usize = 250;
/// Groups on their way.
const GROUPS: usize = 4;

/// Who acts, as it stands in the book.
const ACTOR: &str = "daily-close";

/// Why a close did not end.
#[derive(Debug, thiserror::Error)]
pub enum CloseError {
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error("another close of this creditor is running")]
    Running,
    #[error("the ledger could not take everything: {left} accounts are left, close again")]
    Unfinished { left: u64 },
}

impl From<tokio_postgres::Error> for CloseError {
    fn from(error: tokio_postgres::Error) -> CloseError {
        CloseError::Database(DatabaseError::Statement(error))
    }
}

/// What a close has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Closed {
    /// Accounts on which something was due.
    pub accounts: u64,
    /// Of those, accounts that the ledger refused to close, which is a defect.
    pub refused: u64,
    /// Recurring payments that were recorded.
    pub taken: u64,
    /// Recurring payments of which there was nothing to take.
    pub skipped: u64,
    /// Of those, the ones that an open dispute held back.
    pub held_by_disputes: u64,
}

impl AddAssign for Closed {
    fn add_assign(&mut self, other: Closed) {
        self.accounts += other.accounts;
        self.refused += other.refused;
        self.taken += other.taken;
        self.skipped += other.skipped;
        self.held_by_disputes += other.held_by_disputes;
    }
}

impl Closed {
    fn count(&mut self, payments: Payments) {
        self.taken += payments.taken;
        self.skipped += payments.skipped;
        self.held_by_disputes += payments.held_by_disputes;
    }
}

/// How far a close has come: accounts done, and accounts there were.
pub type Progress<'a> = &'a mut (dyn FnMut(u64, u64) + Send);

/// Closes a creditor's accounts up to a day, which must not be after today.
///
/// # Errors
/// [`CloseError`]; what was done until then is done.
pub async fn close(
    database: &Database,
    writer: &Writer,
    creditor: CreditorId,
    on: NaiveDate,
    progress: Progress<'_>,
) -> Result<Closed, CloseError> {
    let client = reader(database, creditor).await?;
    let locked = client
        .query_one(include_str!("sql/lock.sql"), &[&creditor.0])
        .await?;
    if !locked.try_get::<_, bool>(0)? {
        return Err(CloseError::Running);
    }
    let total = client
        .query_one(include_str!("sql/count.sql"), &[&creditor.0, &on])
        .await?;
    let total = u64::try_from(total.try_get::<_, i64>(0)?).unwrap_or_default();
    let page = client.prepare(include_str!("sql/page.sql")).await?;
    let mut closed = Closed::default();
    let mut left = 0;
    // From the first day on; what was due and has been done is not on a later page.
    let (mut day, mut account) = (FIRST, Uuid::nil());
    let (mut is_first_pass, mut has_done) = (true, false);
    progress(0, total);
    loop {
        let rows = client
            .query(&page, &[&creditor.0, &on, &day, &account, &PAGE])
            .await?;
        let Some(last) = rows.last() else {
            // An account to which more has come than one command does is due again, maybe for a day
            // that has been passed; one that cannot be closed gets the same answer again.
            if !has_done {
                break;
            }
            (day, account) = (FIRST, Uuid::nil());
            (is_first_pass, has_done) = (false, false);
            (closed.refused, left) = (0, 0);
            continue;
        };
        (account, day) = (last.try_get(0)?, last.try_get(2)?);
        let mut groups = Vec::new();
        for rows in rows.chunks(GROUP) {
            let envelopes = rows.iter().map(|row| envelope(creditor, on, row)).collect();
            groups.push(submit(writer.clone(), envelopes));
        }
        let mut answers = stream::iter(groups).buffer_unordered(GROUPS);
        while let Some(answers) = answers.next().await {
            for answer in &answers {
                closed.accounts += u64::from(is_first_pass);
                match answer {
                    Answer::Fresh(reply) | Answer::Replayed(reply) if reply.status == ACCEPTED => {
                        closed.count(Payments::read(&reply.body));
                        has_done |= matches!(answer, Answer::Fresh(_));
                    }
                    Answer::Fresh(_) | Answer::Replayed(_) => closed.refused += 1,
                    _ => left += 1,
                }
            }
            progress(closed.accounts, total.max(closed.accounts));
        }
    }
    if left > 0 {
        return Err(CloseError::Unfinished { left });
    }
    Ok(closed)
}

async fn submit(writer: Writer, envelopes: Vec<Envelope>) -> Vec<Answer> {
    writer.submit_each(envelopes).await
}

/// Before every date that a ledger has.
const FIRST: NaiveDate = match NaiveDate::from_ymd_opt(1, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// Whether anything is due by a day.
///
/// # Errors
/// [`CloseError::Database`].
pub async fn is_due(
    database: &Database,
    creditor: CreditorId,
    on: NaiveDate,
) -> Result<bool, CloseError> {
    let client = reader(database, creditor).await?;
    let row = client
        .query_one(include_str!("sql/any.sql"), &[&creditor.0, &on])
        .await?;
    Ok(row.try_get(0)?)
}

async fn reader(database: &Database, creditor: CreditorId) -> Result<Client, CloseError> {
    let client = database.connect(Role::Reader).await?;
    let tenant = format!("SET quittance.creditors = '{creditor}'");
    client.batch_execute(&tenant).await?;
    Ok(client)
}

/// The command for one account, by its row in `due`.
fn envelope(creditor: CreditorId, on: NaiveDate, row: &Row) -> Envelope {
    let (account, sequence): (Uuid, i64) = (row.get(0), row.get(1));
    let id = format!("close:{on}:{account}:{sequence}");
    let digest = Sha256::digest(&id).into();
    Envelope {
        creditor,
        order: Order::Account {
            account: AccountId(account),
            command: Command::CloseDay(CloseDay {
                on,
                first_id: FactId(ids::new_id(ids::now())),
            }),
            responder: Box::new(Done),
        },
        by: ACTOR.into(),
        request: Some(RequestKey {
            id: id.into(),
            digest,
        }),
        claims: Vec::new(),
        erasable: None,
    }
}

const ACCEPTED: u16 = 200;

/// What became of an account's recurring payments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Payments {
    taken: u64,
    skipped: u64,
    held_by_disputes: u64,
}

impl Payments {
    fn of(accepted: &Accepted<'_>) -> Payments {
        let disputed = Refusal::AccountDisputed.name();
        let mut payments = Payments::default();
        for recorded in accepted.events {
            match &recorded.event {
                Event::RecurringPaymentTaken(_) => payments.taken += 1,
                Event::RecurringPaymentSkipped(skipped) => {
                    payments.skipped += 1;
                    payments.held_by_disputes += u64::from(*skipped.reason == *disputed);
                }
                _ => {}
            }
        }
        payments
    }

    fn read(body: &[u8]) -> Payments {
        // Every accepted close was answered by `of`.
        serde_json::from_slice(body).unwrap_or_default()
    }
}

/// The answer that is kept: that it was done, and what was taken.
struct Done;

impl Responder for Done {
    fn accepted(&self, accepted: &Accepted<'_>) -> Reply {
        let payments = serde_json::to_vec(&Payments::of(accepted));
        Reply {
            status: ACCEPTED,
            body: payments.unwrap_or_default().into(),
        }
    }

    fn refused(&self, refusal: &Refusal) -> Reply {
        Reply {
            status: 409,
            body: Bytes::from_static(refusal.name().as_bytes()),
        }
    }
}
