//! Rows of a binary COPY, read in place.
//!
//! Postgres sends each row as a message of its own, so a row is a slice of the receive buffer and
//! nothing is copied or allocated for its columns.

use crate::events::ReadError;
use bytes::Bytes;
use chrono::{DateTime, NaiveDate, Utc};
use futures_util::StreamExt;
use std::pin::Pin;
use tokio_postgres::{Client, CopyOutStream};
use uuid::Uuid;

const SIGNATURE: &[u8] = b"PGCOPY\n\xff\r\n\0";
/// The number of columns that marks the end of the data.
const END: [u8; 2] = [0xff, 0xff];
/// 2000-01-01, from which Postgres counts, in days of the common era and in Unix microseconds.
pub(crate) const EPOCH_DAYS: i32 = 730_120;
pub(crate) const EPOCH_MICROS: i64 = 946_684_800_000_000;

/// The rows that a `COPY … TO STDOUT (FORMAT binary)` sends.
pub(crate) struct CopyRows {
    messages: Pin<Box<CopyOutStream>>,
    begun: bool,
}

impl CopyRows {
    pub async fn start(client: &Client, sql: &str) -> Result<CopyRows, ReadError> {
        Ok(CopyRows {
            messages: Box::pin(client.copy_out(sql).await?),
            begun: false,
        })
    }

    /// The next row; `None` after the last, when the connection is free again.
    pub async fn next(&mut self) -> Result<Option<Bytes>, ReadError> {
        while let Some(message) = self.messages.next().await {
            let mut row = message?;
            if !self.begun {
                self.begun = true;
                row = without_header(&row)?;
            }
            if !row.is_empty() && row[..] != END {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }
}

fn without_header(first: &Bytes) -> Result<Bytes, ReadError> {
    let mut rest = first
        .strip_prefix(SIGNATURE)
        .and_then(|rest| rest.get(4..))
        .ok_or(ReadError::Malformed)?;
    let extension = usize::try_from(i32::from_be_bytes(take(&mut rest)?));
    let rest = extension.ok().and_then(|length| rest.get(length..));
    Ok(first.slice_ref(rest.ok_or(ReadError::Malformed)?))
}

/// The columns of a row, taken from the left.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    /// The fields of a row that must have this many.
    pub fn of(mut row: &'a [u8], columns: i16) -> Result<Fields<'a>, ReadError> {
        if i16::from_be_bytes(take(&mut row)?) == columns {
            Ok(Fields(row))
        } else {
            Err(ReadError::Malformed)
        }
    }

    pub fn optional(&mut self) -> Result<Option<&'a [u8]>, ReadError> {
        let length = i32::from_be_bytes(take(&mut self.0)?);
        if length == -1 {
            return Ok(None);
        }
        let length = usize::try_from(length).map_err(|_| ReadError::Malformed)?;
        let (field, rest) = self
            .0
            .split_at_checked(length)
            .ok_or(ReadError::Malformed)?;
        self.0 = rest;
        Ok(Some(field))
    }

    pub fn bytes(&mut self) -> Result<&'a [u8], ReadError> {
        self.optional()?.ok_or(ReadError::Malformed)
    }

    pub fn text(&mut self) -> Result<&'a str, ReadError> {
        std::str::from_utf8(self.bytes()?).map_err(|_| ReadError::Malformed)
    }

    pub fn i16(&mut self) -> Result<i16, ReadError> {
        self.array().map(i16::from_be_bytes)
    }

    pub fn i64(&mut self) -> Result<i64, ReadError> {
        self.array().map(i64::from_be_bytes)
    }

    pub fn uuid(&mut self) -> Result<Uuid, ReadError> {
        self.array().map(Uuid::from_bytes)
    }

    /// A date; `None` for one that the calendar does not have, such as infinity.
    pub fn date(&mut self) -> Result<Option<NaiveDate>, ReadError> {
        let days = i32::from_be_bytes(self.array()?).checked_add(EPOCH_DAYS);
        Ok(days.and_then(NaiveDate::from_num_days_from_ce_opt))
    }

    /// A moment; `None` for one that the calendar does not have, such as infinity.
    pub fn time(&mut self) -> Result<Option<DateTime<Utc>>, ReadError> {
        let micros = self.i64()?.checked_add(EPOCH_MICROS);
        Ok(micros.and_then(DateTime::from_timestamp_micros))
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ReadError> {
        self.bytes()?.try_into().map_err(|_| ReadError::Malformed)
    }
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Result<[u8; N], ReadError> {
    let (taken, rest) = bytes.split_first_chunk().ok_or(ReadError::Malformed)?;
    *bytes = rest;
    Ok(*taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_in_place() {
        let mut row = vec![0, 5];
        row.extend([0, 0, 0, 2, 0, 7]);
        row.extend([0, 0, 0, 3]);
        row.extend(b"abc");
        row.extend([0xff; 4]);
        row.extend([0, 0, 0, 4, 0, 0, 0, 31]);
        row.extend([0, 0, 0, 8]);
        row.extend(1_000_000_i64.to_be_bytes());
        let mut fields = Fields::of(&row, 5).unwrap();
        assert_eq!(fields.i16().unwrap(), 7);
        assert_eq!(fields.text().unwrap(), "abc");
        assert_eq!(fields.optional().unwrap(), None);
        let february = NaiveDate::from_ymd_opt(2000, 2, 1);
        assert_eq!(fields.date().unwrap(), february);
        let second = DateTime::from_timestamp(946_684_801, 0);
        assert_eq!(fields.time().unwrap(), second);
        assert!(fields.bytes().is_err());
        assert!(Fields::of(&row, 4).is_err());
    }

    #[test]
    fn infinity_is_no_date() {
        let mut row = vec![0, 1, 0, 0, 0, 4];
        row.extend(i32::MAX.to_be_bytes());
        assert_eq!(Fields::of(&row, 1).unwrap().date().unwrap(), None);
    }

    #[test]
    fn the_header_is_taken_off() {
        let mut first = SIGNATURE.to_vec();
        first.extend([0; 8]);
        first.extend([0, 1]);
        assert_eq!(without_header(&first.into()).unwrap()[..], [0, 1]);
        assert!(without_header(&Bytes::from_static(b"PGCOPY")).is_err());
    }
}
