//! The rows of a sheet, one after the other: memory does not grow with the sheet.

use super::columns::{Columns, WrongHeader};
use super::row::{Context, placement};
use crate::body::FieldError;
use crate::placement::Placement;
use csv::{Reader, ReaderBuilder, StringRecord};
use std::io::Read;

/// A row that has been read.
#[derive(Debug)]
pub struct Row {
    /// Counted from 1, without the header.
    pub number: u64,
    /// The line of the file in which it begins.
    pub line: u64,
    pub placement: Result<Placement, Vec<FieldError>>,
}

/// Why a sheet as a whole cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    #[error(transparent)]
    Csv(#[from] csv::Error),
    #[error(transparent)]
    Header(#[from] WrongHeader),
}

/// Reads rows one after the other.
#[derive(Debug)]
pub struct Rows<R> {
    reader: Reader<R>,
    columns: Columns,
    context: Context,
    record: StringRecord,
    number: u64,
}

impl<R: Read> Rows<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// [`SheetError`] when the sheet cannot be read, or its header is wrong.
    pub fn of(sheet: R, context: Context) -> Result<Rows<R>, SheetError> {
        // A row with too few or too many fields is wrong by itself, not the whole sheet.
        let mut reader = ReaderBuilder::new().flexible(true).from_reader(sheet);
        let columns = Columns::read(reader.headers()?.iter())?;
        Ok(Rows {
            reader,
            columns,
            context,
            record: StringRecord::new(),
            number: 0,
        })
    }
}

impl<R: Read> Iterator for Rows<R> {
    type Item = Result<Row, SheetError>;

    fn next(&mut self) -> Option<Result<Row, SheetError>> {
        match self.reader.read_record(&mut self.record) {
            Ok(false) => return None,
            Ok(true) => self.number += 1,
            Err(error) => return Some(Err(error.into())),
        }
        let cells: Vec<&str> = self.record.iter().collect();
        Some(Ok(Row {
            number: self.number,
            line: self.record.position().map_or(0, csv::Position::line),
            placement: placement(&self.columns, cells.into_iter(), self.context),
        }))
    }
}
