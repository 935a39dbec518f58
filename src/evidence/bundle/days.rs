//! The part of a book that was recorded in a span of days.

use crate::error::ExportError;
use crate::manifest::Part;
use chrono::{DateTime, Days as Count, NaiveDate, NaiveTime, TimeDelta, Utc};
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
pub(crate) async fn part(
    client: &Client,
    creditor: CreditorId,
    days: Days,
) -> Result<Option<Part>, ExportError> {
    let head = client
        .query_opt(include_str!("../sql/head.sql"), &[&creditor.0])
        .await?;
    let Some(head) = head else {
        return Ok(None);
    };
    let (head_sequence, head_hash): (i64, Vec<u8>) = (head.try_get(0)?, head.try_get(1)?);
    let first = match days.from {
        Some(from) => known_before(client, creditor, from).await? + 1,
        None => 1,
    };
    let last = match days.to.and_then(|to| to.checked_add_days(Count::new(1))) {
        Some(after) => known_before(client, creditor, after).await?,
        None => head_sequence,
    };
    if first > last {
        return Ok(None);
    }
    Ok(Some(Part {
        first_sequence: first,
        last_sequence: last,
        previous_hash: hex::encode(hash(client, creditor, first - 1).await?),
        last_hash: hex::encode(hash(client, creditor, last).await?),
        head_sequence,
        head_hash: hex::encode(head_hash),
    }))
}

/// The last event recorded before a day; 0 when there is none.
async fn known_before(
    client: &Client,
    creditor: CreditorId,
    day: NaiveDate,
) -> Result<i64, ExportError> {
    // Postgres keeps microseconds, so this is the last moment of the day before.
    let moment: DateTime<Utc> = day.and_time(NaiveTime::MIN).and_utc() - TimeDelta::microseconds(1);
    let sql = include_str!("../sql/sequence_at.sql");
    let row = client.query_opt(sql, &[&creditor.0, &moment]).await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?.unwrap_or(0))
}

/// The hash of an event; zeros before the first.
async fn hash(
    client: &Client,
    creditor: CreditorId,
    sequence: i64,
) -> Result<Vec<u8>, ExportError> {
    if sequence == 0 {
        return Ok(GENESIS.to_vec());
    }
    let sql = include_str!("../sql/hash.sql");
    let row = client.query_one(sql, &[&creditor.0, &sequence]).await?;
    Ok(row.try_get(0)?)
}
