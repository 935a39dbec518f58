//! The endpoints that are to be told, over all creditors.

use quittance_domain::CreditorId;
use quittance_domain::creditor::Webhook;
use quittance_store::{Database, DatabaseError, Role, creditors};
use std::collections::HashMap;
use std::time::{Duration, Instant};
use tokio_postgres::Client;
use uuid::Uuid;

/// After so long the endpoints are looked at again.
const FRESH: Duration = Duration::from_secs(1);

/// An endpoint that is sent to.
#[derive(Clone, Debug)]
pub(super) struct Endpoint {
    pub creditor: CreditorId,
    /// The book sequence of its configuration: it is told of what comes after.
    pub since: i64,
    pub webhook: Webhook,
}

/// The endpoints that are not disabled, as they were a moment ago.
#[derive(Debug, Default)]
pub(super) struct Roster {
    pub endpoints: HashMap<Uuid, Endpoint>,
    looked: Option<Instant>,
}

impl Roster {
    /// The setting that makes all creditors of the endpoints tenants of a connection.
    pub fn tenants(&self) -> String {
        let mut creditors: Vec<String> = self
            .endpoints
            .values()
            .map(|endpoint| endpoint.creditor.to_string())
            .collect();
        creditors.sort_unstable();
        creditors.dedup();
        tenants(&creditors)
    }

    /// Looks again when the last look was a while ago; says whether it did.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn refresh(
        &mut self,
        database: &Database,
        client: &Client,
    ) -> Result<bool, DatabaseError> {
        if self.looked.is_some_and(|looked| looked.elapsed() < FRESH) {
            return Ok(false);
        }
        client
            .batch_execute(&tenants_of_all(database).await?)
            .await?;
        let rows = client.query(include_str!("sql/endpoints.sql"), &[]).await?;
        self.endpoints.clear();
        for row in rows {
            let text: &str = row.get(2);
            match serde_json::from_str::<Webhook>(text) {
                Ok(webhook) if webhook.disabled.is_none() => {
                    let endpoint = Endpoint {
                        creditor: CreditorId(row.get(0)),
                        since: row.get(1),
                        webhook,
                    };
                    self.endpoints.insert(endpoint.webhook.id, endpoint);
                }
                Ok(_) => {}
                Err(error) => tracing::error!(%error, "an endpoint cannot be read"),
            }
        }
        self.looked = Some(Instant::now());
        Ok(true)
    }
}

/// The setting that makes all creditors there are tenants of a connection.
///
/// # Errors
/// [`DatabaseError`].
pub(super) async fn tenants_of_all(database: &Database) -> Result<String, DatabaseError> {
    let owner = database.connect(Role::Owner).await?;
    let all = creditors::list(&owner).await?.into_iter();
    let all: Vec<String> = all.map(|(creditor, _)| creditor.to_string()).collect();
    Ok(tenants(&all))
}

fn tenants(creditors: &[String]) -> String {
    format!("SET quittance.creditors = '{}'", creditors.join(","))
}
