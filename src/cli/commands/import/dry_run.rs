//! What an import would do: the book is asked which references are taken.

use super::report::{Report, RowError};
use super::write::{Good, request_id};
use quittance_api::body::FieldError;
use quittance_api::placement::ACCOUNT_NUMBER;
use quittance_domain::CreditorId;
use quittance_store::{Database, Role};
use std::collections::{HashMap, HashSet};
use tokio_postgres::{Client, Statement};
use uuid::Uuid;

/// Rows that are asked about at once.
const AT_ONCE: usize = 1_000;

const TAKEN: &str = "SELECT name, stream_id FROM book.claims \
    WHERE creditor_id = $1 AND kind = $2 AND name = ANY ($3)";
const SEEN: &str = "SELECT request_id FROM book.requests \
    WHERE creditor_id = $1 AND request_id = ANY ($2)";

/// Counts what would become of the rows, and writes nothing.
///
/// # Errors
/// When the file or the book cannot be read.
pub async fn dry_run(
    database: &Database,
    creditor: CreditorId,
    digest: &str,
    mut rows: impl Iterator<Item = anyhow::Result<Good>>,
    report: &mut Report,
) -> anyhow::Result<()> {
    // The role that appends is the one that may read claims and requests.
    let client = database.connect(Role::Writer).await?;
    client
        .batch_execute(&format!("SET quittance.creditors = '{creditor}'"))
        .await?;
    let book = Book {
        taken: client.prepare(TAKEN).await?,
        seen: client.prepare(SEEN).await?,
        client,
        creditor,
    };
    loop {
        let batch = rows.by_ref().take(AT_ONCE).collect::<Result<Vec<_>, _>>()?;
        if batch.is_empty() {
            return Ok(());
        }
        book.ask(digest, &batch, report).await?;
    }
}

struct Book {
    client: Client,
    taken: Statement,
    seen: Statement,
    creditor: CreditorId,
}

impl Book {
    async fn ask(&self, digest: &str, batch: &[Good], report: &mut Report) -> anyhow::Result<()> {
        let ids: Vec<String> = batch
            .iter()
            .map(|good| request_id(digest, good.row))
            .collect();
        let seen = self
            .client
            .query(&self.seen, &[&self.creditor.0, &ids])
            .await?;
        let seen: HashSet<String> = seen.iter().map(|row| row.get(0)).collect();
        let names: Vec<&str> = batch
            .iter()
            .filter_map(|good| good.placement.number.as_deref())
            .collect();
        let taken = self
            .client
            .query(&self.taken, &[&self.creditor.0, &ACCOUNT_NUMBER, &names])
            .await?;
        let taken: HashMap<String, Uuid> =
            taken.iter().map(|row| (row.get(0), row.get(1))).collect();
        for (good, id) in batch.iter().zip(&ids) {
            let holder = good
                .placement
                .number
                .as_ref()
                .and_then(|number| taken.get(number));
            match holder {
                _ if seen.contains(id) => report.placed_before += 1,
                None => report.placed += 1,
                Some(holder) => {
                    let message = format!("is that of account {holder} in the book");
                    let error = FieldError::new("creditor_reference", message);
                    report
                        .errors
                        .extend(RowError::of(good.row, good.line, vec![error]));
                    report.failed += 1;
                }
            }
        }
        Ok(())
    }
}
