//! Forgetting what was sent long ago, and what will never be sent.

use super::Office;
use super::roster::tenants_of_all;
use chrono::TimeDelta;
use quittance_store::ids::now;
use quittance_store::{DatabaseError, Role};
use std::time::Duration;
use tokio_postgres::Client;

/// What has ended is kept for so long; so is what waits for an endpoint that has been removed.
const KEPT: TimeDelta = TimeDelta::days(30);
/// Between two looks.
const INTERVAL: Duration = Duration::from_secs(600);
/// Forgotten in one statement, so that none takes long.
const PAGE: i64 = 1_000;

/// Forgets for as long as the process runs.
pub(super) async fn keep_pruning(office: Office) {
    loop {
        match prune(&office).await {
            Ok(0) => {}
            Ok(gone) => tracing::info!(gone, "webhooks: old deliveries were forgotten"),
            Err(error) => tracing::warn!(%error, "webhooks: old deliveries are still there"),
        }
        tokio::time::sleep(INTERVAL).await;
    }
}

/// Forgets all there is to forget, over all creditors; says how much that was.
async fn prune(office: &Office) -> Result<u64, DatabaseError> {
    let client = office.database.connect(Role::Writer).await?;
    let tenants = tenants_of_all(&office.database).await?;
    client.batch_execute(&tenants).await?;
    let ended = pages(&client, include_str!("sql/prune_ended.sql")).await?;
    let unwanted = pages(&client, include_str!("sql/prune_unwanted.sql")).await?;
    Ok(ended + unwanted)
}

async fn pages(client: &Client, sql: &str) -> Result<u64, DatabaseError> {
    let statement = client.prepare(sql).await?;
    let before = now() - KEPT;
    let mut gone = 0;
    loop {
        let page = client.execute(&statement, &[&before, &PAGE]).await?;
        if page == 0 {
            return Ok(gone);
        }
        gone += page;
    }
}
