//! What happens to payment plans; one that covers several accounts is told of once for each.

use super::{Data, Publish};
use crate::account::{
    PlanApproved, PlanCreated, PlanDeactivated, PlanFinished, PlanRejected, PlanReopened,
    PlanTermExpired,
};
use serde_json::json;

impl Publish for PlanCreated {
    fn publish(&self, data: Data) -> Data {
        let term = |term: &crate::account::PlanTerm| json!({ "number": term.number, "amount": data.amount(term.amount), "due": term.due });
        let terms: Vec<_> = self.terms.iter().map(term).collect();
        data.id("plan_id", self.plan)
            .number("part", self.part.into())
            .text("origin", self.origin.name())
            .list("terms", terms)
    }
}

impl Publish for PlanApproved {
    fn publish(&self, data: Data) -> Data {
        data.id("plan_id", self.plan)
    }
}

impl Publish for PlanRejected {
    fn publish(&self, data: Data) -> Data {
        data.id("plan_id", self.plan)
    }
}

impl Publish for PlanDeactivated {
    fn publish(&self, data: Data) -> Data {
        data.id("plan_id", self.plan)
    }
}

impl Publish for PlanTermExpired {
    fn publish(&self, data: Data) -> Data {
        data.id("plan_id", self.plan)
            .number("term", self.term.into())
            .date("due", self.due)
            .money("unpaid", self.unpaid)
    }
}

impl Publish for PlanFinished {
    fn publish(&self, data: Data) -> Data {
        data.id("plan_id", self.plan)
    }
}

impl Publish for PlanReopened {
    fn publish(&self, data: Data) -> Data {
        data.id("plan_id", self.plan)
    }
}
