//! Payments: how each was divided, as it stands now.

use crate::{bigint, columns, place};
use chrono::{DateTime, Utc};
use quittance_domain::account::{Event, PaymentChange};
use quittance_store::projector::{Recorded, Write};
use std::collections::BTreeMap;
use uuid::Uuid;

pub const INSERT: &str = include_str!("insert.sql");
pub const RESTATE: &str = include_str!("restate.sql");

/// The rows of a batch, by creditor and sequence of recording.
#[derive(Default)]
pub(crate) struct Rows {
    recorded: BTreeMap<(Uuid, i64), Row>,
    restated: BTreeMap<(Uuid, i64), PaymentChange>,
}

struct Row {
    now: PaymentChange,
    account: Uuid,
    recorded_at: DateTime<Utc>,
    method: &'static str,
    external_id: Option<String>,
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
                        external_id: received.external_id.as_deref().map(str::to_owned),
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

    pub fn write(self, writes: &mut Vec<Write>) {
        let rows: Vec<_> = self.recorded.into_iter().collect();
        columns!(
            writes,
            place::PAYMENTS_INSERT,
            &rows,
            |row| row.0.0,
            row.1.now.payment.0,
            row.0.1,
            row.1.account,
            row.1.now.amount.minor(),
            row.1.now.split.fees.minor(),
            row.1.now.split.interest.minor(),
            row.1.now.split.principal.minor(),
            row.1.now.split.overpayment.minor(),
            row.1.now.split.refunded.minor(),
            row.1.now.effective,
            row.1.recorded_at,
            row.1.method,
            row.1.now.status.name(),
            row.1.external_id.clone()
        );
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
