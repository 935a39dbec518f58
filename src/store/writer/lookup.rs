//! What a batch must know before it decides, fetched in one round trip.

use crate::chain::GENESIS;
use crate::database::DatabaseError;
use crate::events::{ReadError, load_states};
use crate::writer::cache::{Cache, Head};
use crate::writer::{Claim, Queued, Reply};
use bytes::Bytes;
use quittance_domain::account::Command;
use quittance_domain::{AccountId, CreditorId};
use std::collections::{BTreeSet, HashMap};
use tokio_postgres::{Client, Statement};
use uuid::Uuid;

/// The statements of the lookup connection.
pub(super) struct Lookups {
    requests: Statement,
    claims: Statement,
    head: Statement,
    since: Statement,
}

/// An answer saved under a request id.
pub(super) struct Saved {
    pub digest: Vec<u8>,
    pub reply: Reply,
}

/// What was found for one batch.
#[derive(Default)]
pub(super) struct Found {
    pub requests: HashMap<(CreditorId, String), Saved>,
    pub claims: HashMap<(CreditorId, Claim), Uuid>,
}

impl Lookups {
    pub async fn prepare(client: &Client) -> Result<Lookups, DatabaseError> {
        Ok(Lookups {
            requests: client
                .prepare(include_str!("../sql/read_requests.sql"))
                .await?,
            claims: client
                .prepare(include_str!("../sql/read_claims.sql"))
                .await?,
            head: client.prepare(include_str!("../sql/read_head.sql")).await?,
            since: client
                .prepare(include_str!("../sql/read_since.sql"))
                .await?,
        })
    }

    /// Finds saved answers and taken names, and fills the cache with the heads and states that the
    /// batch needs and it lacks.
    pub async fn run(
        &self,
        client: &Client,
        batch: &[Queued],
        cache: &mut Cache,
    ) -> Result<Found, ReadError> {
        let creditors: BTreeSet<CreditorId> = batch
            .iter()
            .map(|queued| queued.envelope.creditor)
            .collect();
        let tenants: Vec<String> = creditors
            .iter()
            .map(|creditor| creditor.to_string())
            .collect();
        let set = format!("SET quittance.creditors = '{}'", tenants.join(","));
        let (set, found) = tokio::join!(
            client.batch_execute(&set),
            self.saved(client, batch, &creditors)
        );
        set?;
        let found = found?;
        for creditor in creditors {
            if cache.head(creditor).is_none()
                && let Some(head) = self.head(client, creditor).await?
            {
                cache.set_head(creditor, head);
            }
            let missing: BTreeSet<AccountId> = batch
                .iter()
                .map(|queued| &queued.envelope)
                .filter(|envelope| envelope.creditor == creditor && loads(&envelope.command))
                .map(|envelope| envelope.account)
                .filter(|account| !cache.contains(creditor, *account))
                .collect();
            if !missing.is_empty() {
                let missing: Vec<AccountId> = missing.into_iter().collect();
                for (account, state) in load_states(client, creditor, &missing).await? {
                    cache.insert(creditor, account, state);
                }
            }
        }
        Ok(found)
    }

    async fn saved(
        &self,
        client: &Client,
        batch: &[Queued],
        creditors: &BTreeSet<CreditorId>,
    ) -> Result<Found, tokio_postgres::Error> {
        let creditors: Vec<Uuid> = creditors.iter().map(|creditor| creditor.0).collect();
        let envelopes = || batch.iter().map(|queued| &queued.envelope);
        let ids: Vec<&str> = envelopes()
            .filter_map(|e| e.request.as_ref())
            .map(|key| &*key.id)
            .collect();
        let claims: Vec<&Claim> = envelopes().flat_map(|e| &e.claims).collect();
        let kinds: Vec<&str> = claims.iter().map(|claim| claim.kind).collect();
        let names: Vec<&str> = claims.iter().map(|claim| &*claim.name).collect();
        let mut found = Found::default();
        let (saved, taken) = tokio::join!(
            async {
                if ids.is_empty() {
                    return Ok(Vec::new());
                }
                client.query(&self.requests, &[&creditors, &ids]).await
            },
            async {
                if claims.is_empty() {
                    return Ok(Vec::new());
                }
                client
                    .query(&self.claims, &[&creditors, &kinds, &names])
                    .await
            }
        );
        for row in saved? {
            let status = u16::try_from(row.get::<_, i16>(3)).unwrap_or(500);
            let body = Bytes::from(row.get::<_, Vec<u8>>(4));
            let saved = Saved {
                digest: row.get(2),
                reply: Reply { status, body },
            };
            found
                .requests
                .insert((CreditorId(row.get(0)), row.get(1)), saved);
        }
        for row in taken? {
            let (kind, name): (&str, &str) = (row.get(1), row.get(2));
            if let Some(claim) = claims.iter().find(|c| c.kind == kind && &*c.name == name) {
                found
                    .claims
                    .insert((CreditorId(row.get(0)), (*claim).clone()), row.get(3));
            }
        }
        Ok(found)
    }

    async fn head(
        &self,
        client: &Client,
        creditor: CreditorId,
    ) -> Result<Option<Head>, tokio_postgres::Error> {
        let row = client.query_opt(&self.head, &[&creditor.0]).await?;
        Ok(row.map(|row| Head {
            sequence: u64::try_from(row.get::<_, i64>(0)).unwrap_or_default(),
            hash: row.get::<_, Vec<u8>>(1).try_into().unwrap_or(GENESIS),
            recorded_at: row.get(2),
        }))
    }

    /// Brings the cache up to what other processes have written to these books.
    pub async fn catch_up(
        &self,
        client: &Client,
        creditors: &BTreeSet<CreditorId>,
        cache: &mut Cache,
    ) -> Result<(), tokio_postgres::Error> {
        let tenants: Vec<String> = creditors
            .iter()
            .map(|creditor| creditor.to_string())
            .collect();
        client
            .batch_execute(&format!(
                "SET quittance.creditors = '{}'",
                tenants.join(",")
            ))
            .await?;
        for creditor in creditors {
            let Some(known) = cache.head(*creditor) else {
                continue;
            };
            // The head first: what is written between the two reads is then read again next time.
            if let Some(head) = self.head(client, *creditor).await? {
                let after = i64::try_from(known.sequence).unwrap_or(i64::MAX);
                for row in client.query(&self.since, &[&creditor.0, &after]).await? {
                    cache.forget(*creditor, AccountId(row.get(0)));
                }
                cache.set_head(*creditor, head);
            }
        }
        Ok(())
    }
}

/// A command that opens an account has an id of its own making: there is nothing to load.
fn loads(command: &Command) -> bool {
    !matches!(command, Command::CreateLoan(_) | Command::PlaceAccount(_))
}
