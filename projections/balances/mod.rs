//! Balances: what is owed after an account's last fact.

use crate::{bigint, place, write_records};
use chrono::{DateTime, NaiveDate, Utc};
use quittance_store::projector::{Recorded, Write};
use quittance_store::records::Records;
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
    annual_rate: i64,
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
            annual_rate: position.rate(&account.terms).ten_billionths(),
            charged_off: position.charged_off,
            updated_at: recorded.recorded_at,
        };
        self.0.insert((recorded.creditor.0, account.id.0), row);
    }

    pub fn write(self, writes: &mut Vec<Write>) {
        let mut records = Records::default();
        for ((creditor, account), row) in &self.0 {
            let mut record = records.row();
            record.uuid(*creditor).uuid(*account).bigint(row.sequence);
            record.date(row.as_of);
            for amount in row.amounts {
                record.bigint(amount);
            }
            record
                .text(&row.carried)
                .optional_date(row.segment_start)
                .bigint(row.annual_rate)
                .optional_date(row.charged_off)
                .time(row.updated_at);
        }
        write_records(writes, place::BALANCES_UPSERT, records);
    }
}
