//! Settlement offers and where they stand.

use crate::{bigint, columns, place};
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::OfferId;
use quittance_domain::account::{Event, Offer};
use quittance_store::projector::{Recorded, Write};
use std::collections::BTreeMap;
use uuid::Uuid;

pub const INSERT: &str = include_str!("insert.sql");
pub const SET_STATUS: &str = include_str!("set_status.sql");

/// The rows of a batch, by creditor and sequence of the offer.
#[derive(Default)]
pub(crate) struct Rows {
    offered: BTreeMap<(Uuid, i64), Row>,
    moved: BTreeMap<(Uuid, i64), Standing>,
}

struct Row {
    offer: Uuid,
    account: Uuid,
    amount: i64,
    balance: i64,
    tier: &'static str,
    offered_on: NaiveDate,
    offered_at: DateTime<Utc>,
    expires_on: Option<NaiveDate>,
    standing: Standing,
}

#[derive(Clone, Copy)]
struct Standing {
    status: &'static str,
    accepted_at: Option<DateTime<Utc>>,
}

impl Rows {
    pub fn observe(&mut self, recorded: &Recorded<'_>) {
        match recorded.event {
            Event::SettlementOffered(e) => {
                let Some(offer) = recorded.after.offer(e.offer) else {
                    return;
                };
                let key = (recorded.creditor.0, bigint(offer.sequence));
                self.offered.insert(key, row(recorded, offer));
            }
            Event::SettlementAccepted(e) => {
                self.stand(recorded, e.offer, Some(recorded.recorded_at));
            }
            Event::SettlementCompleted(e) => self.stand(recorded, e.offer, None),
            Event::SettlementRevived(e) => self.stand(recorded, e.offer, None),
            _ => {}
        }
    }

    fn stand(
        &mut self,
        recorded: &Recorded<'_>,
        offer: OfferId,
        accepted_at: Option<DateTime<Utc>>,
    ) {
        let Some(offer) = recorded.after.offer(offer) else {
            return;
        };
        let key = (recorded.creditor.0, bigint(offer.sequence));
        let fresh = Standing {
            status: offer.status.name(),
            accepted_at: None,
        };
        let standing = match self.offered.get_mut(&key) {
            Some(row) => &mut row.standing,
            None => self.moved.entry(key).or_insert(fresh),
        };
        standing.status = offer.status.name();
        standing.accepted_at = accepted_at.or(standing.accepted_at);
    }

    pub fn write(self, writes: &mut Vec<Write>) {
        let rows: Vec<_> = self.offered.into_iter().collect();
        columns!(
            writes,
            place::OFFERS_INSERT,
            &rows,
            |row| row.0.0,
            row.0.1,
            row.1.offer,
            row.1.account,
            row.1.amount,
            row.1.balance,
            row.1.tier,
            row.1.standing.status,
            row.1.offered_on,
            row.1.offered_at,
            row.1.expires_on,
            row.1.standing.accepted_at
        );
        let rows: Vec<_> = self.moved.into_iter().collect();
        columns!(
            writes,
            place::OFFERS_SET_STATUS,
            &rows,
            |row| row.0.0,
            row.0.1,
            row.1.status,
            row.1.accepted_at
        );
    }
}

fn row(recorded: &Recorded<'_>, offer: &Offer) -> Row {
    Row {
        offer: offer.id.0,
        account: recorded.after.id.0,
        amount: offer.amount.minor(),
        balance: offer.balance.minor(),
        tier: offer.tier.name(),
        offered_on: offer.offered_on,
        offered_at: recorded.recorded_at,
        expires_on: offer.expires_on,
        standing: Standing {
            status: offer.status.name(),
            accepted_at: None,
        },
    }
}
