//! Settlement offers and where they stand.

use crate::{bigint, columns, place};
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::account::{Event, Offer};
use quittance_domain::{Money, OfferId};
use quittance_store::projector::{Recorded, Write};
use std::collections::BTreeMap;
use uuid::Uuid;

pub const INSERT: &str = include_str!("insert.sql");
pub const SET_STATUS: &str = include_str!("set_status.sql");

/// The rows of a batch, by creditor and sequence of the offer.
#[derive(Debug, Default)]
pub struct Rows {
    offered: BTreeMap<(Uuid, i64), Row>,
    moved: BTreeMap<(Uuid, i64), Standing>,
}

/// An offer as it stands now.
#[derive(Debug)]
pub struct Row {
    pub offer: Uuid,
    pub account: Uuid,
    pub tier: &'static str,
    pub offered_on: NaiveDate,
    pub offered_at: DateTime<Utc>,
    pub standing: Standing,
}

/// What of an offer changes.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    pub amount: i64,
    pub counter: Option<i64>,
    pub balance: i64,
    pub status: &'static str,
    pub expires_on: Option<NaiveDate>,
    pub accepted_at: Option<DateTime<Utc>>,
}

impl Standing {
    fn of(offer: &Offer) -> Standing {
        Standing {
            amount: offer.amount.minor(),
            counter: offer.counter.map(Money::minor),
            balance: offer.balance.minor(),
            status: offer.status.name(),
            expires_on: offer.expires_on,
            accepted_at: None,
        }
    }
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
            Event::SettlementCountered(e) => self.stand(recorded, e.offer, None),
            Event::SettlementRejected(e) => self.stand(recorded, e.offer, None),
            Event::SettlementExpired(e) => self.stand(recorded, e.offer, None),
            Event::SettlementBroken(e) => self.stand(recorded, e.offer, None),
            Event::SettlementCompleted(e) => self.stand(recorded, e.offer, None),
            Event::SettlementRevived(e) => self.stand(recorded, e.offer, None),
            Event::SettlementWithdrawn(e) => self.stand(recorded, e.offer, None),
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
        let fresh = Standing::of(offer);
        let standing = match self.offered.get_mut(&key) {
            Some(row) => &mut row.standing,
            None => self.moved.entry(key).or_insert(fresh),
        };
        *standing = Standing {
            accepted_at: accepted_at.or(standing.accepted_at),
            ..fresh
        };
    }

    /// The offers that were made, with their sequences, in order.
    pub fn offered(&self) -> impl Iterator<Item = (i64, &Row)> {
        self.offered
            .iter()
            .map(|((_, sequence), row)| (*sequence, row))
    }

    pub(crate) fn write(self, writes: &mut Vec<Write>) {
        let rows: Vec<_> = self.offered.into_iter().collect();
        columns!(
            writes,
            place::OFFERS_INSERT,
            &rows,
            |row| row.0.0,
            row.0.1,
            row.1.offer,
            row.1.account,
            row.1.standing.amount,
            row.1.standing.counter,
            row.1.standing.balance,
            row.1.tier,
            row.1.standing.status,
            row.1.offered_on,
            row.1.offered_at,
            row.1.standing.expires_on,
            row.1.standing.accepted_at
        );
        let rows: Vec<_> = self.moved.into_iter().collect();
        columns!(
            writes,
            place::OFFERS_SET_STATUS,
            &rows,
            |row| row.0.0,
            row.0.1,
            row.1.amount,
            row.1.counter,
            row.1.balance,
            row.1.status,
            row.1.expires_on,
            row.1.accepted_at
        );
    }
}

fn row(recorded: &Recorded<'_>, offer: &Offer) -> Row {
    Row {
        offer: offer.id.0,
        account: recorded.after.id.0,
        tier: offer.tier.name(),
        offered_on: offer.offered_on,
        offered_at: recorded.recorded_at,
        standing: Standing::of(offer),
    }
}
