//! Payment plans: made, decided on, ended, and what a change of the facts does to them.

use super::{Decider, NEXT, positive};
use crate::account::command::{CreatePlan, RejectPlan};
use crate::account::event::{
    Event, PlanApproved, PlanCreated, PlanDeactivated, PlanFinished, PlanRejected, PlanReopened,
};
use crate::account::plan::{Plan, PlanOrigin, PlanStanding, TERMS_LIMIT};
use crate::account::{Account, Refusal, State, apply};
use crate::id::PlanId;
use crate::money::Money;

impl Decider<'_> {
    pub(super) fn create_plan(&self, command: &CreatePlan) -> Result<Vec<Event>, Refusal> {
        self.date(command.effective)?;
        self.disbursed()?;
        if self.account.due_on(command.effective).total().is_zero() {
            return Err(Refusal::NothingOwed);
        }
        if command.terms.is_empty() || command.terms.len() > TERMS_LIMIT {
            return Err(Refusal::PlanTermsTooFewOrTooMany);
        }
        for term in &command.terms {
            positive(term.amount)?;
            if term.amount > Money::LIMIT {
                return Err(Refusal::TurnoverTooLarge);
            }
        }
        let in_order = |pair: &[crate::account::PlanTerm]| {
            pair[0].number < pair[1].number && pair[0].due <= pair[1].due
        };
        if !command.terms.windows(2).all(in_order) {
            return Err(Refusal::PlanTermsOutOfOrder);
        }
        if command.origin != PlanOrigin::Debtor {
            self.no_open_plan()?;
        }
        Ok(vec![Event::PlanCreated(PlanCreated {
            plan: command.id,
            part: command.part,
            origin: command.origin,
            terms: command.terms.clone(),
            effective: command.effective,
            link: command.link.clone(),
            sealed: command.sealed.clone(),
        })])
    }

    pub(super) fn approve_plan(&self, plan: PlanId) -> Result<Vec<Event>, Refusal> {
        self.proposed(plan)?;
        self.no_open_plan()?;
        let effective = self.today;
        Ok(vec![Event::PlanApproved(PlanApproved { plan, effective })])
    }

    pub(super) fn reject_plan(&self, command: &RejectPlan) -> Result<Vec<Event>, Refusal> {
        self.proposed(command.plan)?;
        Ok(vec![Event::PlanRejected(PlanRejected {
            plan: command.plan,
            by: command.by.clone(),
            effective: self.today,
        })])
    }

    pub(super) fn deactivate_plan(&self, plan: PlanId) -> Result<Vec<Event>, Refusal> {
        let effective = self.today;
        // A part that is paid ends with the others: the plan as a whole may be open.
        if !matches!(self.named(plan)?.standing, PlanStanding::InForce(_)) {
            return Err(Refusal::PlanNotActive);
        }
        Ok(vec![Event::PlanDeactivated(PlanDeactivated {
            plan,
            effective,
        })])
    }

    fn named(&self, plan: PlanId) -> Result<&Plan, Refusal> {
        self.account.plan(plan).ok_or(Refusal::PlanUnknown)
    }

    fn proposed(&self, plan: PlanId) -> Result<(), Refusal> {
        match self.named(plan)?.standing {
            PlanStanding::Proposed => Ok(()),
            _ => Err(Refusal::PlanNotProposed),
        }
    }

    fn no_open_plan(&self) -> Result<(), Refusal> {
        if self.account.plans.iter().any(Plan::is_open) {
            return Err(Refusal::PlanAlreadyActive);
        }
        Ok(())
    }
}

/// The events, and with them the plans that they finish or open again.
pub(super) fn with_plans(account: &Account, mut events: Vec<Event>) -> Vec<Event> {
    let in_force = |plan: &Plan| matches!(plan.standing, PlanStanding::InForce(_));
    let Some(effective) = events.last().map(Event::effective) else {
        return events;
    };
    if !account.plans.iter().any(in_force) {
        return events;
    }
    let mut state = State::Open(Box::new(account.clone()));
    for (sequence, event) in (NEXT - NEXT / 2..).zip(&events) {
        // What diverges here diverges when it is folded too, and is reported there.
        let _ = apply(&mut state, sequence, event);
    }
    let plans = state.account().map_or(&[][..], |after| &after.plans);
    for plan in plans.iter().filter(|plan| in_force(plan)) {
        let (is, was, plan) = (plan.is_paid(), plan.finished, plan.id);
        if is && !was {
            events.push(Event::PlanFinished(PlanFinished { plan, effective }));
        } else if was && !is {
            events.push(Event::PlanReopened(PlanReopened { plan, effective }));
        }
    }
    events
}
