//! The rows of a statement, as one parameter: an array of a composite type.
//!
//! Postgres unpacks an array of rows once; of an array a column it makes a table for each before it
//! joins them, which costs several times as much (see `docs/decisions/0013-arrays-of-rows.md`).
//! The types are in schema `book`, since a rebuild replaces all of schema `views`.

use crate::copy::{EPOCH_DAYS, EPOCH_MICROS};
use bytes::{BufMut, BytesMut};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use std::error::Error;
use tokio_postgres::types::{IsNull, Kind, ToSql, Type, to_sql_checked};
use uuid::Uuid;

/// Rows in the binary form of their array, as they are gathered.
#[derive(Clone, Debug, Default)]
pub struct Records {
    bytes: Vec<u8>,
    rows: i32,
}

impl Records {
    /// Begins a row; its columns follow in the order of the composite type.
    pub fn row(&mut self) -> Record<'_> {
        self.rows += 1;
        let start = self.bytes.len();
        // Length and number of columns, written when the row is done.
        self.bytes.extend_from_slice(&[0; 8]);
        Record {
            bytes: &mut self.bytes,
            start,
            columns: 0,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }
}

/// A row being written; done when it is dropped.
#[derive(Debug)]
pub struct Record<'a> {
    bytes: &'a mut Vec<u8>,
    start: usize,
    columns: i32,
}

impl Record<'_> {
    pub fn uuid(&mut self, value: Uuid) -> &mut Self {
        self.column(&Type::UUID, value.as_bytes())
    }

    pub fn optional_uuid(&mut self, value: Option<Uuid>) -> &mut Self {
        match value {
            Some(value) => self.uuid(value),
            None => self.null(&Type::UUID),
        }
    }

    pub fn bigint(&mut self, value: i64) -> &mut Self {
        self.column(&Type::INT8, &value.to_be_bytes())
    }

    pub fn optional_bigint(&mut self, value: Option<i64>) -> &mut Self {
        match value {
            Some(value) => self.bigint(value),
            None => self.null(&Type::INT8),
        }
    }

    pub fn integer(&mut self, value: i32) -> &mut Self {
        self.column(&Type::INT4, &value.to_be_bytes())
    }

    pub fn smallint(&mut self, value: i16) -> &mut Self {
        self.column(&Type::INT2, &value.to_be_bytes())
    }

    pub fn text(&mut self, value: &str) -> &mut Self {
        self.column(&Type::TEXT, value.as_bytes())
    }

    pub fn optional_text(&mut self, value: Option<&str>) -> &mut Self {
        match value {
            Some(value) => self.text(value),
            None => self.null(&Type::TEXT),
        }
    }

    /// JSON text, stored as it is.
    pub fn json(&mut self, text: &[u8]) -> &mut Self {
        self.column(&Type::JSON, text)
    }

    pub fn bytes(&mut self, value: &[u8]) -> &mut Self {
        self.column(&Type::BYTEA, value)
    }

    pub fn optional_bytes(&mut self, value: Option<&[u8]>) -> &mut Self {
        match value {
            Some(value) => self.bytes(value),
            None => self.null(&Type::BYTEA),
        }
    }

    pub fn date(&mut self, value: NaiveDate) -> &mut Self {
        let days = value.num_days_from_ce() - EPOCH_DAYS;
        self.column(&Type::DATE, &days.to_be_bytes())
    }

    pub fn optional_date(&mut self, value: Option<NaiveDate>) -> &mut Self {
        match value {
            Some(value) => self.date(value),
            None => self.null(&Type::DATE),
        }
    }

    pub fn time(&mut self, value: DateTime<Utc>) -> &mut Self {
        let micros = value.timestamp_micros() - EPOCH_MICROS;
        self.column(&Type::TIMESTAMPTZ, &micros.to_be_bytes())
    }

    fn column(&mut self, of: &Type, value: &[u8]) -> &mut Self {
        self.columns += 1;
        self.bytes.extend_from_slice(&of.oid().to_be_bytes());
        self.bytes.extend_from_slice(&length(value.len()));
        self.bytes.extend_from_slice(value);
        self
    }

    fn null(&mut self, of: &Type) -> &mut Self {
        self.columns += 1;
        self.bytes.extend_from_slice(&of.oid().to_be_bytes());
        self.bytes.extend_from_slice(&(-1_i32).to_be_bytes());
        self
    }
}

impl Drop for Record<'_> {
    fn drop(&mut self) {
        let row = self.bytes.len() - self.start - 4;
        let head = [length(row), self.columns.to_be_bytes()].concat();
        self.bytes[self.start..self.start + 8].copy_from_slice(&head);
    }
}

/// A length as the protocol has it; what is longer than it can say, Postgres refuses.
fn length(bytes: usize) -> [u8; 4] {
    i32::try_from(bytes).unwrap_or(i32::MAX).to_be_bytes()
}

impl ToSql for Records {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        let Kind::Array(row) = ty.kind() else {
            return Err("rows go into an array".into());
        };
        let (dimensions, nulls, from) = (1, 0, 1);
        out.put_i32(dimensions);
        out.put_i32(nulls);
        out.put_u32(row.oid());
        out.put_i32(self.rows);
        out.put_i32(from);
        out.extend_from_slice(&self.bytes);
        Ok(IsNull::No)
    }

    fn accepts(ty: &Type) -> bool {
        matches!(ty.kind(), Kind::Array(row) if matches!(row.kind(), Kind::Composite(_)))
    }

    to_sql_checked!();
}
