//! File maintenance: what was changed of an account that is no transaction, with its values before
//! and after, and by whom.

use super::Scope;
use super::lives::{History, Recorded, histories};
use crate::error::ExportError;
use crate::table::Row;
use crate::tables::accounts::personal_data;
use chrono::NaiveDate;
use quittance_domain::account::{Account, Event};
use quittance_store::Reader;
use std::collections::BTreeSet;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

pub const COLUMNS: &[&str] = &[
    "sequence",
    "recorded_at",
    "effective_date",
    "account_id",
    "number",
    "consumer_id",
    "actor",
    "role",
    "event",
    "field",
    "before",
    "after",
    "reason",
];

/// A field and its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    pub field: &'static str,
    pub before: String,
    pub after: String,
}

/// What an account asks for next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dues {
    /// The due date of the oldest unpaid instalment.
    pub due: Option<NaiveDate>,
    /// The amount of an instalment.
    pub amount: Option<String>,
}

impl Dues {
    pub fn of(account: &Account) -> Dues {
        let version = account.schedule.as_deref().and_then(|it| it.current());
        let first = version.and_then(|version| version.pattern.dues().next());
        let amount = first.map(|due| due.amount.to_decimal(account.terms.currency));
        Dues {
            due: account.oldest_unpaid(),
            amount,
        }
    }
}

/// What an event changes of the account's file.
pub fn changed(event: &Event, before: Option<&Dues>, after: Option<&Dues>) -> Vec<Changed> {
    let one = |field, before: String, after: String| {
        vec![Changed {
            field,
            before,
            after,
        }]
    };
    match event {
        Event::RateChanged(it) => {
            let rates = [it.from, it.rate].map(|rate| rate.to_decimal().to_string());
            let [from, rate] = rates;
            one("annual_rate", from, rate)
        }
        Event::PaymentBackdated(it) => one(
            "payment_date",
            it.from.to_string(),
            it.effective.to_string(),
        ),
        Event::StageSet(it) => one("stage", it.from.name().into(), it.stage.name().into()),
        Event::ScheduleSet(_) | Event::AccountReaged(_) => {
            let none = Dues::default();
            let (before, after) = (before.unwrap_or(&none), after.unwrap_or(&none));
            let date = |dues: &Dues| dues.due.map(|due| due.to_string()).unwrap_or_default();
            let amount = |dues: &Dues| dues.amount.clone().unwrap_or_default();
            let mut all = one("due_date", date(before), date(after));
            if before.amount != after.amount {
                all.extend(one("payment_amount", amount(before), amount(after)));
            }
            all
        }
        _ => Vec::new(),
    }
}

/// The types of events that may be changes.
const TYPES: [&str; 6] = [
    "rate.changed",
    "payment.backdated",
    "account.stage_set",
    "schedule.set",
    "account.reaged",
    PARTICULARS,
];
/// What was told anew of a consumer; what that is is sealed, or erased.
const PARTICULARS: &str = "consumer.particulars_given";

/// Events that are looked into at once, and so the accounts that are in memory at most.
const AT_ONCE: i64 = 200;

/// The changes that were recorded in the days that are asked for, in order of the book, some at a
/// time.
#[derive(Debug)]
pub struct Changes<'a> {
    scope: &'a Scope,
    /// The event that has been reached.
    after: i64,
}

impl<'a> Changes<'a> {
    pub fn new(scope: &'a Scope) -> Changes<'a> {
        Changes { scope, after: 0 }
    }

    /// The sequence of the event that has been reached.
    pub fn reached(&self) -> u64 {
        self.after.unsigned_abs()
    }

    /// The rows of the next changes; none after the last.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn next(&mut self, reader: &mut Reader) -> Result<Option<Vec<Row>>, ExportError> {
        let scope = self.scope;
        let types = TYPES.as_slice();
        let asked: [&(dyn ToSql + Sync); 7] = [
            &scope.creditor.0,
            &self.after,
            &scope.known_at,
            &scope.from,
            &scope.to,
            &types,
            &AT_ONCE,
        ];
        let sql = include_str!("../sql/examined_changes.sql");
        let found = reader.query(sql, &asked).await?;
        let Some(last) = found.last() else {
            return Ok(None);
        };
        self.after = last.try_get("sequence")?;
        let of_accounts = found.iter().filter(|row| !tells_of_consumer(row));
        let accounts: BTreeSet<Uuid> = of_accounts.map(|row| row.get("stream_id")).collect();
        let accounts: Vec<Uuid> = accounts.into_iter().collect();
        let histories = histories(reader, scope, &accounts).await?;
        let mut rows = Vec::new();
        for found in &found {
            let stored: i64 = found.try_get("sequence")?;
            let sequence = u64::try_from(stored).map_err(|_| ExportError::Event(stored))?;
            let recorded = Recorded::of(found)?;
            match histories.get(&found.try_get("stream_id")?) {
                Some(history) => rows.extend(of_account(history, sequence, &recorded)),
                None if tells_of_consumer(found) => {
                    rows.push(of_consumer(found, sequence, &recorded)?);
                }
                None => return Err(ExportError::Event(stored)),
            }
        }
        Ok(Some(rows))
    }
}

fn tells_of_consumer(found: &tokio_postgres::Row) -> bool {
    found.get::<_, &str>("type") == PARTICULARS
}

/// What one event has changed of an account.
fn of_account(history: &History, sequence: u64, recorded: &Recorded) -> impl Iterator<Item = Row> {
    let account = &history.account;
    let whose = Whose {
        account: Some((account.id.0, &account.number)),
        consumer: account.consumer.0,
    };
    let changes = history.changes.iter();
    let changes = changes.filter(move |(of, _)| *of == sequence);
    changes.map(move |(_, changed)| row(sequence, recorded, &whose, changed))
}

/// That something was told anew of a consumer.
fn of_consumer(
    found: &tokio_postgres::Row,
    sequence: u64,
    recorded: &Recorded,
) -> Result<Row, ExportError> {
    let whose = Whose {
        account: None,
        consumer: found.try_get("stream_id")?,
    };
    let said = personal_data(found.try_get("erased")?);
    let changed = Changed {
        field: "particulars",
        before: said.to_owned(),
        after: said.to_owned(),
    };
    Ok(row(sequence, recorded, &whose, &changed))
}

/// Whose file was changed.
struct Whose<'a> {
    account: Option<(Uuid, &'a str)>,
    consumer: Uuid,
}

fn row(sequence: u64, recorded: &Recorded, whose: &Whose<'_>, changed: &Changed) -> Row {
    let mut row = Row::default();
    row.plain(sequence)
        .moment(recorded.recorded_at)
        .date(recorded.effective)
        .optional(whose.account.map(|(id, _)| id))
        .optional_text(whose.account.map(|(_, number)| number))
        .plain(whose.consumer)
        .text(&recorded.actor)
        .optional(recorded.role.as_deref())
        .plain(&recorded.event)
        .plain(changed.field)
        .plain(&changed.before)
        .plain(&changed.after)
        .optional_text(recorded.reason.as_deref());
    row
}
