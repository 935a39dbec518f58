//! How fast a whole book is folded, beside how fast Postgres itself can write its rows out.

use super::target::Target;
use anyhow::{Context, ensure};
use quittance_domain::CreditorId;
use quittance_store::{Role, fold};
use serde::Serialize;
use std::time::Instant;

/// One round of replaying.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Replay {
    pub events: u64,
    pub per_second: f64,
    /// Rows a second of `COPY … TO '/dev/null' (FORMAT binary)` of the same rows.
    pub copied_per_second: f64,
}

/// Folds the creditor's book from its first event, and copies it.
///
/// # Errors
/// When an event does not follow from the ones before, or the login may not write server files.
pub async fn measure(target: &Target, creditor: CreditorId) -> anyhow::Result<Replay> {
    let reader = target.database.connect(Role::Reader).await?;
    reader
        .batch_execute(&format!("SET quittance.creditors = '{creditor}'"))
        .await?;
    let head = "SELECT sequence FROM book.books WHERE creditor_id = $1";
    let until: i64 = reader.query_one(head, &[&creditor.0]).await?.get(0);
    let copy = include_str!("sql/copy.sql")
        .replace("$creditor", &creditor.to_string())
        .replace("$until", &until.to_string());
    let login = target.connect().await?;
    // Once unmeasured, so that both read from memory what memory holds.
    login
        .batch_execute(&copy)
        .await
        .context("the rows cannot be copied to /dev/null")?;
    let begun = Instant::now();
    login.batch_execute(&copy).await?;
    let copied = begun.elapsed().as_secs_f64();
    let begun = Instant::now();
    let folded = fold::fold_only(&reader, creditor, until, |_| {}).await?;
    let seconds = begun.elapsed().as_secs_f64();
    ensure!(
        folded.found == 0,
        "events do not follow: {:?}",
        folded.findings
    );
    ensure!(
        folded.events == u64::try_from(until)?,
        "the book has {until} events"
    );
    Ok(Replay {
        events: folded.events,
        per_second: folded.events as f64 / seconds,
        copied_per_second: folded.events as f64 / copied,
    })
}
