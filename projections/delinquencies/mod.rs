//! How late accounts are: the due date of the oldest unpaid instalment on every day, as it was known
//! at every moment.

use crate::{bigint, columns, place};
use chrono::NaiveDate;
use quittance_store::projector::{Recorded, Write};
use uuid::Uuid;

pub const INSERT: &str = include_str!("insert.sql");

/// The rows of a batch.
#[derive(Default)]
pub(crate) struct Rows(Vec<Row>);

struct Row {
    key: (Uuid, Uuid, i64, NaiveDate),
    oldest_unpaid: Option<NaiveDate>,
}

impl Rows {
    pub fn observe(&mut self, recorded: &Recorded<'_>) {
        let (account, from) = (recorded.after, first_day(recorded));
        let before = recorded.before.and_then(|before| before.oldest_unpaid);
        let changes = if account.ends_by(from) {
            // At the end of a life it changes once or, nearly always, not at all.
            let after = account.oldest_unpaid();
            (before != after)
                .then_some((from, after))
                .into_iter()
                .collect()
        } else {
            account.oldest_unpaid_since(from)
        };
        let (creditor, sequence) = (recorded.creditor.0, bigint(recorded.sequence));
        self.0
            .extend(changes.into_iter().map(|(since, oldest_unpaid)| Row {
                key: (creditor, account.id.0, sequence, since),
                oldest_unpaid,
            }));
    }

    pub fn write(mut self, writes: &mut Vec<Write>) {
        self.0.sort_by_key(|row| row.key);
        columns!(
            writes,
            place::DELINQUENCIES_INSERT,
            &self.0,
            |row| row.key.0,
            row.key.1,
            row.key.2,
            row.key.3,
            row.oldest_unpaid
        );
    }
}

/// The first day on which an event can have made anything another.
fn first_day(recorded: &Recorded<'_>) -> NaiveDate {
    let change = recorded.change;
    let lines = change.lines.iter().map(|line| line.effective);
    let payments = change.payments.iter().map(|payment| payment.effective);
    let days = lines.chain(payments).chain([recorded.event.effective()]);
    days.min().unwrap_or(recorded.after.opened_on)
}
