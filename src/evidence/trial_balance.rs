//! Balances of the ledger, summed from the journal's lines.

use crate::error::ExportError;
use crate::table::Row;
use crate::tables::{RowError, currency};
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::journal::Account;
use quittance_domain::{CreditorId, Currency, Money};
use quittance_store::Reader;
use std::collections::BTreeMap;

/// All that was posted to an account.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sums {
    pub debit: Money,
    pub credit: Money,
}

impl Sums {
    /// Debits less credits.
    pub fn balance(&self) -> Money {
        self.debit - self.credit
    }
}

/// The accounts of one currency that were posted to.
pub type Accounts = BTreeMap<Account, Sums>;

/// The sums of every account, by currency.
#[derive(Debug, Default)]
pub struct TrialBalance(pub BTreeMap<Currency, Accounts>);

impl TrialBalance {
    /// Sums a creditor's lines that were booked by the event `sequence` and effective by `on`.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn read(
        reader: &mut Reader,
        creditor: CreditorId,
        sequence: i64,
        on: NaiveDate,
    ) -> Result<TrialBalance, ExportError> {
        let sql = include_str!("sql/sum_journal.sql");
        let rows = reader.report(sql, &[&creditor.0, &sequence, &on]).await?;
        let mut balances = TrialBalance::default();
        for row in &rows {
            let currency = currency(row, "currency")?;
            let amount = Money::from_minor(row.try_get("amount")?);
            let accounts = balances.0.entry(currency).or_default();
            let account = |column: &str| {
                let code: i16 = row.try_get(column)?;
                Account::from_code(code).ok_or_else(|| RowError::Unknown(code.to_string()))
            };
            accounts.entry(account("debit")?).or_default().debit += amount;
            accounts.entry(account("credit")?).or_default().credit += amount;
        }
        Ok(balances)
    }

    /// The rows of [`COLUMNS`], by currency and code.
    pub fn rows(&self) -> impl Iterator<Item = Row> {
        let all = self.0.iter();
        all.flat_map(|(currency, accounts)| {
            accounts.iter().map(move |(account, sums)| {
                let mut row = Row::default();
                row.plain(currency)
                    .plain(account.code())
                    .plain(account.slug())
                    .money(sums.debit, *currency)
                    .money(sums.credit, *currency)
                    .money(sums.balance(), *currency);
                row
            })
        })
    }
}

/// The columns of a trial balance; the last is debits less credits.
pub const COLUMNS: &[&str] = &["currency", "code", "account", "debit", "credit", "balance"];

/// The last event of a creditor's book that was known at a moment; 0 before the first.
///
/// # Errors
/// [`ExportError`].
pub async fn sequence_at(
    reader: &mut Reader,
    creditor: CreditorId,
    at: DateTime<Utc>,
) -> Result<i64, ExportError> {
    let sql = include_str!("sql/sequence_at.sql");
    let row = reader.query_opt(sql, &[&creditor.0, &at]).await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?.unwrap_or(0))
}
