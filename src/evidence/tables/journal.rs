//! `journal.csv`: every balanced line, in the order of booking.

use super::{RowError, currency};
use crate::table::{Row, Table};
use chrono::{DateTime, Utc};
use quittance_domain::journal::{Account, JournalLine, Posting};
use quittance_domain::{Currency, Money};
use uuid::Uuid;

pub const TABLE: Table = Table {
    name: "journal.csv",
    columns: &[
        "sequence",
        "line",
        "event",
        "account_id",
        "effective_date",
        "posted_at",
        "debit_code",
        "debit",
        "credit_code",
        "credit",
        "currency",
        "amount",
    ],
    key: 2,
};

/// The lines that the events from $2 to $3 have booked.
pub const SQL: &str = include_str!("../sql/journal.sql");

/// The event that books a line.
#[derive(Clone, Copy, Debug)]
pub struct Booking<'a> {
    pub sequence: i64,
    pub event: &'a str,
    pub account: Uuid,
    pub recorded_at: DateTime<Utc>,
    pub currency: Currency,
}

impl Booking<'_> {
    /// The row of a line, whose place among those of its event is counted from zero.
    pub fn of_facts(&self, place: usize, line: &JournalLine) -> Row {
        let posting = line.posting;
        let mut row = Row::default();
        row.plain(self.sequence)
            .plain(place + 1)
            .plain(self.event)
            .plain(self.account)
            .date(line.effective)
            .moment(self.recorded_at);
        for side in [posting.debit, posting.credit] {
            row.plain(side.code()).plain(side.slug());
        }
        row.plain(self.currency)
            .money(posting.amount, self.currency);
        row
    }
}

/// As the read models have it.
///
/// # Errors
/// [`RowError`].
pub fn of_view(row: &tokio_postgres::Row) -> Result<Row, RowError> {
    let (booking, place, line) = read(row)?;
    Ok(booking.of_facts(place, &line))
}

/// A line of the read model, with its place among those of its event, from zero.
///
/// # Errors
/// [`RowError`].
pub fn read(row: &tokio_postgres::Row) -> Result<(Booking<'_>, usize, JournalLine), RowError> {
    let booking = Booking {
        sequence: row.try_get("sequence")?,
        event: row.try_get("type")?,
        account: row.try_get("account_id")?,
        recorded_at: row.try_get("recorded_at")?,
        currency: currency(row, "currency")?,
    };
    let account = |column: &str| {
        let code: i16 = row.try_get(column)?;
        Account::from_code(code).ok_or_else(|| RowError::Unknown(code.to_string()))
    };
    let line = JournalLine {
        effective: row.try_get("effective_date")?,
        posting: Posting {
            debit: account("debit")?,
            credit: account("credit")?,
            amount: Money::from_minor(row.try_get("amount")?),
        },
    };
    let place = usize::try_from(row.try_get::<_, i32>("line")? - 1).unwrap_or(usize::MAX);
    Ok((booking, place, line))
}
