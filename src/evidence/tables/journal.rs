//! `journal.csv`: every balanced line, in the order of booking.

use super::{RowError, currency};
use crate::table::{Row, Table};
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::Currency;
use quittance_domain::journal::{Account, JournalLine};
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
pub const SQL: &str = include_str!("../bundle/sql/journal.sql");

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
    fn row(&self, line: i32, effective: NaiveDate, sides: [i16; 2], amount: i64) -> Row {
        let mut row = Row::default();
        row.plain(self.sequence)
            .plain(line)
            .plain(self.event)
            .plain(self.account)
            .date(effective)
            .moment(self.recorded_at);
        for code in sides {
            let name = Account::from_code(code).map_or("unknown", Account::slug);
            row.plain(code).plain(name);
        }
        row.plain(self.currency).money(amount, self.currency);
        row
    }

    /// As the facts have it; lines are counted from 1.
    pub fn of_facts(&self, place: usize, line: &JournalLine) -> Row {
        let posting = line.posting;
        let number = i32::try_from(place + 1).unwrap_or(i32::MAX);
        let sides = [posting.debit.code(), posting.credit.code()];
        self.row(number, line.effective, sides, posting.amount.minor())
    }
}

/// As the read models have it.
///
/// # Errors
/// [`RowError`].
pub fn of_view(row: &tokio_postgres::Row) -> Result<Row, RowError> {
    let booking = Booking {
        sequence: row.try_get("sequence")?,
        event: row.try_get("type")?,
        account: row.try_get("account_id")?,
        recorded_at: row.try_get("recorded_at")?,
        currency: currency(row, "currency")?,
    };
    let sides = [row.try_get("debit")?, row.try_get("credit")?];
    let (line, effective) = (row.try_get("line")?, row.try_get("effective_date")?);
    Ok(booking.row(line, effective, sides, row.try_get("amount")?))
}
