//! Balances: what is owed after an account's last fact.

use crate::{bigint, columns, place};
use chrono::{DateTime, NaiveDate, Utc};
use quittance_store::projector::{Recorded, Write};
use std::collections::BTreeMap;
use uuid::Uuid;

pub const UPSERT: &str = include_str!("upsert.sql");

/// The rows of a batch: the last one of each account.
#[derive(Default)]
pub(crate) struct Rows(BTreeMap<(Uuid, Uuid), Row>);

struct Row {
    sequence: i64,
    as_of: NaiveDate,
    amounts: [i64; 6],
    carried: String,
    segment_start: Option<NaiveDate>,
    charged_off: Option<NaiveDate>,
    updated_at: DateTime<Utc>,
}

impl Rows {
    pub fn observe(&mut self, recorded: &Recorded<'_>) {
        let account = recorded.after;
        let position = &account.position;
        let amounts = [
            position.principal,
            position.booked_interest,
            position.fees_due(),
            position.overpayment,
            position.disbursed,
            position.interest_applied,
        ];
        let row = Row {
            sequence: bigint(recorded.sequence),
            as_of: account.last_date(),
            amounts: amounts.map(|amount| amount.minor()),
            carried: position.carried.units().to_string(),
            segment_start: position.segment_start,
            charged_off: position.charged_off,
            updated_at: recorded.recorded_at,
        };
        self.0.insert((recorded.creditor.0, account.id.0), row);
    }

    pub fn write(self, writes: &mut Vec<Write>) {
        let rows: Vec<_> = self.0.into_iter().collect();
        columns!(
            writes,
            place::BALANCES_UPSERT,
            &rows,
            |row| row.0.0,
            row.0.1,
            row.1.sequence,
            row.1.as_of,
            row.1.amounts[0],
            row.1.amounts[1],
            row.1.amounts[2],
            row.1.amounts[3],
            row.1.amounts[4],
            row.1.amounts[5],
            row.1.carried.clone(),
            row.1.segment_start,
            row.1.charged_off,
            row.1.updated_at
        );
    }
}
