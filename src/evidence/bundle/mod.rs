//! Writing a bundle: a creditor's book and the tables that follow from it, in one archive.
//!
//! Shape: all is read in one snapshot, table by table, and goes through [`archive`] in pieces to
//! whoever takes them, so that memory does not grow with the book and nothing is kept on disk.
//!
//! Bounds: pieces of about [`archive::PIECE`] bytes; the snapshot is held for as long as the taker takes.

mod archive;
mod days;

use crate::error::ExportError;
use crate::event_line::EventLine;
use crate::manifest::{EVENTS, FORMAT, KEY, MANIFEST, Manifest, Part, README, SIGNATURE};
use crate::table::{Row, Table, moment};
use crate::tables::{RowError, accounts, audit, journal, payments, settlements};
use archive::Archive;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
use quittance_domain::CreditorId;
use quittance_projections::rebuild::snapshot::Snapshot;
use quittance_store::Database;
use quittance_store::events::ReadError;
use quittance_store::scan::Scan;
use quittance_store::signing::SigningKey;
use std::pin::pin;
use tokio::sync::mpsc;
use tokio_postgres::types::ToSql;

pub(crate) use archive::PIECE;
pub use days::Days;
pub(crate) use days::part;

/// A bundle about to be written: its part of the book is known, and there is something in it.
#[derive(Debug)]
pub struct Bundle {
    creditor: CreditorId,
    name: String,
    snapshot: Snapshot,
    part: Part,
}

impl Bundle {
    /// Takes a snapshot and finds what was asked for in it.
    ///
    /// # Errors
    /// [`ExportError::Empty`] when nothing was recorded in these days.
    pub async fn of(
        database: &Database,
        creditor: CreditorId,
        days: Days,
    ) -> Result<Bundle, ExportError> {
        let snapshot = Snapshot::take(database).await?;
        snapshot.head(creditor).await?;
        let sql = include_str!("../sql/creditor.sql");
        let row = snapshot.client.query_one(sql, &[&creditor.0]).await?;
        let part = part(&snapshot.client, creditor, days).await?;
        Ok(Bundle {
            creditor,
            name: row.try_get(0)?,
            part: part.ok_or(ExportError::Empty)?,
            snapshot,
        })
    }

    /// How many events it will have.
    pub fn events(&self) -> u64 {
        let part = &self.part;
        (part.last_sequence - part.first_sequence + 1).unsigned_abs()
    }

    /// Writes it; `progress` is told how many events have been written.
    ///
    /// # Errors
    /// [`ExportError`]; what has been handed over by then is no archive.
    pub async fn write(
        self,
        key: &SigningKey,
        made_at: DateTime<Utc>,
        to: mpsc::Sender<Bytes>,
        progress: impl FnMut(u64),
    ) -> Result<Manifest, ExportError> {
        let mut archive = Archive::new(to);
        archive.file(README, readme(&self, key).as_bytes()).await?;
        self.events_file(&mut archive, progress).await?;
        self.audit_file(&mut archive).await?;
        let views: [View; 4] = [
            (&accounts::TABLE, accounts::SQL, accounts::of_view),
            (&payments::TABLE, payments::SQL, payments::of_view),
            (&settlements::TABLE, settlements::SQL, settlements::of_view),
            (&journal::TABLE, journal::SQL, journal::of_view),
        ];
        for view in views {
            self.view_file(&mut archive, view).await?;
        }
        let pem = key.public().to_pem();
        archive.file(KEY, pem.as_bytes()).await?;
        let manifest = Manifest {
            format: FORMAT.to_owned(),
            creditor: self.creditor.0,
            creditor_name: self.name,
            made_at: moment(made_at),
            book: self.part,
            public_key: key.public().to_string(),
            files: archive.files().to_vec(),
        };
        let mut text = serde_json::to_vec_pretty(&manifest)?;
        text.push(b'\n');
        let signature = key.sign(&text);
        archive.file(MANIFEST, &text).await?;
        archive.file(SIGNATURE, &signature).await?;
        archive.finish().await?;
        Ok(manifest)
    }

