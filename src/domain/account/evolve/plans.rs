//! Folding what happens to payment plans.

use super::Divergence;
use crate::account::Account;
use crate::account::event::{Event, PlanCreated};
use crate::account::plan::fill::TermFill;
use crate::account::plan::{Plan, PlanOrigin, PlanStanding};
use crate::id::PlanId;

/// Folds an event about a plan; `None` when it is about something else.
pub(super) fn apply(
    account: &mut Account,
    sequence: u64,
    event: &Event,
) -> Option<Result<(), Divergence>> {
    Some(match event {
        Event::PlanCreated(created) => {
            account.plans.push(plan(created, sequence));
            Ok(())
        }
        Event::PlanApproved(e) => change(account, sequence, e.plan, |plan| {
            plan.standing = PlanStanding::InForce((e.effective, sequence));
            Ok(())
        }),
        Event::PlanRejected(e) => change(account, sequence, e.plan, |plan| {
            plan.standing = PlanStanding::Rejected;
            Ok(())
        }),
        Event::PlanDeactivated(e) => change(account, sequence, e.plan, |plan| {
            if let PlanStanding::InForce(since) = plan.standing {
                plan.standing = PlanStanding::Deactivated(since, (e.effective, sequence));
            }
            Ok(())
        }),
        Event::PlanTermExpired(e) => change(account, sequence, e.plan, |plan| {
            plan.expired.push(e.term);
            Ok(())
        }),
        Event::PlanFinished(e) => change(account, sequence, e.plan, |plan| finish(plan, true)),
        Event::PlanReopened(e) => change(account, sequence, e.plan, |plan| finish(plan, false)),
        _ => return None,
    })
}

fn plan(created: &PlanCreated, sequence: u64) -> Plan {
    Plan {
        id: created.plan,
        sequence,
        part: created.part,
        origin: created.origin,
        terms: created.terms.as_slice().into(),
        standing: match created.origin {
            PlanOrigin::Debtor => PlanStanding::Proposed,
            PlanOrigin::Creditor | PlanOrigin::DebtorAccepted => {
                PlanStanding::InForce((created.effective, sequence))
            }
        },
        fill: vec![TermFill::default(); created.terms.len()].into(),
        expired: Vec::new(),
        finished: false,
        changed: sequence,
    }
}

/// Changes one plan; what is paid of all of them may change with it.
fn change(
    account: &mut Account,
    sequence: u64,
    id: PlanId,
    change: impl FnOnce(&mut Plan) -> Result<(), Divergence>,
) -> Result<(), Divergence> {
    let plan = account.plans.iter_mut().find(|plan| plan.id == id);
    let plan = plan.ok_or(Divergence::NamesUnknown)?;
    plan.changed = sequence;
    let changed = change(plan);
    account.refill_plans(sequence);
    changed
}

fn finish(plan: &mut Plan, finished: bool) -> Result<(), Divergence> {
    plan.finished = finished;
    if plan.is_paid() == finished {
        Ok(())
    } else {
        Err(Divergence::Plan)
    }
}
