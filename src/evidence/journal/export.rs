//! Writing a creditor's journal as it stands in the ledger.

use super::{Beginning, Format, Journal};
use crate::bundle::{Days, PIECE, part};
use crate::error::ExportError;
use crate::tables::journal;
use bytes::Bytes;
use chrono::{DateTime, NaiveDate, Utc};
use futures_util::TryStreamExt;
use quittance_domain::CreditorId;
use quittance_projections::rebuild::snapshot::Snapshot;
use quittance_store::Database;
use std::collections::BTreeSet;
use std::pin::pin;
use tokio::sync::mpsc;
use tokio_postgres::types::ToSql;

/// A journal about to be written: its lines are known to be there, as they are at one moment.
#[derive(Debug)]
pub struct Export {
    snapshot: Snapshot,
    creditor: CreditorId,
    format: Format,
    /// The last event whose lines are written.
    last: i64,
}

impl Export {
    /// Takes a snapshot of the lines that were booked by the end of a day, or of all.
    ///
    /// # Errors
    /// [`ExportError::Empty`] when the book had not begun by then.
    pub async fn of(
        database: &Database,
        creditor: CreditorId,
        format: Format,
        to: Option<NaiveDate>,
    ) -> Result<Export, ExportError> {
        let snapshot = Snapshot::take(database).await?;
        snapshot.head(creditor).await?;
        let days = Days { from: None, to };
        let part = part(&snapshot.client, creditor, days).await?;
        Ok(Export {
            snapshot,
            creditor,
            format,
            last: part.ok_or(ExportError::Empty)?.last_sequence,
        })
    }

    /// Writes it; `progress` is told how many lines have been written.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn write(
        self,
        to: mpsc::Sender<Bytes>,
        mut progress: impl FnMut(u64),
    ) -> Result<(), ExportError> {
        let client = &self.snapshot.client;
        let sql = include_str!("../sql/journal_beginning.sql");
        let row = client.query_one(sql, &[&self.creditor.0]).await?;
        let codes: Vec<&str> = row.try_get("currencies")?;
        let known = codes.iter().filter_map(|code| code.parse().ok());
        let beginning = Beginning {
            creditor: row.try_get("name")?,
            day: row.try_get::<_, DateTime<Utc>>("recorded_at")?.date_naive(),
            currencies: known.collect::<BTreeSet<_>>(),
        };
        let mut written = Journal::begin(self.format, &beginning);
        let range: [&(dyn ToSql + Sync); 3] = [&self.creditor.0, &1_i64, &self.last];
        let mut rows = pin!(client.query_raw(journal::SQL, range).await?);
        let mut lines = 0;
        while let Some(row) = rows.try_next().await? {
            let (booking, place, line) = journal::read(&row)?;
            written.line(&booking, place, &line);
            lines += 1;
            if written.written() >= PIECE {
                send(&to, written.take()).await?;
                progress(lines);
            }
        }
        progress(lines);
        send(&to, written.end()).await
    }
}

async fn send(to: &mpsc::Sender<Bytes>, bytes: Vec<u8>) -> Result<(), ExportError> {
    let sent = to.send(bytes.into()).await;
    sent.map_err(|_| ExportError::Abandoned)
}
