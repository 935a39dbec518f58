//! The daily close of one account: what time alone has brought, each thing on its own day.

use super::{Decider, NEXT, decide};
use crate::account::command::{
    AssessFee, ChargeOff, CloseDay, Command, ExpireSettlement, PostInterest, RecordPayment,
};
use crate::account::due::Task;
use crate::account::event::{
    ChargeOffPending, DelinquencyCured, Event, InstalmentFellDue, InstalmentMissed, InterestPosted,
    PlanTermExpired, RecurringPaymentSkipped, RecurringPaymentTaken,
};
use crate::account::recurring::Recurring;
use crate::account::{Account, FactKind, FeeCause, FeeKind, Refusal, State, apply};
use crate::allocation::Direction;
use crate::id::FactId;
use chrono::NaiveDate;
use uuid::Uuid;

/// Why the close charges a debt off, as the event says it.
const AT_THE_BOUNDARY: &str = "past due up to the charge-off boundary";

/// Things done in one close of an account.
/// What is left stays due and is done by the next close, so that years made up for at once hold up
/// nobody else's commands.
pub const TASKS: usize = 100;

impl Decider<'_> {
    pub(super) fn close_day(&self, command: &CloseDay) -> Result<Vec<Event>, Refusal> {
        self.date(command.on)?;
        let mut closing = Closing {
            today: self.today,
            next_id: command.first_id,
            state: State::Open(Box::new(self.account.clone())),
            events: Vec::new(),
        };
        for _ in 0..TASKS {
            let Some((day, task)) = closing.next(command.on) else {
                break;
            };
            let before = closing.events.len();
            closing.carry_out(day, task);
            // What cannot be done is not tried for ever.
            if closing.events.len() == before {
                break;
            }
        }
        Ok(closing.events)
    }

    pub(super) fn post_interest(&self, command: &PostInterest) -> Result<Vec<Event>, Refusal> {
        self.date(command.effective)?;
        self.disbursed()?;
        let foreseen = self.add(command.id, command.effective, FactKind::InterestPosted)?;
        let event = Event::InterestPosted(InterestPosted {
            posting: command.id,
            effective: command.effective,
        });
        Ok(self.with_settlement(event, &foreseen))
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
    fn next(&self, on: NaiveDate) -> Option<(NaiveDate, Task)> {
        self.state.account()?.next_task(on)
    }

    /// Does one thing, after which it is no longer to be done.
    fn carry_out(&mut self, day: NaiveDate, task: Task) {
        let Some(account) = self.state.account() else {
            return;
        };
        let told = match task {
            Task::Take(place) => {
                let recurring = account.recurring[place];
                return self.take(recurring);
            }
            Task::FallDue => fell_due(account, day),
            Task::Miss(due) => missed(account, due, day),
            Task::ChargeLate(due) => {
                let id = self.fresh_id();
                return self.ask(&Command::AssessFee(AssessFee {
                    id,
                    amount: None,
                    kind: FeeKind::Late,
                    cause: FeeCause::Instalment(due),
                    effective: day,
                }));
            }
            Task::ExpireTerm(place, number) => expired(account, place, number, day),
            Task::Cure(since) => Some(Event::DelinquencyCured(DelinquencyCured {
                current_since: since,
                effective: day,
            })),
            Task::AnnounceChargeOff(boundary) => {
                let since = account.oldest_unpaid();
                since.map(|past_due_since| {
                    Event::ChargeOffPending(ChargeOffPending {
                        past_due_since,
                        boundary,
                        effective: day,
                    })
                })
            }
            Task::Expire(offer) => {
                return self.ask(&Command::ExpireSettlement(ExpireSettlement {
                    offer,
                    early: false,
                    effective: day,
                }));
            }
            Task::Break(offer) => {
                let id = self.fresh_id();
                let Some(account) = self.state.account() else {
                    return;
                };
                let today = self.today;
                let broken = Decider { account, today }.miss_settlement_part(id, offer, day);
                return self.record_all(broken.unwrap_or_default());
            }
            Task::ChargeOff => {
                let id = self.fresh_id();
                return self.ask(&Command::ChargeOff(ChargeOff {
                    id,
                    effective: day,
                    reason: AT_THE_BOUNDARY.into(),
                }));
            }
            Task::PostInterest => {
                let id = self.fresh_id();
                let effective = day;
                return self.ask(&Command::PostInterest(PostInterest { id, effective }));
            }
        };
        self.record_all(told);
    }

    fn ask(&mut self, command: &Command) {
        let decided = decide(&self.state, command, self.today);
        self.record_all(decided.unwrap_or_default());
    }

    fn fresh_id(&mut self) -> FactId {
        let id = self.next_id;
        self.next_id = FactId(Uuid::from_u128(id.0.as_u128().wrapping_add(1)));
        id
    }

    /// Records the payment of one date, of no more than is owed on it and not announced already; or
    /// that there is none. Of a debt that is in dispute nothing is taken (15 U.S.C. 1692g(b)).
    fn take(&mut self, recurring: Recurring) {
        let (Some(effective), Some(account)) = (recurring.next(), self.state.account()) else {
            return;
        };
        let owed = account.due_on(effective.max(account.last_date())).total();
        let left = (owed - account.announced()).or_zero();
        let paused = account.is_paused_on(effective);
        let id = self.fresh_id();
        let payment = Command::RecordPayment(RecordPayment {
            id,
            amount: recurring.amount.min(left),
            method: recurring.method,
            direction: Direction::ByOrder,
            standing: recurring.recorded_as,
            effective,
            external_id: None,
        });
        let decided = if paused {
            Err(Refusal::AccountDisputed)
        } else if owed.is_zero() {
            Err(Refusal::NothingOwed)
        } else if left.is_zero() {
            Err(Refusal::PaymentsAnnouncedAlready)
        } else {
            decide(&self.state, &payment, self.today)
        };
        let recurring = recurring.id;
        match decided {
            Ok(events) => {
                self.record_all(events);
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

    fn record_all(&mut self, events: impl IntoIterator<Item = Event>) {
        events.into_iter().for_each(|event| self.record(event));
    }

    fn record(&mut self, event: Event) {
        // Below the sequence of what is still to be decided, and above everything recorded.
        let sequence = NEXT - NEXT / 4 + self.events.len() as u64;
        // What diverges here diverges when it is folded too, and is reported there.
        let _ = apply(&mut self.state, sequence, &event);
        self.events.push(event);
    }
}

/// The instalment of a day, which has come.
fn fell_due(account: &Account, day: NaiveDate) -> Option<Event> {
    let instalments = account.instalments_on(day);
    let filled = instalments.iter().find(|it| it.instalment.due == day)?;
    Some(Event::InstalmentFellDue(InstalmentFellDue {
        number: filled.instalment.number,
        amount: filled.instalment.amount,
        paid: filled.paid,
        effective: day,
    }))
}

/// The instalment of a day that has passed; what has been paid since is not known to that day.
fn missed(account: &Account, due: NaiveDate, day: NaiveDate) -> Option<Event> {
    let instalments = account.instalments_on(due);
    let filled = instalments.iter().find(|it| it.instalment.due == due)?;
    Some(Event::InstalmentMissed(InstalmentMissed {
        number: filled.instalment.number,
        due,
        unpaid: filled.unpaid(),
        effective: day,
    }))
}

/// A term of a plan that was due the day before and is unpaid.
fn expired(account: &Account, place: usize, number: u16, day: NaiveDate) -> Option<Event> {
    let plan = &account.plans[place];
    let (term, fill) = plan.terms().find(|(term, _)| term.number == number)?;
    Some(Event::PlanTermExpired(PlanTermExpired {
        plan: plan.id,
        term: number,
        due: term.due,
        unpaid: term.amount - fill.paid,
        effective: day,
    }))
}
