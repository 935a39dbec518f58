//! What happens to instalment schedules.

use super::{Data, Publish};
use crate::account::schedule::AmountDue;
use crate::account::{AccountReaged, ScheduleSet};
use serde_json::json;

impl Publish for ScheduleSet {
    fn publish(&self, data: Data) -> Data {
        let instalment =
            |it: AmountDue| json!({ "due_date": it.due, "amount": data.amount(it.amount) });
        let instalments: Vec<_> = self.instalments.dues().map(instalment).collect();
        data.list("instalments", instalments)
    }
}

impl Publish for AccountReaged {
    fn publish(&self, data: Data) -> Data {
        data.text("reason", &self.reason)
            .word("workout", self.workout)
    }
}
