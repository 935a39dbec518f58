//! What became of the rows.

use crate::output;
use quittance_api::body::FieldError;
use serde::Serialize;
use std::process::ExitCode;

/// The exit code when some rows were not written.
const SOME_FAILED: u8 = 3;

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowError {
    /// Counted from 1, without the header.
    pub row: u64,
    /// The line of the file in which the row begins.
    pub line: u64,
    pub field: String,
    pub message: String,
}

impl RowError {
    pub fn of(row: u64, line: u64, errors: Vec<FieldError>) -> impl Iterator<Item = RowError> {
        errors.into_iter().map(move |error| RowError {
            row,
            line,
            field: error.field,
            message: error.message,
        })
    }
}

/// The whole import.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    pub file: String,
    pub dry_run: bool,
    pub rows: u64,
    /// Placed by this run; in a dry run, those that would be.
    pub placed: u64,
    /// Placed by an earlier run with the same file.
    pub placed_before: u64,
    pub failed: u64,
    pub errors: Vec<RowError>,
    pub milliseconds: u64,
}

impl Report {
    /// Prints the report, for people or for machines.
    ///
    /// # Errors
    /// When nobody reads it.
    pub fn print(&self, as_json: bool) -> anyhow::Result<()> {
        if as_json {
            return output::json(self);
        }
        for RowError {
            row,
            line,
            field,
            message,
        } in &self.errors
        {
            output::line(format_args!("row {row} (line {line}), {field}: {message}"))?;
        }
        let placed = if self.dry_run {
            "would be placed"
        } else {
            "placed"
        };
        output::line(format_args!(
            "{}: {} rows, {} {placed}, {} placed before, {} failed, {} ms",
            self.file, self.rows, self.placed, self.placed_before, self.failed, self.milliseconds
        ))
    }

    /// Success only when every row is in the book.
    pub fn code(&self) -> ExitCode {
        if self.failed == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(SOME_FAILED)
        }
    }
}
