//! CSV that spreadsheets open without surprises: RFC 4180, UTF-8, no formulas.
//!
//! A spreadsheet takes a cell that begins with one of `= + - @`, tab, CR or LF for a formula.
//! A text that begins so gets an apostrophe in front, and so does one that begins with an
//! apostrophe: take one leading apostrophe off a text and it is as it was.
//! Numbers, dates and the ledger's own words are written as they are.

use chrono::{DateTime, NaiveDate, Utc};
use csv::ByteRecord;
use quittance_domain::{Currency, Money};
use std::fmt::Display;

/// A table of a bundle.
#[derive(Debug)]
pub struct Table {
    /// The file's name.
    pub name: &'static str,
    pub columns: &'static [&'static str],
    /// How many of the first columns, all of them integers, tell rows apart and order them.
    pub key: usize,
}

/// A row being written; its cells are pushed from left to right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row(ByteRecord);

/// What a text must not begin with.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '\t', '\r', '\n', '\''];

impl Row {
    /// The names of a table's columns.
    pub fn header(columns: &[&str]) -> Row {
        Row(ByteRecord::from(columns))
    }

    pub fn cells(&self) -> &ByteRecord {
        &self.0
    }

    /// Appends the row as a line of CSV (RFC 4180).
    pub fn write(&self, out: &mut Vec<u8>) {
        write_cells(&self.0, out);
    }

    /// A number or one of the ledger's own words, which begins with no sign of a formula but that
    /// of a negative number.
    pub fn plain(&mut self, value: impl Display) -> &mut Row {
        self.0.push_field(value.to_string().as_bytes());
        self
    }

    /// The cells of another row, as they are.
    pub fn cells_of(&mut self, other: &Row) -> &mut Row {
        self.0.extend(&other.0);
        self
    }

    pub fn optional(&mut self, value: Option<impl Display>) -> &mut Row {
        match value {
            Some(value) => self.plain(value),
            None => self.empty(),
        }
    }

    pub fn empty(&mut self) -> &mut Row {
        self.0.push_field(b"");
        self
    }

    /// A text that somebody outside has chosen.
    pub fn text(&mut self, value: &str) -> &mut Row {
        if value.starts_with(FORMULA) {
            self.0.push_field(format!("'{value}").as_bytes());
        } else {
            self.0.push_field(value.as_bytes());
        }
        self
    }

    pub fn optional_text(&mut self, value: Option<&str>) -> &mut Row {
        match value {
            Some(value) => self.text(value),
            None => self.empty(),
        }
    }

    /// A span of days, such as `1-29`, with its unit: without it a spreadsheet makes a date of it.
    pub fn span(&mut self, name: &str) -> &mut Row {
        match name.starts_with(|first: char| first.is_ascii_digit()) {
            true => self.plain(format_args!("{name} days")),
            false => self.plain(name),
        }
    }

    pub fn optional_span(&mut self, name: Option<&str>) -> &mut Row {
        match name {
            Some(name) => self.span(name),
            None => self.empty(),
        }
    }

    pub fn date(&mut self, value: NaiveDate) -> &mut Row {
        self.plain(value.format("%Y-%m-%d"))
    }

    pub fn optional_date(&mut self, value: Option<NaiveDate>) -> &mut Row {
        self.optional(value.map(|date| date.format("%Y-%m-%d")))
    }

    pub fn moment(&mut self, value: DateTime<Utc>) -> &mut Row {
        self.plain(moment(value))
    }

    pub fn optional_moment(&mut self, value: Option<DateTime<Utc>>) -> &mut Row {
        self.optional(value.map(moment))
    }

    /// An amount with the currency's decimals.
    pub fn money(&mut self, amount: Money, currency: Currency) -> &mut Row {
        self.plain(amount.to_decimal(currency))
    }

    pub fn optional_money(&mut self, amount: Option<Money>, currency: Currency) -> &mut Row {
        self.optional(amount.map(|amount| amount.to_decimal(currency)))
    }
}

/// Appends cells as a line of CSV (RFC 4180): the one form that a bundle has them in.
pub(crate) fn write_cells(cells: &ByteRecord, out: &mut Vec<u8>) {
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            out.push(b',');
        }
        write_cell(cell, out);
    }
    out.extend_from_slice(b"\r\n");
}

/// Quoted where it must be, with the quotation marks in it doubled.
fn write_cell(cell: &[u8], out: &mut Vec<u8>) {
    if !cell.iter().any(|byte| b",\"\r\n".contains(byte)) {
        return out.extend_from_slice(cell);
    }
    out.push(b'"');
    for byte in cell {
        if *byte == b'"' {
            out.push(b'"');
        }
        out.push(*byte);
    }
    out.push(b'"');
}

/// A moment to the microsecond, in the one form that evidence has it.
pub fn moment(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_formula_and_each_can_be_had_back() {
        for text in [
            "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "'x", "", "a=1", "Zoë",
        ] {
            let mut row = Row::default();
            row.text(text);
            let cell = std::str::from_utf8(&row.cells()[0]).unwrap();
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']));
            assert_eq!(cell.strip_prefix('\'').unwrap_or(cell), text);
        }
    }

    #[test]
    fn cells_are_quoted_as_rfc_4180_has_it() {
        let mut row = Row::default();
        row.text("a,b")
            .text("say \"no\"")
            .money(Money::from_minor(-123), Currency::USD);
        let mut csv = Vec::new();
        Row::header(&["x", "y", "z"]).write(&mut csv);
        row.write(&mut csv);
        let expected = "x,y,z\r\n\"a,b\",\"say \"\"no\"\"\",-1.23\r\n";
        assert_eq!(std::str::from_utf8(&csv).unwrap(), expected);
    }
}
