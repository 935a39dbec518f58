//! Balances of the ledger, summed from the journal's lines.

use crate::problem::Problem;
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
    /// What the database says.
    pub async fn read(
        reader: &mut Reader,
        creditor: CreditorId,
        sequence: i64,
        on: NaiveDate,
    ) -> Result<TrialBalance, Problem> {
        let sql = include_str!("sql/sum_journal.sql");
        let rows = reader.report(sql, &[&creditor.0, &sequence, &on]).await?;
        let mut balances = TrialBalance::default();
        for row in &rows {
            let currency: Currency = row
                .get::<_, &str>("currency")
                .parse()
                .map_err(Problem::defect)?;
            let amount = Money::from_minor(row.get("amount"));
            let accounts = balances.0.entry(currency).or_default();
            let account = |column: &str| {
                Account::from_code(row.get(column))
                    .ok_or_else(|| Problem::defect("unknown account"))
            };
            accounts.entry(account("debit")?).or_default().debit += amount;
            accounts.entry(account("credit")?).or_default().credit += amount;
        }
        Ok(balances)
    }
}

/// The last event of a creditor's book that was known at a moment; 0 before the first.
///
/// # Errors
/// What the database says.
pub async fn sequence_at(
    reader: &mut Reader,
    creditor: CreditorId,
    at: DateTime<Utc>,
) -> Result<i64, Problem> {
    let sql = include_str!("sql/sequence_at.sql");
    let row = reader.query_opt(sql, &[&creditor.0, &at]).await?;
    Ok(row.map_or(0, |row| row.get(0)))
}
