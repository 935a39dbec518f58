//! Settlement offers and what becomes of them.

use super::{Data, Publish};
use crate::account::{
    SettlementAccepted, SettlementBroken, SettlementCompleted, SettlementCountered,
    SettlementExpired, SettlementOffered, SettlementRejected, SettlementRevived,
    SettlementWithdrawn,
};

impl Publish for SettlementOffered {
    fn publish(&self, data: Data) -> Data {
        data.id("settlement_id", self.offer)
            .money("amount", self.amount)
            .word("tier", self.tier)
            .money("balance", self.balance)
            .date_or_null("expires_on", self.expires_on)
    }
}

impl Publish for SettlementCountered {
    fn publish(&self, data: Data) -> Data {
        data.id("settlement_id", self.offer)
            .word("by", self.by)
            .money("amount", self.amount)
            .money("balance", self.balance)
            .date_or_null("expires_on", self.expires_on)
    }
}

impl Publish for SettlementAccepted {
    fn publish(&self, data: Data) -> Data {
        data.id("settlement_id", self.offer)
            .restated(&self.restatements)
    }
}

impl Publish for SettlementRejected {
    fn publish(&self, data: Data) -> Data {
        data.id("settlement_id", self.offer)
    }
}

impl Publish for SettlementExpired {
    fn publish(&self, data: Data) -> Data {
        data.id("settlement_id", self.offer)
    }
}

impl Publish for SettlementBroken {
    fn publish(&self, data: Data) -> Data {
        data.id("settlement_id", self.offer)
            .text("reason", &self.reason)
            .date_or_null("missed_due_date", self.missed.map(|missed| missed.due))
            .restated(&self.restatements)
    }
}

impl Publish for SettlementCompleted {
    fn publish(&self, data: Data) -> Data {
        data.id("settlement_id", self.offer)
    }
}

impl Publish for SettlementRevived {
    fn publish(&self, data: Data) -> Data {
        data.id("settlement_id", self.offer)
    }
}

impl Publish for SettlementWithdrawn {
    fn publish(&self, data: Data) -> Data {
        data.id("settlement_id", self.offer)
    }
}
