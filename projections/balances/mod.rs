//! Balances: what is owed after an account's last fact.

use crate::{bigint, place, write_records};
use chrono::{DateTime, NaiveDate, Utc};
use quittance_store::projector::{Recorded, Write};
use quittance_store::records::Records;
use std::collections::BTreeMap;
use uuid::Uuid;

pub const INSERT: &str = include_str!("insert.sql");
pub const UPDATE: &str = include_str!("update.sql");

/// The rows of a batch: the last one of each account.
#[derive(Debug, Default)]
pub struct Rows(BTreeMap<(Uuid, Uuid), Row>);

/// An account's balances after its last fact, in minor units.
#[derive(Debug)]
pub struct Row {
    /// Whether the account was opened in this batch, and so has no row yet.
    opened: bool,
    /// Of the account's last event.
    pub sequence: i64,
    pub as_of: NaiveDate,
    /// Principal, booked interest, fees, overpayment, disbursed, interest applied.
    pub amounts: [i64; 6],
    carried: String,
    segment_start: Option<NaiveDate>,
    /// The rate in force, in ten-billionths.
    pub annual_rate: i64,
    pub charged_off: Option<NaiveDate>,
    pub updated_at: DateTime<Utc>,
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
        let key = (recorded.creditor.0, account.id.0);
        let row = Row {
            opened: recorded.before.is_none() || self.0.get(&key).is_some_and(|row| row.opened),
            sequence: bigint(recorded.sequence),
            as_of: account.last_date(),
            amounts: amounts.map(|amount| amount.minor()),
            carried: position.carried.units().to_string(),
            segment_start: position.segment_start,
            annual_rate: position.rate(&account.terms).ten_billionths(),
            charged_off: position.charged_off,
            updated_at: recorded.recorded_at,
        };
        self.0.insert(key, row);
    }

    /// The balances of an account that has any.
    pub fn of(&self, creditor: Uuid, account: Uuid) -> Option<&Row> {
        self.0.get(&(creditor, account))
    }

    pub(crate) fn write(self, writes: &mut Vec<Write>) {
        let (mut opened, mut moved) = (Records::default(), Records::default());
        for ((creditor, account), row) in &self.0 {
            let records = match row.opened {
                true => &mut opened,
                false => &mut moved,
            };
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
        write_records(writes, place::BALANCES_INSERT, opened);
        write_records(writes, place::BALANCES_UPDATE, moved);
    }
}
