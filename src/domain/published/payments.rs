//! Money received and given back, and balances moved without money.

use super::{Data, Publish};
use crate::account::{
    BalanceAdjusted, PaymentBackdated, PaymentChargedBack, PaymentCompleted, PaymentFailed,
    PaymentReceived, PaymentRefunded, PaymentReversed, ReimbursementPaid,
};

impl Publish for PaymentReceived {
    fn publish(&self, data: Data) -> Data {
        data.id("payment_id", self.payment)
            .money("amount", self.amount)
            .text("method", self.method.name())
            .word("status", self.standing)
            .text_or_null("external_id", self.external_id.as_deref())
            .applied(self.split)
            .restated(&self.restatements)
    }
}

impl Publish for PaymentCompleted {
    fn publish(&self, data: Data) -> Data {
        data.id("payment_id", self.payment)
            .applied(self.split)
            .restated(&self.restatements)
    }
}

impl Publish for PaymentFailed {
    fn publish(&self, data: Data) -> Data {
        data.id("payment_id", self.payment)
            .text("reason", &self.reason)
    }
}

impl Publish for PaymentReversed {
    fn publish(&self, data: Data) -> Data {
        data.id("payment_id", self.payment)
            .text("reason", &self.reason)
            .restated(&self.restatements)
    }
}

impl Publish for PaymentRefunded {
    fn publish(&self, data: Data) -> Data {
        data.id("refund_id", self.refund)
            .id("payment_id", self.payment)
            .money("amount", self.amount)
            .text("reason", &self.reason)
            .restated(&self.restatements)
    }
}

impl Publish for PaymentChargedBack {
    fn publish(&self, data: Data) -> Data {
        data.id("chargeback_id", self.chargeback)
            .id("payment_id", self.payment)
            .money("amount", self.amount)
            .text("reason", &self.reason)
            .restated(&self.restatements)
    }
}

impl Publish for PaymentBackdated {
    fn publish(&self, data: Data) -> Data {
        data.id("payment_id", self.payment)
            .date("previous_date", self.from)
            .restated(&self.restatements)
    }
}

impl Publish for ReimbursementPaid {
    fn publish(&self, data: Data) -> Data {
        data.id("reimbursement_id", self.reimbursement)
            .money("amount", self.amount)
            .text("reason", &self.reason)
    }
}

impl Publish for BalanceAdjusted {
    fn publish(&self, data: Data) -> Data {
        let data = data
            .id("adjustment_id", self.adjustment)
            .money("balance", self.balance)
            .money("difference", self.by)
            .text("reason", &self.reason)
            .restated(&self.restatements);
        match self.split {
            Some(split) => data.applied(split),
            None => data,
        }
    }
}
