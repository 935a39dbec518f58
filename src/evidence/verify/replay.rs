//! The facts, folded again by the rules of the domain and compared with what was booked.

use super::archive::Archive;
use super::compare::Comparison;
use super::{Check, Report, VerifyError};
use crate::event_line::EventLine;
use crate::manifest::{MANIFEST, Manifest};
use crate::tables::journal::Booking;
use crate::tables::{accounts, audit, journal, payments, settlements};
use quittance_domain::account::Event;
use quittance_domain::{ConsumerId, CreditorId, Currency, consumer, creditor};
use quittance_projections::{
    accounts as account_rows, balances, payments as payment_rows, settlement_offers,
};
use quittance_store::fold::{EventRow, Folder, Sink, Span};
use quittance_store::projector::{Recorded, RecordedConsumer, RecordedSetting};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// The facts as far as they have been replayed.
pub(super) struct Replay {
    creditor: Uuid,
    audit: Comparison,
    /// Absent when the bundle does not begin at the beginning.
    facts: Option<Facts>,
}

struct Facts {
    folder: Folder<Rows>,
    journal: Comparison,
    tables: [Comparison; 3],
}

/// The rows that follow from the facts.
#[derive(Default)]
struct Rows {
    accounts: account_rows::Rows,
    balances: balances::Rows,
    payments: payment_rows::Rows,
    offers: settlement_offers::Rows,
    currencies: HashMap<Uuid, Currency>,
    erased: HashSet<ConsumerId>,
    /// The lines that the last event booked.
    lines: Vec<crate::table::Row>,
    keys: Vec<Box<str>>,
    splits: u64,
    restatements: u64,
}

impl Sink for Rows {
    const OBSERVES: bool = true;

    fn observe(&mut self, recorded: &Recorded<'_>) {
        self.accounts.observe(recorded);
        self.balances.observe(recorded);
        self.payments.observe(recorded);
        self.offers.observe(recorded);
        let (account, terms) = (recorded.after.id.0, &recorded.after.terms);
        if matches!(
            recorded.event,
            Event::LoanCreated(_) | Event::AccountPlaced(_)
        ) {
            self.currencies.insert(account, terms.currency);
        }
        self.splits += u64::from(recorded.event.split().is_some());
        self.restatements += recorded.event.restatements().len() as u64;
        let booking = Booking {
            sequence: i64::try_from(recorded.sequence).unwrap_or(i64::MAX),
            event: recorded.event.name(),
            account,
            recorded_at: recorded.recorded_at,
            currency: terms.currency,
        };
        let lines = recorded.change.lines.iter().enumerate();
        self.lines
            .extend(lines.map(|(place, line)| booking.of_facts(place, line)));
    }

    fn observe_consumer(&mut self, recorded: &RecordedConsumer<'_>) {
        if let consumer::Event::ConsumerErased(erased) = recorded.event {
            self.erased.insert(erased.consumer);
        }
    }

    fn observe_setting(&mut self, recorded: &RecordedSetting<'_>) {
        if let creditor::Event::SigningKeyMade(made) = recorded.event {
            self.keys.push(made.public_key.clone());
        }
    }

    fn finish(self) {}
}

impl Replay {
    pub fn new(
        archive: &Archive,
        manifest: &Manifest,
        report: &mut Report,
    ) -> Result<Replay, VerifyError> {
        let mut start = |table: &'static crate::table::Table| {
            Comparison::start(table, archive.read(table.name)?, report)
        };
        let audit = start(&audit::TABLE)?;
        let facts = if manifest.book.begins_at_the_beginning() {
            let span = Span::whole(CreditorId(manifest.creditor));
            Some(Facts {
                folder: Folder::new(span, Rows::default()),
                journal: start(&journal::TABLE)?,
                tables: [
                    start(&accounts::TABLE)?,
                    start(&payments::TABLE)?,
                    start(&settlements::TABLE)?,
                ],
            })
        } else {
            report.skip(
                Check::Facts,
                "the bundle is a part of the book; replay needs the whole",
            );
            None
        };
        Ok(Replay {
            creditor: manifest.creditor,
            audit,
            facts,
        })
    }

    /// Folds the next event.
    pub fn add(&mut self, event: &EventLine<'_>, report: &mut Report) -> Result<(), VerifyError> {
        let Some(link) = event.link(self.creditor) else {
            return Ok(());
        };
        self.audit.expect(&audit::of_event(&link), report);
        let Some(facts) = &mut self.facts else {
            return Ok(());
        };
        facts.folder.take(&EventRow {
            sequence: link.sequence,
            stream: link.stream,
            version: link.version,
            recorded_at: link.recorded_at,
            event_type: link.event_type,
            payload: link.payload,
        });
        for line in facts.folder.sink().lines.drain(..) {
            facts.journal.expect(&line, report);
        }
        Ok(())
    }

    /// Compares what stands at the end.
    pub fn end(mut self, manifest: &Manifest, report: &mut Report) -> Result<(), VerifyError> {
        self.audit.end(report);
        let Some(mut facts) = self.facts else {
            return Ok(());
        };
        facts.journal.end(report);
        let (rows, folded) = facts.folder.into_parts();
        for finding in &folded.findings {
            let place = format!("event {}", finding.sequence);
            report.find(Check::Facts, place, finding.what.clone());
        }
        report.more(Check::Facts, folded.found - folded.findings.len() as u64);
        report.accounts = folded.accounts;
        report.splits = rows.splits;
        report.restatements = rows.restatements;
        report.lines = facts.journal.expected;
        if !rows.keys.iter().any(|key| **key == *manifest.public_key) {
            let what = "the book does not say that this key is the creditor's";
            report.find(Check::Signature, MANIFEST, what);
        }
        if !manifest.book.is_whole() {
            let why = "what stands now is compared with the whole book only";
            report.skip(Check::Tables, why);
            return Ok(());
        }
        rows.compare(&mut facts.tables, report);
        Ok(())
    }
}

impl Rows {
    fn compare(&self, tables: &mut [Comparison; 3], report: &mut Report) {
        let [accounts, payments, settlements] = tables;
        let currency = |account| {
            self.currencies
                .get(&account)
                .copied()
                .unwrap_or(Currency::USD)
        };
        for (_, row) in accounts::of_facts(&self.accounts, &self.balances, &self.erased) {
            accounts.expect(&row, report);
        }
        for (_, row) in payments::of_facts(&self.payments, currency) {
            payments.expect(&row, report);
        }
        for (_, row) in settlements::of_facts(&self.offers, currency) {
            settlements.expect(&row, report);
        }
        for table in tables {
            table.end(report);
        }
    }
}
