//! Accounts: what they were opened with, and their status and condition.

use crate::{bigint, columns, place};
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::Currency;
use quittance_domain::account::{Condition, Event, Opening, Product};
use quittance_store::projector::{Recorded, Write};
use std::collections::BTreeMap;
use uuid::Uuid;

pub const INSERT: &str = include_str!("insert.sql");
pub const SET_STATUS: &str = include_str!("set_status.sql");

/// The rows of a batch.
#[derive(Debug, Default)]
pub struct Rows {
    opened: Vec<Row>,
    conditions: BTreeMap<(Uuid, Uuid), Condition>,
}

/// What an account was opened with.
#[derive(Debug)]
pub struct Row {
    pub creditor: Uuid,
    pub account: Uuid,
    /// Of the opening.
    pub sequence: i64,
    pub consumer: Uuid,
    pub number: String,
    condition: Condition,
    pub product: &'static str,
    /// In minor units.
    pub approved: i64,
    pub opened_on: NaiveDate,
    pub created_at: DateTime<Utc>,
    pub currency: Currency,
    terms: String,
    details: String,
    sealed: String,
}

impl Rows {
    pub fn observe(&mut self, recorded: &Recorded<'_>) {
        let condition = recorded.after.condition();
        match recorded.event {
            Event::LoanCreated(opening) | Event::AccountPlaced(opening) => {
                self.opened.push(row(recorded, opening, condition));
            }
            _ if recorded
                .before
                .is_some_and(|before| before.condition != condition) =>
            {
                let key = (recorded.creditor.0, recorded.after.id.0);
                self.conditions.insert(key, condition);
            }
            _ => {}
        }
    }

    /// The accounts that were opened, with where each stands now, in order of opening.
    pub fn opened(&self) -> impl Iterator<Item = (&Row, Condition)> {
        self.opened.iter().map(|row| {
            let now = self.conditions.get(&(row.creditor, row.account));
            (row, now.copied().unwrap_or(row.condition))
        })
    }

    pub(crate) fn write(mut self, writes: &mut Vec<Write>) {
        self.opened.sort_by_key(|row| (row.creditor, row.account));
        columns!(
            writes,
            place::ACCOUNTS_INSERT,
            &self.opened,
            |row| row.creditor,
            row.account,
            row.sequence,
            row.consumer,
            row.number.clone(),
            row.condition.status.name(),
            row.condition.to_string(),
            row.product,
            row.approved,
            row.opened_on,
            row.created_at,
            row.terms.clone(),
            row.details.clone(),
            row.sealed.clone()
        );
        let conditions: Vec<_> = self.conditions.into_iter().collect();
        columns!(
            writes,
            place::ACCOUNTS_SET_STATUS,
            &conditions,
            |row| row.0.0,
            row.0.1,
            row.1.status.name(),
            row.1.to_string()
        );
    }
}

fn row(recorded: &Recorded<'_>, opening: &Opening, condition: Condition) -> Row {
    let (product, approved) = match opening.product {
        Product::Loan { approved_principal } => ("loan", approved_principal.minor()),
        Product::Placed => ("placed", opening.principal.minor()),
    };
    Row {
        creditor: recorded.creditor.0,
        account: opening.account.0,
        sequence: bigint(recorded.sequence),
        consumer: opening.consumer.0,
        number: opening.number.to_string(),
        condition,
        product,
        approved,
        opened_on: opening.opened_on,
        created_at: recorded.recorded_at,
        currency: opening.terms.currency,
        terms: serde_json::to_string(&opening.terms).unwrap_or_default(),
        details: serde_json::to_string(&opening.details).unwrap_or_default(),
        sealed: opening.sealed.to_string(),
    }
}
