//! Whether the book holds exactly what was acknowledged.

use super::load::Load;
use super::target::Target;
use anyhow::{bail, ensure};
use quittance_domain::CreditorId;
use quittance_store::Role;
use tokio_postgres::Client;

/// A book's totals before a run.
#[derive(Debug)]
pub struct Standing {
    sequence: i64,
    payments: i64,
    owed: i64,
}

/// Reads a creditor's book as the role that handlers read with, which sees no other.
async fn reader(target: &Target, creditor: CreditorId) -> anyhow::Result<Client> {
    let client = target.database.connect(Role::Reader).await?;
    client
        .batch_execute(&format!("SET quittance.creditors = '{creditor}'"))
        .await?;
    Ok(client)
}

impl Standing {
    /// # Errors
    /// When the book cannot be read.
    pub async fn read(target: &Target, creditor: CreditorId) -> anyhow::Result<Standing> {
        let client = reader(target, creditor).await?;
        let row = client
            .query_one(include_str!("sql/standing.sql"), &[&creditor.0])
            .await?;
        Ok(Standing {
            sequence: row.get(0),
            payments: row.get(1),
            owed: row.get(2),
        })
    }
}

/// Compares what a run has left behind with what it was told.
///
/// # Errors
/// When a reply was wrong, or an event, payment, cent or journal line is missing or too many.
pub async fn check(
    target: &Target,
    creditor: CreditorId,
    before: &Standing,
    load: &Load,
) -> anyhow::Result<()> {
    if load.wrong > 0 {
        let first = load.first_wrong.as_deref().unwrap_or("unknown");
        bail!("{} replies were wrong, the first one: {first}", load.wrong);
    }
    let after = Standing::read(target, creditor).await?;
    let client = reader(target, creditor).await?;
    let sql = include_str!("sql/recorded.sql");
    let row = client
        .query_one(sql, &[&creditor.0, &before.sequence])
        .await?;
    let (payments, cents) = (
        i64::try_from(load.acknowledged)?,
        i64::try_from(load.cents)?,
    );
    let facts: [(&str, i64, i64); 8] = [
        (
            "the book's head moved by",
            after.sequence - before.sequence,
            payments,
        ),
        (
            "the counter of payments moved by",
            after.payments - before.payments,
            payments,
        ),
        ("what is owed fell by", before.owed - after.owed, cents),
        ("events", row.get("events"), payments),
        ("events of payments", row.get("received"), payments),
        ("payments", row.get("payments"), payments),
        ("cents paid", row.get("paid"), cents),
        ("cents in the journal", row.get("booked"), cents),
    ];
    for (what, found, expected) in facts {
        ensure!(
            found == expected,
            "{what}: {found}, but {expected} were acknowledged"
        );
    }
    Ok(())
}
