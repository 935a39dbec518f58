//! What happens to recurring payments.

use super::{Data, Publish};
use crate::account::{
    RecurringPaymentCancelled, RecurringPaymentCreated, RecurringPaymentSkipped,
    RecurringPaymentTaken,
};

impl Publish for RecurringPaymentCreated {
    fn publish(&self, data: Data) -> Data {
        data.id("recurring_payment_id", self.recurring)
            .money("amount", self.amount)
            .text("method", self.method.name())
            .word("frequency", self.frequency)
            .date("start_date", self.start)
            .date_or_null("end_date", self.end)
    }
}

impl Publish for RecurringPaymentCancelled {
    fn publish(&self, data: Data) -> Data {
        data.id("recurring_payment_id", self.recurring)
    }
}

impl Publish for RecurringPaymentTaken {
    fn publish(&self, data: Data) -> Data {
        data.id("recurring_payment_id", self.recurring)
            .id("payment_id", self.payment)
    }
}

impl Publish for RecurringPaymentSkipped {
    fn publish(&self, data: Data) -> Data {
        data.id("recurring_payment_id", self.recurring)
            .text("reason", &self.reason)
    }
}
