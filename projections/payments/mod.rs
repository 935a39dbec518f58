//! Payments: how each was divided, as it stands now.

use crate::{bigint, columns, place, write_records};
use chrono::{DateTime, Utc};
use quittance_domain::account::{Event, PaymentChange};
use quittance_store::projector::{Recorded, Write};
use quittance_store::records::Records;
use std::collections::BTreeMap;
use uuid::Uuid;

pub const INSERT: &str = include_str!("insert.sql");
pub const RESTATE: &str = include_str!("restate.sql");

/// The rows of a batch, by creditor and sequence of recording.
#[derive(Debug, Default)]
pub struct Rows {
    recorded: BTreeMap<(Uuid, i64), Row>,
    restated: BTreeMap<(Uuid, i64), PaymentChange>,
}

/// A payment as it stands now.
#[derive(Debug)]
pub struct Row {
    pub now: PaymentChange,
    pub account: Uuid,
    pub recorded_at: DateTime<Utc>,
    pub method: &'static str,
    pub external_id: Option<Box<str>>,
}

impl Rows {
    pub fn observe(&mut self, recorded: &Recorded<'_>) {
        for change in &recorded.change.payments {
            let key = (recorded.creditor.0, bigint(change.sequence));
            match recorded.event {
                Event::PaymentReceived(received) if received.payment == change.payment => {
                    let row = Row {
                        now: *change,
                        account: recorded.after.id.0,
                        recorded_at: recorded.recorded_at,
                        method: received.method.name(),
                        external_id: received.external_id.clone(),
                    };
                    self.recorded.insert(key, row);
                }
                _ => match self.recorded.get_mut(&key) {
                    Some(row) => row.now = *change,
                    None => {
                        self.restated.insert(key, *change);
                    }
                },
            }
        }
    }

    /// The payments that were recorded, in order of sequence.
    pub fn recorded(&self) -> impl Iterator<Item = (i64, &Row)> {
        self.recorded
            .iter()
            .map(|((_, sequence), row)| (*sequence, row))
    }

    pub(crate) fn write(self, writes: &mut Vec<Write>) {
        let mut records = Records::default();
        for ((creditor, sequence), row) in &self.recorded {
            records
                .row()
                .uuid(*creditor)
                .uuid(row.now.payment.0)
                .bigint(*sequence)
                .uuid(row.account)
                .bigint(row.now.amount.minor())
                .bigint(row.now.split.fees.minor())
                .bigint(row.now.split.interest.minor())
                .bigint(row.now.split.principal.minor())
                .bigint(row.now.split.overpayment.minor())
                .bigint(row.now.split.refunded.minor())
                .date(row.now.effective)
                .time(row.recorded_at)
                .text(row.method)
                .text(row.now.status.name())
                .optional_text(row.external_id.as_deref());
        }
        write_records(writes, place::PAYMENTS_INSERT, records);
        let rows: Vec<_> = self.restated.into_iter().collect();
        columns!(
            writes,
            place::PAYMENTS_RESTATE,
            &rows,
            |row| row.0.0,
            row.0.1,
            row.1.split.fees.minor(),
            row.1.split.interest.minor(),
            row.1.split.principal.minor(),
            row.1.split.overpayment.minor(),
            row.1.split.refunded.minor(),
            row.1.effective,
            row.1.status.name()
        );
    }
}
