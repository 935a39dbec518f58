//! The messages that are due, and how sending them ended.

use super::roster::Endpoint;
use chrono::{DateTime, Utc};
use quittance_domain::CreditorId;
use std::collections::BTreeMap;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Error, Statement};
use uuid::Uuid;

/// A message that is this process's to send, for a while.
#[derive(Clone, Debug)]
pub(super) struct Claimed {
    pub creditor: CreditorId,
    pub id: Uuid,
    pub webhook: Uuid,
    pub topic: String,
    pub body: String,
    /// This one counted.
    pub attempts: i32,
    /// Of those, the ones before somebody asked for it to be sent again.
    pub attempts_before: i32,
}

/// What becomes of a message after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Delivered,
    /// To be sent again at this moment.
    Again(DateTime<Utc>),
    Dead,
}

/// An attempt that has ended.
#[derive(Clone, Debug)]
pub(super) struct Ended {
    pub claimed: Claimed,
    pub started_at: DateTime<Utc>,
    pub took_ms: i32,
    pub status: Option<i16>,
    pub error: Option<String>,
    pub fate: Fate,
}

/// The statements of a connection.
pub(super) struct Outbox {
    claim: Statement,
    settle: Statement,
    log: Statement,
    tell: Statement,
}

impl Outbox {
    pub async fn prepare(client: &Client) -> Result<Outbox, Error> {
        Ok(Outbox {
            claim: client.prepare(include_str!("sql/claim.sql")).await?,
            settle: client.prepare(include_str!("sql/settle.sql")).await?,
            log: client.prepare(include_str!("sql/log.sql")).await?,
            tell: client.prepare(include_str!("sql/tell.sql")).await?,
        })
    }

    /// Claims messages that are due, of each endpoint as many as there is room for; each is due again
    /// at the moment beside the room.
    pub async fn claim(
        &self,
        client: &Client,
        rooms: &[(&Endpoint, i32, DateTime<Utc>)],
        now: DateTime<Utc>,
    ) -> Result<Vec<Claimed>, Error> {
        let creditors: Vec<Uuid> = rooms.iter().map(|room| room.0.creditor.0).collect();
        let webhooks: Vec<Uuid> = rooms.iter().map(|room| room.0.webhook.id).collect();
        let counts: Vec<i32> = rooms.iter().map(|room| room.1).collect();
        let until: Vec<DateTime<Utc>> = rooms.iter().map(|room| room.2).collect();
        let parameters: [&(dyn ToSql + Sync); 5] = [&creditors, &webhooks, &counts, &until, &now];
        let rows = client.query(&self.claim, &parameters).await?;
        let claimed = rows.iter().map(|row| Claimed {
            creditor: CreditorId(row.get(0)),
            id: row.get(1),
            webhook: row.get(2),
            topic: row.get(3),
            body: row.get(4),
            attempts: row.get(5),
            attempts_before: row.get(6),
        });
        Ok(claimed.collect())
    }

    /// Writes down how attempts ended; comes back with how many messages in a row each endpoint has
    /// let be given up.
    pub async fn settle(
        &self,
        client: &mut Client,
        ended: &[Ended],
        now: DateTime<Utc>,
    ) -> Result<Vec<(Uuid, i32)>, Error> {
        let creditors = column(ended, |ended| ended.claimed.creditor.0);
        let ids = column(ended, |ended| ended.claimed.id);
        let states = column(ended, |ended| match ended.fate {
            Fate::Delivered => "delivered",
            Fate::Again(_) => "pending",
            Fate::Dead => "dead",
        });
        let due = column(ended, |ended| match ended.fate {
            Fate::Again(at) => at,
            _ => now,
        });
        let finished = column(ended, |ended| match ended.fate {
            Fate::Again(_) => None,
            _ => Some(now),
        });
        let numbers = column(ended, |ended| ended.claimed.attempts);
        let started = column(ended, |ended| ended.started_at);
        let took = column(ended, |ended| ended.took_ms);
        let statuses = column(ended, |ended| ended.status);
        let errors = column(ended, |ended| ended.error.clone());
        let transaction = client.transaction().await?;
        let settle: [&(dyn ToSql + Sync); 5] = [&creditors, &ids, &states, &due, &finished];
        transaction.execute(&self.settle, &settle).await?;
        let log: [&(dyn ToSql + Sync); 7] = [
            &creditors, &ids, &numbers, &started, &took, &statuses, &errors,
        ];
        transaction.execute(&self.log, &log).await?;
        let failures = self.tell(&transaction, ended, now).await?;
        transaction.commit().await?;
        Ok(failures)
    }

    /// Brings the endpoints' own rows up to what has ended.
    async fn tell(
        &self,
        transaction: &tokio_postgres::Transaction<'_>,
        ended: &[Ended],
        now: DateTime<Utc>,
    ) -> Result<Vec<(Uuid, i32)>, Error> {
        let mut news: BTreeMap<(Uuid, Uuid), News> = BTreeMap::new();
        for one in ended {
            let endpoint = (one.claimed.creditor.0, one.claimed.webhook);
            news.entry(endpoint).or_default().add(one);
        }
        let creditors: Vec<Uuid> = news.keys().map(|(creditor, _)| *creditor).collect();
        let webhooks: Vec<Uuid> = news.keys().map(|(_, webhook)| *webhook).collect();
        let delivered: Vec<bool> = news.values().map(|news| news.delivered).collect();
        let dead: Vec<i32> = news.values().map(|news| news.dead).collect();
        let errors: Vec<Option<&str>> = news.values().map(|news| news.error).collect();
        let parameters: [&(dyn ToSql + Sync); 6] =
            [&creditors, &webhooks, &delivered, &dead, &errors, &now];
        let rows = transaction.query(&self.tell, &parameters).await?;
        Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
    }
}

/// What an endpoint's own row learns of a batch.
#[derive(Default)]
struct News<'a> {
    delivered: bool,
    /// Given up since the last that was delivered.
    dead: i32,
    error: Option<&'a str>,
}

impl<'a> News<'a> {
    fn add(&mut self, ended: &'a Ended) {
        match ended.fate {
            Fate::Delivered => {
                self.delivered = true;
                self.dead = 0;
            }
            Fate::Dead => self.dead += 1,
            Fate::Again(_) => {}
        }
        if let Some(error) = &ended.error {
            self.error = Some(error);
        }
    }
}

fn column<'a, T>(ended: &'a [Ended], of: impl Fn(&'a Ended) -> T) -> Vec<T> {
    ended.iter().map(of).collect()
}
