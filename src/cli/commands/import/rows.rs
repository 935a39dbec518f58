//! The rows of a file, one after the other: memory does not grow with the file.

use super::columns::Columns;
use super::row::{Context, placement};
use anyhow::Context as _;
use csv::{Reader, ReaderBuilder, StringRecord};
use quittance_api::body::FieldError;
use quittance_api::placement::Placement;
use std::fs::File;
use std::io::Seek;

/// A row that has been read.
#[derive(Debug)]
pub struct Row {
    /// Counted from 1, without the header.
    pub number: u64,
    /// The line of the file in which it begins.
    pub line: u64,
    pub placement: Result<Placement, Vec<FieldError>>,
}

/// Reads rows from the beginning of a file.
#[derive(Debug)]
pub struct Rows {
    reader: Reader<File>,
    columns: Columns,
    context: Context,
    record: StringRecord,
    number: u64,
}

impl Rows {
    /// Reads the header.
    ///
    /// # Errors
    /// When the file cannot be read, or its header is wrong.
    pub fn open(file: &File, context: Context) -> anyhow::Result<Rows> {
        let mut file = file.try_clone()?;
        file.rewind()
            .context("the file cannot be read twice; it must be a regular file")?;
        // A row with too few or too many fields is wrong by itself, not the whole file.
        let mut reader = ReaderBuilder::new().flexible(true).from_reader(file);
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

impl Iterator for Rows {
    type Item = anyhow::Result<Row>;

    fn next(&mut self) -> Option<anyhow::Result<Row>> {
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
