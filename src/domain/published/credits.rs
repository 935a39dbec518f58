//! What is forgiven, given or changed without money, and credit balances paid out.

use super::{Data, Publish};
use crate::account::{
    CreditGranted, CreditRefunded, EntryReversed, InterestWaived, RateChanged, WrittenOff,
};

impl Publish for CreditGranted {
    fn publish(&self, data: Data) -> Data {
        data.id("credit_id", self.credit)
            .money("amount", self.amount)
            .text("reason", &self.reason)
            .applied(self.split)
            .restated(&self.restatements)
    }
}

impl Publish for CreditRefunded {
    fn publish(&self, data: Data) -> Data {
        data.id("refund_id", self.refund)
            .money("amount", self.amount)
            .text("reason", &self.reason)
            .restated(&self.restatements)
    }
}

impl Publish for InterestWaived {
    fn publish(&self, data: Data) -> Data {
        data.id("waiver_id", self.waiver)
            .money("amount", self.amount)
            .text("reason", &self.reason)
            .applied(self.split)
            .restated(&self.restatements)
    }
}

impl Publish for RateChanged {
    fn publish(&self, data: Data) -> Data {
        data.id("change_id", self.change)
            .rate("previous_rate", self.from)
            .rate("interest_rate", self.rate)
            .text("reason", &self.reason)
            .restated(&self.restatements)
    }
}

impl Publish for EntryReversed {
    fn publish(&self, data: Data) -> Data {
        data.id("entry_id", self.entry)
            .text("reason", &self.reason)
            .restated(&self.restatements)
    }
}

impl Publish for WrittenOff {
    fn publish(&self, data: Data) -> Data {
        data.id("write_off_id", self.write_off)
            .money("amount", self.amount)
            .text("reason", &self.reason)
            .applied(self.split)
            .restated(&self.restatements)
    }
}
