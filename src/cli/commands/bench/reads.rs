//! How long reads over HTTP take, beside the bare statement through a pool of the same kind.
//!
//! One request at a time, in blocks that take turns, so that both see the same machine.

use super::connection::Connection;
use super::histogram::Histogram;
use super::load::Plan;
use super::request::Lot;
use super::target::Target;
use anyhow::ensure;
use quittance_domain::CreditorId;
use quittance_store::Readers;
use serde::Serialize;
use std::time::Instant;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

/// Blocks of each read, and requests in a block; the first block of each is not measured.
const BLOCKS: usize = 11;
const REQUESTS: usize = 100;
/// Requests in a block of those by place, whose time grows with the place.
const REQUESTS_BY_PLACE: usize = 5;

/// Median times of one round, over HTTP and of the bare statement.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Reads {
    pub account: Times,
    /// The newest fifty accounts.
    pub first_page: Times,
    /// Fifty accounts from the middle of all, by a cursor.
    pub middle_by_cursor: Times,
    /// Fifty accounts from the middle of all, by their place, which must be counted up to.
    pub middle_by_place: Times,
}

/// Median times in milliseconds.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Times {
    pub http_ms: f64,
    pub sql_ms: f64,
}

impl Times {
    pub fn pair(self) -> (f64, f64) {
        (self.http_ms, self.sql_ms)
    }
}

/// What is read, and by which statement without HTTP.
#[derive(Clone, Copy)]
enum Read {
    Account,
    FirstPage,
    ByCursor,
    ByPlace,
}

/// What reads share.
struct Reading<'a> {
    plan: &'a Plan,
    creditor: CreditorId,
    connection: Connection,
    readers: Readers,
    lot: Lot,
}

/// Measures every read.
///
/// # Errors
/// When a read is not answered with 200, or the database cannot be reached.
pub async fn measure(target: &Target, plan: &Plan, creditor: CreditorId) -> anyhow::Result<Reads> {
    let mut reading = Reading {
        plan,
        creditor,
        connection: Connection::open(plan.address).await?,
        readers: target.database.readers(1)?,
        lot: Lot::shuffled()?,
    };
    Ok(Reads {
        account: reading.times(Read::Account).await?,
        first_page: reading.times(Read::FirstPage).await?,
        middle_by_cursor: reading.times(Read::ByCursor).await?,
        middle_by_place: reading.times(Read::ByPlace).await?,
    })
}

impl Reading<'_> {
    async fn times(&mut self, read: Read) -> anyhow::Result<Times> {
        let (mut http, mut sql) = (Histogram::default(), Histogram::default());
        let requests = match read {
            Read::ByPlace => REQUESTS_BY_PLACE,
            Read::Account | Read::FirstPage | Read::ByCursor => REQUESTS,
        };
        for block in 0..BLOCKS {
            for _ in 0..requests {
                let account = self.account();
                let begun = Instant::now();
                self.over_http(read, account).await?;
                note(&mut http, begun, block);
            }
            for _ in 0..requests {
                let account = self.account();
                let begun = Instant::now();
                self.by_statement(read, account).await?;
                note(&mut sql, begun, block);
            }
        }
        Ok(Times {
            http_ms: http.quantile(0.5),
            sql_ms: sql.quantile(0.5),
        })
    }

    fn account(&mut self) -> Uuid {
        let accounts = &self.plan.accounts;
        accounts[self.lot.below(accounts.len() as u64) as usize]
    }

    /// The accounts were placed first of all, so the middle one has about this sequence.
    fn middle(&self) -> usize {
        self.plan.accounts.len() / 2
    }

    async fn over_http(&mut self, read: Read, account: Uuid) -> anyhow::Result<()> {
        let middle = self.middle();
        let path = match read {
            Read::Account => format!("/api/v1/loans/{account}"),
            Read::FirstPage => "/api/v1/loans?range=[0,49]".to_owned(),
            Read::ByCursor => format!("/api/v1/creditor/accounts?limit=50&cursor={middle}"),
            Read::ByPlace => format!("/api/v1/loans?range=[{middle},{}]", middle + 49),
        };
        let (address, key) = (self.plan.address, &self.plan.api_key);
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {key}\r\n\r\n"
        );
        let reply = self.connection.exchange(request.as_bytes()).await?;
        ensure!(
            reply.status == 200,
            "{path} answers {}; serve with --rate-limits off",
            reply.status
        );
        Ok(())
    }

    async fn by_statement(&mut self, read: Read, account: Uuid) -> anyhow::Result<()> {
        let middle = i64::try_from(self.middle())?;
        let before = match read {
            Read::FirstPage => i64::MAX,
            Read::Account | Read::ByCursor | Read::ByPlace => middle,
        };
        let (sql, key): (_, &(dyn ToSql + Sync)) = match read {
            Read::Account => (include_str!("sql/one_account.sql"), &account),
            _ => (include_str!("sql/page.sql"), &before),
        };
        let mut reader = self.readers.of(self.creditor).await?;
        let rows = reader.query(sql, &[&self.creditor.0, key]).await?;
        ensure!(!rows.is_empty(), "there is nothing to read");
        Ok(())
    }
}

fn note(histogram: &mut Histogram, begun: Instant, block: usize) {
    if block > 0 {
        let nanos = u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
        histogram.record(nanos);
    }
}
