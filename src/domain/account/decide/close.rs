//! The daily close of one account: what time alone has brought.

use super::{Decider, NEXT, decide};
use crate::account::command::{CloseDay, Command, RecordPayment};
use crate::account::event::{
    Event, PlanTermExpired, RecurringPaymentSkipped, RecurringPaymentTaken,
};
use crate::account::recurring::Recurring;
use crate::account::{Account, Refusal, State, apply};
use crate::allocation::Direction;
use crate::id::FactId;
use chrono::NaiveDate;
use uuid::Uuid;

impl Decider<'_> {
    pub(super) fn close_day(&self, command: &CloseDay) -> Result<Vec<Event>, Refusal> {
        self.date(command.on)?;
        let mut closing = Closing {
            today: self.today,
            next_id: command.first_id,
            state: State::Open(Box::new(self.account.clone())),
            events: Vec::new(),
        };
        while let Some(due) = closing.due(command.on) {
            closing.take(due);
        }
        if let Some(account) = closing.state.account() {
            let expired: Vec<Event> = expired_terms(account, command.on).collect();
            closing.events.extend(expired);
        }
        Ok(closing.events)
    }
}

/// An account being closed: what has been decided so far, and the state that it leads to.
struct Closing {
    today: NaiveDate,
    next_id: FactId,
    state: State,
    events: Vec<Event>,
}

impl Closing {
    /// The recurring payment that is due first, up to a day.
    fn due(&self, on: NaiveDate) -> Option<Recurring> {
        let all = &self.state.account()?.recurring;
        let due = all.iter().filter_map(|it| Some((it.next()?, *it)));
        let first = due.filter(|(next, _)| *next <= on).min_by_key(|it| it.0);
        first.map(|(_, recurring)| recurring)
    }

    /// Records the payment of one date, of no more than is owed on it; or that there is none.
    fn take(&mut self, recurring: Recurring) {
        let (Some(effective), Some(account)) = (recurring.next(), self.state.account()) else {
            return;
        };
        let id = self.next_id;
        self.next_id = FactId(Uuid::from_u128(id.0.as_u128().wrapping_add(1)));
        let owed = account.due_on(effective.max(account.last_date())).total();
        let payment = Command::RecordPayment(RecordPayment {
            id,
            amount: recurring.amount.min(owed),
            method: recurring.method,
            direction: Direction::ByOrder,
            standing: recurring.recorded_as,
            effective,
            external_id: None,
        });
        let decided = match owed.is_zero() {
            true => Err(Refusal::NothingOwed),
            false => decide(&self.state, &payment, self.today),
        };
        let recurring = recurring.id;
        match decided {
            Ok(events) => {
                events.into_iter().for_each(|event| self.record(event));
                self.record(Event::RecurringPaymentTaken(RecurringPaymentTaken {
                    recurring,
                    payment: id,
                    effective,
                }));
            }
            Err(refusal) => self.record(Event::RecurringPaymentSkipped(RecurringPaymentSkipped {
                recurring,
                reason: refusal.name().into(),
                effective,
            })),
        }
    }

    fn record(&mut self, event: Event) {
        // Below the sequence of what is still to be decided, and above everything recorded.
        let sequence = NEXT - NEXT / 4 + self.events.len() as u64;
        // What diverges here diverges when it is folded too, and is reported there.
        let _ = apply(&mut self.state, sequence, &event);
        self.events.push(event);
    }
}

/// Terms of plans that were due before the day and are unpaid.
fn expired_terms(account: &Account, on: NaiveDate) -> impl Iterator<Item = Event> {
    let open = account.plans.iter().filter(|plan| plan.is_open());
    open.flat_map(move |plan| {
        let terms = plan.terms().filter(move |(term, fill)| {
            let is_late = term.due < on && fill.paid_on.is_none();
            is_late && !plan.expired.contains(&term.number)
        });
        terms.filter_map(move |(term, fill)| {
            Some(Event::PlanTermExpired(PlanTermExpired {
                plan: plan.id,
                term: term.number,
                due: term.due,
                unpaid: term.amount - fill.paid,
                effective: term.due.succ_opt()?,
            }))
        })
    })
}
