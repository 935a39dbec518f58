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
use lives::{Life, Lives};
use maintenance::Changes;
use quittance_domain::CreditorId;
use quittance_store::Reader;
use tokio::sync::mpsc;
use tokio_postgres::types::ToSql;

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

    /// How much there is to read for it, and of what.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn extent(
        self,
        reader: &mut Reader,
        scope: &Scope,
    ) -> Result<(u64, &'static str), ExportError> {
        let (sql, what) = match self {
            Report::Maintenance => (include_str!("../sql/sequence_at.sql"), "events"),
            _ => (
                include_str!("../sql/count_examined_accounts.sql"),
                "accounts",
            ),
        };
        let asked: [&(dyn ToSql + Sync); 2] = [&scope.creditor.0, &scope.known_at];
        let rows = reader.report(sql, &asked).await?;
        let count = rows.first().map_or(Ok(0), |row| row.try_get::<_, i64>(0))?;
        Ok((count.unsigned_abs(), what))
    }

    /// Writes the report, in pieces, and says how many rows it has; `progress` is told how far it has
    /// come of its [extent](Report::extent).
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
        match self {
            Report::Loans => {
                let rows = |life: &Life| vec![loans::row(life, scope)];
                out.lives(reader, scope, progress, rows).await?;
            }
            Report::Transactions => {
                let rows = |life: &Life| transactions::rows(life, scope);
                out.lives(reader, scope, progress, rows).await?;
            }
            Report::ChargeOffs => {
                let rows = |life: &Life| charge_offs::row(life, scope).into_iter().collect();
                out.lives(reader, scope, progress, rows).await?;
            }
            Report::Delinquency => {
                let mut bands = delinquency::Bands::default();
                let rows = |life: &Life| {
                    bands.count(life, scope);
                    Vec::new()
                };
                out.lives(reader, scope, progress, rows).await?;
                out.rows(&bands.rows()).await?;
            }
            Report::Maintenance => {
                let mut changes = Changes::new(scope);
                while let Some(rows) = changes.next(reader).await? {
                    progress(changes.reached());
                    out.rows(&rows).await?;
                }
            }
        }
        Ok(out.written)
    }
}

struct Out {
    to: mpsc::Sender<Bytes>,
    written: usize,
}

impl Out {
    /// Writes what each account has to say, in order of opening.
    async fn lives(
        &mut self,
        reader: &mut Reader,
        scope: &Scope,
        mut progress: impl FnMut(u64),
        rows: impl FnMut(&Life) -> Vec<Row>,
    ) -> Result<(), ExportError> {
        let (mut lives, mut rows, mut read) = (Lives::new(scope), rows, 0);
        while let Some(some) = lives.next(reader).await? {
            read += some.len() as u64;
            progress(read);
            let told: Vec<Row> = some.iter().flat_map(&mut rows).collect();
            self.rows(&told).await?;
        }
        Ok(())
    }

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
