//! A table of a bundle against the rows that follow from the facts, both in order of their key.

use super::{Check, Report, VerifyError};
use crate::table::{Row, Table, write_cells};
use csv::{ByteRecord, Reader, ReaderBuilder};
use sha2::{Digest, Sha256};
use std::cmp::Ordering;
use std::io::{self, Read};

/// A file and the sum of what was read of it.
struct Summed {
    file: Box<dyn Read>,
    sum: Sha256,
}

impl Read for Summed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.sum.update(&buffer[..read]);
        Ok(read)
    }
}

/// A table being read along with what is expected of it.
pub(super) struct Comparison {
    table: &'static Table,
    rows: Reader<Summed>,
    /// Over the rows read so far, written as an export writes them.
    written: Sha256,
    /// The next row of the file and its number; the names of the columns are row 1.
    ahead: Option<(u64, ByteRecord)>,
    number: u64,
    /// Rows that were expected so far.
    pub expected: u64,
}

impl Comparison {
    /// Opens a table and compares the names of its columns.
    pub fn start(
        table: &'static Table,
        file: Box<dyn Read>,
        report: &mut Report,
    ) -> Result<Comparison, VerifyError> {
        let rows = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(Summed {
                file,
                sum: Sha256::new(),
            });
        let mut comparison = Comparison {
            table,
            rows,
            written: Sha256::new(),
            ahead: None,
            number: 0,
            expected: 0,
        };
        comparison.advance(report);
        match comparison.ahead.take() {
            Some((_, names)) if names == *Row::header(table.columns).cells() => {
                comparison.advance(report);
            }
            Some(_) => {
                report.find(
                    Check::Tables,
                    format!("{} row 1", table.name),
                    "has other columns",
                );
                comparison.advance(report);
            }
            None => report.find(Check::Tables, table.name, "is empty or missing"),
        }
        Ok(comparison)
    }

    fn advance(&mut self, report: &mut Report) {
        let mut record = ByteRecord::new();
        self.number += 1;
        self.ahead = match self.rows.read_byte_record(&mut record) {
            Ok(true) => {
                let mut line = Vec::new();
                write_cells(&record, &mut line);
                self.written.update(&line);
                Some((self.number, record))
            }
            Ok(false) => {
                self.end_of_file(report);
                None
            }
            Err(error) => {
                let place = format!("{} row {}", self.table.name, self.number);
                report.find(Check::Tables, place, error.to_string());
                None
            }
        };
    }

    /// The cells that were read are the bytes that are there: programs that read tables differ in
    /// what they make of blank lines, quotation marks and line ends that nobody writes.
    fn end_of_file(&self, report: &mut Report) {
        let found = self.rows.get_ref().sum.clone().finalize();
        if self.number > 1 && found != self.written.clone().finalize() {
            let what = "is not written as an export writes it: other line ends, quotation marks, or \
                        something between or behind the rows";
            report.find(Check::Tables, self.table.name, what);
        }
    }

    /// Compares the next row that follows from the facts.
    pub fn expect(&mut self, row: &Row, report: &mut Report) {
        self.expected += 1;
        loop {
            let Some((number, found)) = &self.ahead else {
                return self.missing(row, report);
            };
            // A row whose key cannot be read is one too many.
            let order = self.key(found).map_or(Ordering::Less, |key| {
                key.cmp(&self.key(row.cells()).unwrap_or_default())
            });
            match order {
                Ordering::Greater => return self.missing(row, report),
                Ordering::Equal => {
                    self.tell_apart(*number, found, row, report);
                    return self.advance(report);
                }
                Ordering::Less => {
                    self.surplus(*number, found, report);
                    self.advance(report);
                }
            }
        }
    }

    /// Whatever is left in the file is too much.
    pub fn end(&mut self, report: &mut Report) {
        while let Some((number, found)) = &self.ahead {
            self.surplus(*number, found, report);
            self.advance(report);
        }
    }

    fn key(&self, record: &ByteRecord) -> Option<Vec<i64>> {
        let cells = record.iter().take(self.table.key);
        let numbers = cells.map(|cell| std::str::from_utf8(cell).ok()?.parse().ok());
        let key: Option<Vec<i64>> = numbers.collect();
        key.filter(|key| key.len() == self.table.key)
    }

    fn tell_apart(&self, number: u64, found: &ByteRecord, row: &Row, report: &mut Report) {
        let expected = row.cells();
        if found == expected {
            return;
        }
        if found.len() != expected.len() {
            let what = format!("has {} cells, not {}", found.len(), expected.len());
            return report.find(Check::Tables, self.place(number, found), what);
        }
        let cells = found.iter().zip(expected);
        for (column, (is, should)) in self.table.columns.iter().zip(cells) {
            if is != should {
                let what = format!(
                    "{column}: expected {}, found {}",
                    String::from_utf8_lossy(should),
                    String::from_utf8_lossy(is)
                );
                report.find(Check::Tables, self.place(number, found), what);
            }
        }
    }

    fn missing(&self, row: &Row, report: &mut Report) {
        let what = format!("the row is missing: {}", text(row.cells()));
        let place = format!("{} ({})", self.table.name, self.told(row.cells()));
        report.find(Check::Tables, place, what);
    }

    fn surplus(&self, number: u64, found: &ByteRecord, report: &mut Report) {
        let what = format!("the row follows from no event: {}", text(found));
        report.find(Check::Tables, self.place(number, found), what);
    }

    fn place(&self, number: u64, found: &ByteRecord) -> String {
        format!("{} row {number} ({})", self.table.name, self.told(found))
    }

    /// The key as people read it: `sequence 12, line 1`.
    fn told(&self, record: &ByteRecord) -> String {
        let cells = record
            .iter()
            .take(self.table.key)
            .map(String::from_utf8_lossy);
        let columns = self.table.columns.iter().zip(cells);
        let told: Vec<String> = columns
            .map(|(name, cell)| format!("{name} {cell}"))
            .collect();
        told.join(", ")
    }
}

fn text(record: &ByteRecord) -> String {
    let cells: Vec<_> = record.iter().map(String::from_utf8_lossy).collect();
    cells.join(",")
}
