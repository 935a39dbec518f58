//! `settlements.csv`: every settlement offer and where it stands now.

use super::{RowError, currency, money};
use crate::table::{Row, Table};
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::{Currency, Money};
use quittance_projections::settlement_offers;
use uuid::Uuid;

pub const TABLE: Table = Table {
    name: "settlements.csv",
    columns: &[
        "sequence",
        "offer_id",
        "account_id",
        "currency",
        "amount",
        "counter_amount",
        "balance",
        "tier",
        "status",
        "offered_on",
        "offered_at",
        "expires_on",
        "accepted_at",
    ],
    key: 1,
};

/// Offers that were made by the events from $2 to $3.
pub const SQL: &str = include_str!("../sql/settlements.sql");

struct Settlement<'a> {
    sequence: i64,
    offer: Uuid,
    account: Uuid,
    currency: Currency,
    amount: Money,
    counter: Option<Money>,
    balance: Money,
    tier: &'a str,
    status: &'a str,
    offered_on: NaiveDate,
    offered_at: DateTime<Utc>,
    expires_on: Option<NaiveDate>,
    accepted_at: Option<DateTime<Utc>>,
}

impl Settlement<'_> {
    fn row(&self) -> Row {
        let mut row = Row::default();
        row.plain(self.sequence)
            .plain(self.offer)
            .plain(self.account)
            .plain(self.currency)
            .money(self.amount, self.currency)
            .optional_money(self.counter, self.currency)
            .money(self.balance, self.currency)
            .plain(self.tier)
            .plain(self.status)
            .date(self.offered_on)
            .moment(self.offered_at)
            .optional_date(self.expires_on)
            .optional_moment(self.accepted_at);
        row
    }
}

/// As the read models have it.
///
/// # Errors
/// [`RowError`].
pub fn of_view(row: &tokio_postgres::Row) -> Result<Row, RowError> {
    let counter: Option<i64> = row.try_get("counter_amount")?;
    Ok(Settlement {
        sequence: row.try_get("sequence")?,
        offer: row.try_get("offer_id")?,
        account: row.try_get("account_id")?,
        currency: currency(row, "currency")?,
        amount: money(row, "amount")?,
        counter: counter.map(Money::from_minor),
        balance: money(row, "balance")?,
        tier: row.try_get("tier")?,
        status: row.try_get("status")?,
        offered_on: row.try_get("offered_on")?,
        offered_at: row.try_get("offered_at")?,
        expires_on: row.try_get("expires_on")?,
        accepted_at: row.try_get("accepted_at")?,
    }
    .row())
}

/// As the facts have it, in order of sequence.
pub fn of_facts(
    offers: &settlement_offers::Rows,
    currency: impl Fn(Uuid) -> Currency,
) -> impl Iterator<Item = (i64, Row)> {
    offers.offered().map(move |(sequence, offer)| {
        let standing = offer.standing;
        let row = Settlement {
            sequence,
            offer: offer.offer,
            account: offer.account,
            currency: currency(offer.account),
            amount: Money::from_minor(standing.amount),
            counter: standing.counter.map(Money::from_minor),
            balance: Money::from_minor(standing.balance),
            tier: offer.tier,
            status: standing.status,
            offered_on: offer.offered_on,
            offered_at: offer.offered_at,
            expires_on: standing.expires_on,
            accepted_at: standing.accepted_at,
        };
        (sequence, row.row())
    })
}
