//! The journal in the forms of plain-text accounting: hledger, ledger and beancount; and as CSV.
//!
//! Every form has the lines in the order of booking, with every amount written out, every account
//! and currency declared, and at each month's end what the balances must be by then, so that the
//! reader's own program proves the sums.
//!
//! A transaction is dated by the day of its booking, since that is when the books changed; the day
//! from which it counts stands beside it.

mod beancount;
mod export;
mod names;
mod transactions;

pub use export::Export;

use crate::table::Row;
use crate::tables::journal::{Booking, TABLE};
use chrono::{Datelike, NaiveDate};
pub use names::name;
use quittance_domain::journal::{Account, JournalLine};
use quittance_domain::{Currency, Money, names};
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

/// In which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Hledger,
    Ledger,
    Beancount,
    Csv,
}

/// The text names no form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be hledger, ledger, beancount or csv")]
pub struct UnknownFormat;

names! {
    Format {
        Hledger => "hledger",
        Ledger => "ledger",
        Beancount => "beancount",
        Csv => "csv",
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Format, UnknownFormat> {
        Format::from_name(text).ok_or(UnknownFormat)
    }
}

/// What is known before the first line.
#[derive(Clone, Debug)]
pub struct Beginning<'a> {
    pub creditor: &'a str,
    /// The day of the book's first event.
    pub day: NaiveDate,
    /// Every currency that a line may be in.
    pub currencies: BTreeSet<Currency>,
}

/// A balance of the books: an account in a currency.
type Balances = BTreeMap<(Account, Currency), Money>;

/// A journal being written.
#[derive(Debug)]
pub struct Journal {
    format: Format,
    out: Vec<u8>,
    balances: Balances,
    /// The event and day of the transaction that is open, to which further lines are added.
    open: Option<(i64, NaiveDate)>,
    /// The day of the last booking.
    last: Option<NaiveDate>,
}

impl Journal {
    pub fn begin(format: Format, beginning: &Beginning<'_>) -> Journal {
        let mut out = Vec::new();
        match format {
            Format::Hledger | Format::Ledger => transactions::begin(&mut out, format, beginning),
            Format::Beancount => beancount::begin(&mut out, beginning),
            Format::Csv => Row::header(TABLE.columns).write(&mut out),
        }
        Journal {
            format,
            out,
            balances: Balances::new(),
            open: None,
            last: None,
        }
    }

    /// Adds a line; lines come in the order of booking, `place` counts those of an event from zero.
    pub fn line(&mut self, booking: &Booking<'_>, place: usize, line: &JournalLine) {
        if self.format == Format::Csv {
            return booking.of_facts(place, line).write(&mut self.out);
        }
        let day = booking.recorded_at.date_naive();
        if let Some(last) = self.last
            && (last.year(), last.month()) != (day.year(), day.month())
        {
            self.assert_balances(end_of_month(last));
        }
        self.last = Some(day);
        if self.open != Some((booking.sequence, line.effective)) {
            self.open = Some((booking.sequence, line.effective));
            match self.format {
                Format::Beancount => beancount::transaction(&mut self.out, booking, line.effective),
                _ => transactions::transaction(&mut self.out, booking, line.effective),
            }
        }
        let (posting, currency) = (line.posting, booking.currency);
        for (account, amount) in [
            (posting.debit, posting.amount),
            (posting.credit, -posting.amount),
        ] {
            *self.balances.entry((account, currency)).or_default() += amount;
            transactions::posting(&mut self.out, account, amount, currency);
        }
    }

    /// Takes what has been written since the last time.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.out)
    }

    /// How much has been written since then.
    pub fn written(&self) -> usize {
        self.out.len()
    }

    /// Ends the journal with what the balances must be.
    pub fn end(mut self) -> Vec<u8> {
        if let Some(last) = self.last {
            self.assert_balances(last);
        }
        self.out
    }

    /// What the balances of all accounts with lines must be at the end of a day.
    fn assert_balances(&mut self, day: NaiveDate) {
        self.open = None;
        match self.format {
            Format::Csv => {}
            Format::Beancount => beancount::assert_balances(&mut self.out, day, &self.balances),
            _ => transactions::assert_balances(&mut self.out, day, &self.balances),
        }
    }
}

fn end_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(u32::from(day.num_days_in_month()))
        .unwrap_or(day)
}

/// A name in a comment or between quotation marks: on one line, without quotation marks.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_control() || c == '"' || c == '\\' {
                ' '
            } else {
                c
            }
        })
        .collect()
}
