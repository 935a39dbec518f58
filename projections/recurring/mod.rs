//! Recurring payments, and when each is taken next.

use crate::{bigint, columns, place};
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::RecurringId;
use quittance_domain::account::{Event, PaymentStanding, RecurringPaymentCreated};
use quittance_store::projector::{Recorded, Write};
use std::collections::BTreeMap;
use uuid::Uuid;

pub const INSERT: &str = include_str!("insert.sql");
pub const CHANGE: &str = include_str!("change.sql");

/// What a payment is recorded as, by the name that the column has.
pub const fn recorded_as(standing: PaymentStanding) -> &'static str {
    match standing {
        PaymentStanding::Pending => "pending",
        _ => "completed",
    }
}

/// The rows of a batch, by creditor and recurring payment.
#[derive(Default)]
pub(crate) struct Rows {
    created: BTreeMap<(Uuid, Uuid), (Row, Standing)>,
    changed: BTreeMap<(Uuid, Uuid), Standing>,
}

struct Row {
    account: Uuid,
    sequence: i64,
    event: RecurringPaymentCreated,
    created_at: DateTime<Utc>,
}

#[derive(Clone, Copy)]
struct Standing {
    status: &'static str,
    next: Option<NaiveDate>,
}

impl Rows {
    pub fn observe(&mut self, recorded: &Recorded<'_>) {
        let id = match recorded.event {
            Event::RecurringPaymentCreated(e) => e.recurring,
            Event::RecurringPaymentCancelled(e) => e.recurring,
            Event::RecurringPaymentTaken(e) => e.recurring,
            Event::RecurringPaymentSkipped(e) => e.recurring,
            _ => return,
        };
        let Some(standing) = standing(recorded, id) else {
            return;
        };
        let key = (recorded.creditor.0, id.0);
        match (recorded.event, self.created.get_mut(&key)) {
            (Event::RecurringPaymentCreated(event), _) => {
                let row = Row {
                    account: recorded.after.id.0,
                    sequence: bigint(recorded.sequence),
                    event: event.clone(),
                    created_at: recorded.recorded_at,
                };
                self.created.insert(key, (row, standing));
            }
            (_, Some((_, present))) => *present = standing,
            (_, None) => {
                self.changed.insert(key, standing);
            }
        }
    }

    pub fn write(self, writes: &mut Vec<Write>) {
        let rows: Vec<_> = self.created.into_iter().collect();
        columns!(
            writes,
            place::RECURRING_INSERT,
            &rows,
            |row| row.0.0,
            row.0.1,
            row.1.0.account,
            row.1.0.sequence,
            row.1.0.event.amount.minor(),
            row.1.0.event.method.name(),
            row.1.0.event.frequency.name(),
            row.1.0.event.start,
            row.1.0.event.end,
            recorded_as(row.1.0.event.recorded_as),
            row.1.0.event.instrument,
            row.1.1.status,
            row.1.1.next,
            row.1.0.created_at
        );
        let rows: Vec<_> = self.changed.into_iter().collect();
        columns!(
            writes,
            place::RECURRING_CHANGE,
            &rows,
            |row| row.0.0,
            row.0.1,
            row.1.status,
            row.1.next
        );
    }
}

fn standing(recorded: &Recorded<'_>, id: RecurringId) -> Option<Standing> {
    let recurring = recorded.after.recurring(id)?;
    Some(Standing {
        status: recurring.status().name(),
        next: recurring.next(),
    })
}
