//! An event as a line of JSON: every column that its hash covers, and the hash.
//!
//! The payload is a text in that line, not an object, so that its exact bytes come back from any
//! reader of JSON: the hash is over those bytes.

use crate::table::moment;
use chrono::{DateTime, NaiveDate, Utc};
use quittance_store::chain::Link;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use uuid::Uuid;

/// One line of `events.jsonl`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventLine<'a> {
    pub sequence: i64,
    pub stream: Uuid,
    #[serde(rename = "type", borrow)]
    pub event_type: Cow<'a, str>,
    pub version: i16,
    pub effective_date: NaiveDate,
    /// UTC, to the microsecond.
    #[serde(borrow)]
    pub recorded_at: Cow<'a, str>,
    #[serde(borrow)]
    pub actor: Cow<'a, str>,
    #[serde(borrow)]
    pub request_id: Option<Cow<'a, str>>,
    /// Where it was asked from.
    pub origin: Option<Uuid>,
    /// The exact text that is stored.
    #[serde(borrow)]
    pub payload: Cow<'a, str>,
    /// SHA-256, in hexadecimal digits.
    #[serde(borrow)]
    pub hash: Cow<'a, str>,
}

/// Why a line is none.
#[derive(Debug, thiserror::Error)]
pub enum LineError {
    #[error("is not an event: {0}")]
    Json(#[from] serde_json::Error),
    #[error("is not in the form that an export gives it")]
    NotCanonical,
}

impl<'a> EventLine<'a> {
    /// An event as it is stored; `None` when its payload is not text, which Postgres never keeps.
    pub fn of(link: &Link<'a>, hash: &[u8]) -> Option<EventLine<'a>> {
        Some(EventLine {
            sequence: link.sequence,
            stream: link.stream,
            event_type: link.event_type.into(),
            version: link.version,
            effective_date: link.effective,
            recorded_at: moment(link.recorded_at).into(),
            actor: link.actor.into(),
            request_id: link.request_id.map(Cow::from),
            origin: link.origin,
            payload: std::str::from_utf8(link.payload).ok()?.into(),
            hash: hex::encode(hash).into(),
        })
    }

    /// Appends the line, with its end.
    ///
    /// # Errors
    /// None in practice: it is plain data.
    pub fn write(&self, out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        serde_json::to_writer(&mut *out, self)?;
        out.push(b'\n');
        Ok(())
    }

    /// Reads a line with its end.
    ///
    /// What reads the same and is written in another way, as a time with more digits than are
    /// hashed, is refused.
    ///
    /// # Errors
    /// [`LineError`].
    pub fn read(line: &'a [u8]) -> Result<EventLine<'a>, LineError> {
        let event: EventLine<'a> = serde_json::from_slice(line)?;
        let mut again = Vec::with_capacity(line.len() + 1);
        event.write(&mut again)?;
        let is_moment = event.at().is_some_and(|at| moment(at) == event.recorded_at);
        if is_moment && again == line {
            Ok(event)
        } else {
            Err(LineError::NotCanonical)
        }
    }

    /// When it was recorded.
    pub fn at(&self) -> Option<DateTime<Utc>> {
        let read = DateTime::parse_from_rfc3339(&self.recorded_at).ok()?;
        Some(read.with_timezone(&Utc))
    }

    /// What the hash covers, in a creditor's book.
    pub fn link(&self, creditor: Uuid) -> Option<Link<'_>> {
        Some(Link {
            creditor,
            sequence: self.sequence,
            stream: self.stream,
            event_type: &self.event_type,
            version: self.version,
            effective: self.effective_date,
            recorded_at: self.at()?,
            actor: &self.actor,
            request_id: self.request_id.as_deref(),
            origin: self.origin,
            payload: self.payload.as_bytes(),
        })
    }
}
