//! `accounts.csv`: every account and what is owed on it after its last event.

use super::{RowError, currency, money};
use crate::table::{Row, Table};
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::interest::Rate;
use quittance_domain::{ConsumerId, Currency, Money};
use quittance_projections::{accounts, balances};
use std::collections::HashSet;
use uuid::Uuid;

pub const TABLE: Table = Table {
    name: "accounts.csv",
    columns: &[
        "sequence",
        "account_id",
        "number",
        "consumer_id",
        "personal_data",
        "product",
        "currency",
        "status",
        "condition",
        "approved_principal",
        "opened_on",
        "created_at",
        "annual_rate",
        "as_of",
        "principal",
        "interest",
        "fees",
        "overpayment",
        "disbursed",
        "charged_off_on",
        "last_sequence",
        "updated_at",
    ],
    key: 1,
};

/// Accounts with an event among those after $2 up to $3, in order of opening.
pub const SQL: &str = include_str!("../sql/accounts.sql");

/// What a row says, wherever it comes from.
struct Account<'a> {
    sequence: i64,
    account: Uuid,
    number: &'a str,
    consumer: Uuid,
    erased: bool,
    product: &'a str,
    currency: Currency,
    status: &'a str,
    condition: &'a str,
    approved: Money,
    opened_on: NaiveDate,
    created_at: DateTime<Utc>,
    rate: i64,
    as_of: NaiveDate,
    /// Principal, interest, fees, overpayment, disbursed.
    amounts: [Money; 5],
    charged_off: Option<NaiveDate>,
    last_sequence: i64,
    updated_at: DateTime<Utc>,
}

impl Account<'_> {
    fn row(&self) -> Row {
        let mut row = Row::default();
        row.plain(self.sequence)
            .plain(self.account)
            .text(self.number)
            .plain(self.consumer)
            .plain(personal_data(self.erased))
            .plain(self.product)
            .plain(self.currency)
            .plain(self.status)
            .plain(self.condition)
            .money(self.approved, self.currency)
            .date(self.opened_on)
            .moment(self.created_at)
            .optional(
                Rate::from_ten_billionths(self.rate)
                    .ok()
                    .map(Rate::to_decimal),
            )
            .date(self.as_of);
        for amount in self.amounts {
            row.money(amount, self.currency);
        }
        row.optional_date(self.charged_off)
            .plain(self.last_sequence)
            .moment(self.updated_at);
        row
    }
}

/// As the read models have it.
///
/// # Errors
/// [`RowError`].
pub fn of_view(row: &tokio_postgres::Row) -> Result<Row, RowError> {
    Ok(Account {
        sequence: row.try_get("sequence")?,
        account: row.try_get("account_id")?,
        number: row.try_get("number")?,
        consumer: row.try_get("consumer_id")?,
        erased: row.try_get("erased")?,
        product: row.try_get("product")?,
        currency: currency(row, "currency")?,
        status: row.try_get("status")?,
        condition: row.try_get("condition")?,
        approved: money(row, "approved_principal")?,
        opened_on: row.try_get("opened_on")?,
        created_at: row.try_get("created_at")?,
        rate: row.try_get("annual_rate")?,
        as_of: row.try_get("as_of")?,
        amounts: [
            money(row, "principal")?,
            money(row, "interest")?,
            money(row, "fees")?,
            money(row, "overpayment")?,
            money(row, "disbursed")?,
        ],
        charged_off: row.try_get("charged_off_on")?,
        last_sequence: row.try_get("last_sequence")?,
        updated_at: row.try_get("updated_at")?,
    }
    .row())
}

/// What has become of a consumer's personal data.
pub const fn personal_data(erased: bool) -> &'static str {
    if erased { "erased" } else { "sealed" }
}

/// As the facts have it, in order of sequence.
pub fn of_facts(
    accounts: &accounts::Rows,
    balances: &balances::Rows,
    erased: &HashSet<ConsumerId>,
) -> Vec<(i64, Row)> {
    let mut rows: Vec<(i64, Row)> = accounts
        .opened()
        .filter_map(|(opened, condition)| {
            let balance = balances.of(opened.creditor, opened.account)?;
            let [principal, interest, fees, overpayment, disbursed, _] = balance.amounts;
            let row = Account {
                sequence: opened.sequence,
                account: opened.account,
                number: &opened.number,
                consumer: opened.consumer,
                erased: erased.contains(&ConsumerId(opened.consumer)),
                product: opened.product,
                currency: opened.currency,
                status: condition.status.name(),
                condition: &condition.to_string(),
                approved: Money::from_minor(opened.approved),
                opened_on: opened.opened_on,
                created_at: opened.created_at,
                rate: balance.annual_rate,
                as_of: balance.as_of,
                amounts: [principal, interest, fees, overpayment, disbursed].map(Money::from_minor),
                charged_off: balance.charged_off,
                last_sequence: balance.sequence,
                updated_at: balance.updated_at,
            }
            .row();
            Some((opened.sequence, row))
        })
        .collect();
    rows.sort_by_key(|(sequence, _)| *sequence);
    rows
}
