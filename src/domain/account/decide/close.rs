//! The daily close of one account: what time alone has brought.

use super::Decider;
use crate::account::Refusal;
use crate::account::command::CloseDay;
use crate::account::event::{Event, PlanTermExpired};
use chrono::NaiveDate;

impl Decider<'_> {
    pub(super) fn close_day(&self, command: &CloseDay) -> Result<Vec<Event>, Refusal> {
        self.date(command.on)?;
        Ok(self.expired_terms(command.on).collect())
    }

    /// Terms of plans that were due before the day and are unpaid.
    fn expired_terms(&self, on: NaiveDate) -> impl Iterator<Item = Event> {
        let open = self.account.plans.iter().filter(|plan| plan.is_open());
        open.flat_map(move |plan| {
            let terms = plan.terms().filter(move |(term, fill)| {
                let is_late = term.due < on && fill.paid_on.is_none();
                is_late && !plan.expired.contains(&term.number)
            });
            terms.map(move |(term, fill)| {
                Event::PlanTermExpired(PlanTermExpired {
                    plan: plan.id,
                    term: term.number,
                    due: term.due,
                    unpaid: term.amount - fill.paid,
                    effective: on,
                })
            })
        })
    }
}