    async fn scan(&self) -> Result<Scan, ReadError> {
        let (first, last) = (self.part.first_sequence, self.part.last_sequence);
        Scan::start(&self.snapshot.client, self.creditor, first - 1, last).await
    }

    async fn events_file(
        &self,
        archive: &mut Archive,
        mut progress: impl FnMut(u64),
    ) -> Result<(), ExportError> {
        archive.begin(EVENTS)?;
        let mut rows = self.scan().await?;
        let (mut lines, mut written) = (Vec::new(), 0);
        while let Some(row) = rows.next().await? {
            let event = row.read(self.creditor)?;
            let line = event.and_then(|(link, hash)| EventLine::of(&link, hash));
            let sequence = self.part.first_sequence + written;
            line.ok_or(ExportError::Event(sequence))?
                .write(&mut lines)?;
            written += 1;
            if lines.len() >= PIECE {
                archive.write(&lines).await?;
                lines.clear();
                progress(written.unsigned_abs());
            }
        }
        archive.write(&lines).await?;
        progress(written.unsigned_abs());
        archive.end().await
    }

    async fn audit_file(&self, archive: &mut Archive) -> Result<(), ExportError> {
        let mut rows = self.scan().await?;
        let mut csv = Csv::begin(archive, &audit::TABLE)?;
        while let Some(row) = rows.next().await? {
            if let Some((link, _)) = row.read(self.creditor)? {
                csv.write(&audit::of_event(&link)).await?;
            }
        }
        csv.end().await
    }

    async fn view_file(
        &self,
        archive: &mut Archive,
        (table, sql, read): View,
    ) -> Result<(), ExportError> {
        let part = &self.part;
        let range: [&(dyn ToSql + Sync); 3] =
            [&self.creditor.0, &part.first_sequence, &part.last_sequence];
        let mut rows = pin!(self.snapshot.client.query_raw(sql, range).await?);
        let mut csv = Csv::begin(archive, table)?;
        while let Some(row) = rows.try_next().await? {
            csv.write(&read(&row)?).await?;
        }
        csv.end().await
    }
}

/// A table that is read from the read models: its statement, and how a row of it is written.
type View = (
    &'static Table,
    &'static str,
    fn(&tokio_postgres::Row) -> Result<Row, RowError>,
);

/// A table on its way into the archive.
struct Csv<'a> {
    archive: &'a mut Archive,
    lines: Vec<u8>,
}

impl Csv<'_> {
    fn begin<'a>(archive: &'a mut Archive, table: &Table) -> Result<Csv<'a>, ExportError> {
        archive.begin(table.name)?;
        let mut lines = Vec::new();
        Row::header(table.columns).write(&mut lines);
        Ok(Csv { archive, lines })
    }

    async fn write(&mut self, row: &Row) -> Result<(), ExportError> {
        row.write(&mut self.lines);
        if self.lines.len() >= PIECE {
            self.archive.write(&self.lines).await?;
            self.lines.clear();
        }
        Ok(())
    }

    async fn end(self) -> Result<(), ExportError> {
        self.archive.write(&self.lines).await?;
        self.archive.end().await
    }
}

/// What the bundle says of itself to people.
fn readme(bundle: &Bundle, key: &SigningKey) -> String {
    let part = &bundle.part;
    let extent = if part.is_whole() {
        "It is the whole book, so that everything in it can be computed again.".to_owned()
    } else if part.begins_at_the_beginning() {
        "It is the beginning of the book; the tables of what stands now tell of the whole book."
            .to_owned()
    } else {
        format!(
            "It is a part of the book.  Its hash chain can be verified from the hash before event \
             {}, which manifest.json\nnames; to replay the facts, ask for the whole book.",
            part.first_sequence
        )
    };
    include_str!("readme.txt")
        .replace("$creditor", &bundle.creditor.to_string())
        .replace("$first", &part.first_sequence.to_string())
        .replace("$last", &part.last_sequence.to_string())
        .replace("$hash", &part.last_hash)
        .replace("$key", &key.public().to_string())
        .replace("$extent", &extent)
        // Last, since a name may be anything.
        .replace("$name", &bundle.name)
}
