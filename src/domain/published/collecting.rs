//! Collecting: the stage, disputes, notes; what people have written is not published.

use super::{Data, Publish};
use crate::account::{DisputeFiled, DisputeResolved, NoteAdded, StageSet};

impl Publish for StageSet {
    fn publish(&self, data: Data) -> Data {
        data.text("previous_stage", self.from.name())
            .text("stage", self.stage.name())
    }
}

impl Publish for DisputeFiled {
    fn publish(&self, data: Data) -> Data {
        data.id("dispute_id", self.dispute)
            .money("amount", self.amount)
    }
}

impl Publish for DisputeResolved {
    fn publish(&self, data: Data) -> Data {
        data.id("dispute_id", self.dispute)
            .text("outcome", self.outcome.name())
    }
}

impl Publish for NoteAdded {
    fn publish(&self, data: Data) -> Data {
        let data = data.id("note_id", self.note);
        match self.about {
            Some(payment) => data.id("payment_id", payment),
            None => data,
        }
    }
}
