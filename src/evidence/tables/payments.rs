//! `payments.csv`: every payment and how it is divided now.

use super::{RowError, currency, money};
use crate::table::{Row, Table};
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::{Currency, Money};
use quittance_projections::payments;
use uuid::Uuid;

pub const TABLE: Table = Table {
    name: "payments.csv",
    columns: &[
        "sequence",
        "payment_id",
        "account_id",
        "currency",
        "amount",
        "fees",
        "interest",
        "principal",
        "overpayment",
        "refunded",
        "effective_date",
        "recorded_at",
        "method",
        "status",
        "external_id",
    ],
    key: 1,
};

/// Payments that were recorded by the events from $2 to $3.
pub const SQL: &str = include_str!("../sql/payments.sql");

struct Payment<'a> {
    sequence: i64,
    payment: Uuid,
    account: Uuid,
    currency: Currency,
    /// Amount, fees, interest, principal, overpayment, refunded.
    amounts: [Money; 6],
    effective: NaiveDate,
    recorded_at: DateTime<Utc>,
    method: &'a str,
    status: &'a str,
    external_id: Option<&'a str>,
}

impl Payment<'_> {
    fn row(&self) -> Row {
        let mut row = Row::default();
        row.plain(self.sequence)
            .plain(self.payment)
            .plain(self.account)
            .plain(self.currency);
        for amount in self.amounts {
            row.money(amount, self.currency);
        }
        row.date(self.effective)
            .moment(self.recorded_at)
            .plain(self.method)
            .plain(self.status)
            .optional_text(self.external_id);
        row
    }
}

/// As the read models have it.
///
/// # Errors
/// [`RowError`].
pub fn of_view(row: &tokio_postgres::Row) -> Result<Row, RowError> {
    Ok(Payment {
        sequence: row.try_get("sequence")?,
        payment: row.try_get("payment_id")?,
        account: row.try_get("account_id")?,
        currency: currency(row, "currency")?,
        amounts: [
            money(row, "amount")?,
            money(row, "fees")?,
            money(row, "interest")?,
            money(row, "principal")?,
            money(row, "overpayment")?,
            money(row, "refunded")?,
        ],
        effective: row.try_get("effective_date")?,
        recorded_at: row.try_get("recorded_at")?,
        method: row.try_get("method")?,
        status: row.try_get("status")?,
        external_id: row.try_get("external_id")?,
    }
    .row())
}

/// As the facts have it, in order of sequence.
pub fn of_facts(
    payments: &payments::Rows,
    currency: impl Fn(Uuid) -> Currency,
) -> impl Iterator<Item = (i64, Row)> {
    payments.recorded().map(move |(sequence, payment)| {
        let split = payment.now.split;
        let row = Payment {
            sequence,
            payment: payment.now.payment.0,
            account: payment.account,
            currency: currency(payment.account),
            amounts: [
                payment.now.amount,
                split.fees,
                split.interest,
                split.principal,
                split.overpayment,
                split.refunded,
            ],
            effective: payment.now.effective,
            recorded_at: payment.recorded_at,
            method: payment.method,
            status: payment.now.status.name(),
            external_id: payment.external_id.as_deref(),
        };
        (sequence, row.row())
    })
}
