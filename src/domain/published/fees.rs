//! Fees and their waivers.

use super::{Data, Publish};
use crate::account::{FeeAssessed, FeeWaived, FeeWaiverUndone};

impl Publish for FeeAssessed {
    fn publish(&self, data: Data) -> Data {
        data.id("fee_id", self.fee)
            .money("amount", self.amount)
            .text("fee_type", self.kind.name())
            .id_or_null("payment_id", self.payment)
            .date_or_null("instalment_due_date", self.instalment)
            .restated(&self.restatements)
    }
}

impl Publish for FeeWaived {
    fn publish(&self, data: Data) -> Data {
        data.id("waiver_id", self.waiver)
            .id("fee_id", self.fee)
            .money("amount", self.amount)
            .text("reason", &self.reason)
            .restated(&self.restatements)
    }
}

impl Publish for FeeWaiverUndone {
    fn publish(&self, data: Data) -> Data {
        data.id("waiver_id", self.waiver)
            .id("fee_id", self.fee)
            .money("amount", self.amount)
            .text("reason", &self.reason)
            .restated(&self.restatements)
    }
}
