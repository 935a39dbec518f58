//! Counters: totals of a portfolio, kept as it changes, so that no list ever counts.
//!
//! | name | counts |
//! |---|---|
//! | `accounts`, `accounts:<status>`, `condition:<condition>` | accounts |
//! | `consumers` | consumers who are listed |
//! | `payments`, `payments:<status>`, `settlements` | payments and settlement offers ever recorded |
//! | `journal_entries` | events that booked lines |
//! | `owed:<currency>`, `overpayment:<currency>` | minor units, as of each account's last fact |

use crate::{columns, place};
use quittance_domain::account::Event;
use quittance_domain::consumer;
use quittance_store::projector::{Recorded, RecordedConsumer, Summary, Write};
use std::collections::BTreeMap;
use uuid::Uuid;

pub const ADD: &str = include_str!("add.sql");

/// The changes of a batch.
#[derive(Default)]
pub(crate) struct Rows(BTreeMap<(Uuid, String), i64>);

impl Rows {
    pub fn observe(&mut self, recorded: &Recorded<'_>) {
        let creditor = recorded.creditor.0;
        let mut add = |name: &str, by: i64| {
            if by != 0 {
                *self.0.entry((creditor, name.to_owned())).or_default() += by;
            }
        };
        if let Event::LoanCreated(opening) | Event::AccountPlaced(opening) = recorded.event {
            add("consumers", i64::from(!opening.consumer_known));
        }
        let after = Summary::of(recorded.after);
        if recorded.before.is_none() {
            add("accounts", 1);
        }
        let was = recorded.before.map(|before| before.condition);
        let is = after.condition;
        if was != Some(is) {
            if let Some(was) = was {
                add(&format!("accounts:{}", was.status.name()), -1);
                add(&format!("condition:{was}"), -1);
            }
            add(&format!("accounts:{}", is.status.name()), 1);
            add(&format!("condition:{is}"), 1);
        }
        for payment in &recorded.change.payments {
            if payment.was.is_none() {
                add("payments", 1);
            }
            if payment.was != Some(payment.status) {
                if let Some(was) = payment.was {
                    add(&format!("payments:{}", was.name()), -1);
                }
                add(&format!("payments:{}", payment.status.name()), 1);
            }
        }
        if !recorded.change.lines.is_empty() {
            add("journal_entries", 1);
        }
        if matches!(recorded.event, Event::SettlementOffered(_)) {
            add("settlements", 1);
        }
        let currency = recorded.after.terms.currency;
        let was = |part: fn(&Summary) -> i64| recorded.before.as_ref().map_or(0, part);
        let owed = |summary: &Summary| summary.owed().minor();
        let over = |summary: &Summary| summary.overpayment.minor();
        let (owed_by, over_by) = (owed(&after) - was(owed), over(&after) - was(over));
        if owed_by != 0 {
            add(&format!("owed:{currency}"), owed_by);
        }
        if over_by != 0 {
            add(&format!("overpayment:{currency}"), over_by);
        }
    }

    pub fn observe_consumer(&mut self, recorded: &RecordedConsumer<'_>) {
        let by = match recorded.event {
            consumer::Event::ConsumerRegistered(_) | consumer::Event::ConsumerRestored(_) => 1,
            consumer::Event::ConsumerRemoved(_) => -1,
            consumer::Event::ParticularsGiven(_) | consumer::Event::ConsumerErased(_) => return,
        };
        let key = (recorded.creditor.0, "consumers".to_owned());
        *self.0.entry(key).or_default() += by;
    }

    pub fn write(self, writes: &mut Vec<Write>) {
        let rows: Vec<_> = self.0.into_iter().collect();
        columns!(
            writes,
            place::COUNTERS_ADD,
            &rows,
            |row| row.0.0,
            row.0.1.clone(),
            row.1
        );
    }
}
