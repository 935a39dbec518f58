//! What time alone brings.

use super::{Data, Publish};
use crate::account::{
    ChargeOffPending, DelinquencyCured, InstalmentFellDue, InstalmentMissed, InterestPosted,
};

impl Publish for InstalmentFellDue {
    fn publish(&self, data: Data) -> Data {
        data.number("number", self.number.into())
            .money("amount", self.amount)
            .money("paid", self.paid)
    }
}

impl Publish for InstalmentMissed {
    fn publish(&self, data: Data) -> Data {
        data.number("number", self.number.into())
            .date("due_date", self.due)
            .money("unpaid", self.unpaid)
    }
}

impl Publish for DelinquencyCured {
    fn publish(&self, data: Data) -> Data {
        data.date("current_since", self.current_since)
    }
}

impl Publish for ChargeOffPending {
    fn publish(&self, data: Data) -> Data {
        data.date("past_due_since", self.past_due_since)
            .date("boundary", self.boundary)
    }
}

impl Publish for InterestPosted {
    fn publish(&self, data: Data) -> Data {
        data.id("posting_id", self.posting)
    }
}
