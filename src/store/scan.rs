//! A book's events as they are stored, in order, with every column that their hash covers.

use crate::chain::Link;
use crate::copy::{CopyRows, Fields};
use crate::events::ReadError;
use bytes::Bytes;
use quittance_domain::CreditorId;
use tokio_postgres::Client;
use uuid::Uuid;

/// Events on their way from the database.
pub struct Scan(CopyRows);

impl std::fmt::Debug for Scan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Scan(…)")
    }
}

impl Scan {
    /// Starts reading the events after a sequence, up to and with another.
    ///
    /// The connection must have the creditor as its tenant, and is busy until the last row.
    ///
    /// # Errors
    /// [`ReadError`].
    pub async fn start(
        client: &Client,
        creditor: CreditorId,
        after: i64,
        until: i64,
    ) -> Result<Scan, ReadError> {
        // COPY takes no parameters; a UUID and integers need no quoting rules.
        let sql = include_str!("sql/scan_book.sql")
            .replace("$creditor", &creditor.to_string())
            .replace("$after", &after.to_string())
            .replace("$until", &until.to_string());
        Ok(Scan(CopyRows::start(client, &sql).await?))
    }

    /// The next event; `None` after the last, when the connection is free again.
    ///
    /// # Errors
    /// [`ReadError`].
    pub async fn next(&mut self) -> Result<Option<ScannedRow>, ReadError> {
        Ok(self.0.next().await?.map(ScannedRow))
    }
}

/// A row as it came; its columns are read in place.
#[derive(Clone, Debug)]
pub struct ScannedRow(Bytes);

impl ScannedRow {
    /// The event and its stored hash; `None` when it has a date that no calendar has.
    ///
    /// # Errors
    /// [`ReadError::Malformed`].
    pub fn read(&self, creditor: CreditorId) -> Result<Option<(Link<'_>, &[u8])>, ReadError> {
        let mut fields = Fields::of(&self.0, 11)?;
        let (sequence, stream) = (fields.i64()?, fields.uuid()?);
        let (event_type, version) = (fields.text()?, fields.i16()?);
        let (Some(effective), Some(recorded_at)) = (fields.date()?, fields.time()?) else {
            return Ok(None);
        };
        let actor = fields.text()?;
        let request_id = fields.optional()?.map(std::str::from_utf8).transpose();
        let origin = fields.optional()?.map(Uuid::from_slice).transpose();
        let link = Link {
            creditor: creditor.0,
            sequence,
            stream,
            event_type,
            version,
            effective,
            recorded_at,
            actor,
            request_id: request_id.map_err(|_| ReadError::Malformed)?,
            origin: origin.map_err(|_| ReadError::Malformed)?,
            payload: fields.bytes()?,
        };
        Ok(Some((link, fields.bytes()?)))
    }
}
