//! The reports that examiners of credit unions and of lenders ask for, as CSV.
//!
//! Shape: [`lives`] folds accounts out of the book, some at a time, as they were known at a moment;
//! each report is a function from such an account to rows. No read model is asked what happened, so
//! that a report says what the chain says, for any day, and memory does not grow with the book.

mod charge_offs;
mod delinquency;
mod lives;
mod loans;
mod maintenance;
mod transactions;

use crate::error::ExportError;
use crate::table::Row;
use bytes::Bytes;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use lives::Lives;
use quittance_domain::CreditorId;
use quittance_store::Reader;
use tokio::sync::mpsc;

/// A report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Report {
    /// A line a loan: terms, balances, lateness, last activity.
    Loans,
    /// A line a transaction: what was done to the balances, by whom, and what was owed after it.
    Transactions,
    /// A line a band of the NCUA's call report.
    Delinquency,
    /// A line a loan that was charged off, with what was recovered since.
    ChargeOffs,
    /// A line a change of rate, due date, payment amount, date of a payment, stage or particulars.
    Maintenance,
}

/// What a report is about.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    pub creditor: CreditorId,
    /// The day of balances and lateness.
    pub on: NaiveDate,
    /// What was recorded later is left out.
    pub known_at: DateTime<Utc>,
    /// The first day of recording, of transactions and changes.
    pub from: Option<NaiveDate>,
    /// The last day of recording.
    pub to: Option<NaiveDate>,
}

impl Scope {
    /// Whether something recorded at this moment is asked for.
    fn holds(&self, recorded_at: DateTime<Utc>) -> bool {
        let day = recorded_at.date_naive();
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// The last moment of a day, in UTC, to the microsecond; there is none after the last of days.
pub fn end_of(day: NaiveDate) -> Option<DateTime<Utc>> {
    let next = day.checked_add_days(Days::new(1))?;
    Some(next.and_time(NaiveTime::MIN).and_utc() - TimeDelta::microseconds(1))
}

/// How many accounts a report is made of.
///
/// # Errors
/// [`ExportError`].
pub async fn accounts(reader: &mut Reader, scope: &Scope) -> Result<u64, ExportError> {
    let sql = include_str!("../sql/count_examined_accounts.sql");
    let rows = reader
        .report(sql, &[&scope.creditor.0, &scope.known_at])
        .await?;
    let count = rows.first().map_or(Ok(0), |row| row.try_get::<_, i64>(0))?;
    Ok(count.unsigned_abs())
}

impl Report {
    /// What its file is called.
    pub const fn name(self) -> &'static str {
        match self {
            Report::Loans => "loans",
            Report::Transactions => "transactions",
            Report::Delinquency => "delinquency",
            Report::ChargeOffs => "charge-offs",
            Report::Maintenance => "maintenance",
        }
    }

    /// The names of its columns.
    pub fn columns(self) -> Vec<&'static str> {
        match self {
            Report::Loans => loans::COLUMNS.to_vec(),
            Report::Transactions => transactions::columns(),
            Report::Delinquency => delinquency::COLUMNS.to_vec(),
            Report::ChargeOffs => charge_offs::COLUMNS.to_vec(),
            Report::Maintenance => maintenance::COLUMNS.to_vec(),
        }
    }

    /// Writes the report, in pieces, and says how many rows it has; `progress` is told how many
    /// accounts have been read.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn write(
        self,
        reader: &mut Reader,
        scope: &Scope,
        to: mpsc::Sender<Bytes>,
        mut progress: impl FnMut(u64),
    ) -> Result<usize, ExportError> {
        let mut out = Out { to, written: 0 };
        out.send(&[Row::header(&self.columns())]).await?;
        let (mut bands, mut changes) = (delinquency::Bands::default(), Vec::new());
        let mut lives = Lives::new(scope);
        let mut read = 0;
        while let Some(some) = lives.next(reader).await? {
            read += some.len() as u64;
            progress(read);
            let mut rows = Vec::new();
            for life in &some {
                match self {
                    Report::Loans => rows.push(loans::row(life, scope)),
                    Report::Transactions => rows.extend(transactions::rows(life, scope)),
                    Report::Delinquency => bands.count(life, scope),
                    Report::ChargeOffs => rows.extend(charge_offs::row(life, scope)),
                    Report::Maintenance => changes.extend(maintenance::of_account(life, scope)),
                }
            }
            out.rows(&rows).await?;
        }
        if self == Report::Maintenance {
            changes.extend(maintenance::of_consumers(reader, scope).await?);
            changes.sort_by_key(|(sequence, _)| *sequence);
        }
        out.rows(&bands.rows()).await?;
        let changes: Vec<Row> = changes.into_iter().map(|(_, row)| row).collect();
        out.rows(&changes).await?;
        Ok(out.written)
    }
}

struct Out {
    to: mpsc::Sender<Bytes>,
    written: usize,
}

impl Out {
    async fn rows(&mut self, rows: &[Row]) -> Result<(), ExportError> {
        self.written += rows.len();
        match rows {
            [] => Ok(()),
            rows => self.send(rows).await,
        }
    }

    async fn send(&self, rows: &[Row]) -> Result<(), ExportError> {
        let mut csv = Vec::new();
        for row in rows {
            row.write(&mut csv);
        }
        let sent = self.to.send(csv.into()).await;
        sent.map_err(|_| ExportError::Abandoned)
    }
}
