//! The part of a book that was recorded in a span of days.

use super::BundleError;
use crate::manifest::Part;
use chrono::{DateTime, Days as Count, NaiveDate, NaiveTime, Utc};
use quittance_domain::CreditorId;
use quittance_store::chain::GENESIS;
use tokio_postgres::Client;

/// Days of recording, in UTC, both ends included; open where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

/// The part of the book that falls into these days; `None` when nothing does.
pub(super) async fn part(
    client: &Client,
    creditor: CreditorId,
    days: Days,
) -> Result<Option<Part>, BundleError> {
    let head = client
        .query_opt(include_str!("sql/head.sql"), &[&creditor.0])
        .await?;
    let Some(head) = head else {
        return Ok(None);
    };
    let (head_sequence, head_hash): (i64, Vec<u8>) = (head.try_get(0)?, head.try_get(1)?);
    let book = Book {
        client,
        creditor,
        length: head_sequence,
    };
    let first = match days.from {
        Some(from) => book.first_since(midnight(from)).await?,
        None => 1,
    };
    let last = match days.to.and_then(|to| to.checked_add_days(Count::new(1))) {
        Some(after) => book.first_since(midnight(after)).await? - 1,
        None => head_sequence,
    };
    if first > last {
        return Ok(None);
    }
    Ok(Some(Part {
        first_sequence: first,
        last_sequence: last,
        previous_hash: hex::encode(book.hash(first - 1).await?),
        last_hash: hex::encode(book.hash(last).await?),
        head_sequence,
        head_hash: hex::encode(head_hash),
    }))
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// A book, looked into an event at a time.
struct Book<'a> {
    client: &'a Client,
    creditor: CreditorId,
    length: i64,
}

impl Book<'_> {
    /// The first event recorded at a moment or later; one past the last when there is none.
    ///
    /// Recorded time never goes back within a book, so it is found by halving.
    async fn first_since(&self, moment: DateTime<Utc>) -> Result<i64, BundleError> {
        let (mut low, mut high) = (1, self.length + 1);
        while low < high {
            let middle = low + (high - low) / 2;
            let sql = include_str!("sql/recorded_at.sql");
            let row = self
                .client
                .query_one(sql, &[&self.creditor.0, &middle])
                .await?;
            if row.try_get::<_, DateTime<Utc>>(0)? < moment {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(low)
    }

    /// The hash of an event; zeros before the first.
    async fn hash(&self, sequence: i64) -> Result<Vec<u8>, BundleError> {
        if sequence == 0 {
            return Ok(GENESIS.to_vec());
        }
        let sql = include_str!("sql/hash.sql");
        let row = self
            .client
            .query_one(sql, &[&self.creditor.0, &sequence])
            .await?;
        Ok(row.try_get(0)?)
    }
}
