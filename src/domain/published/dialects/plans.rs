//! The payment plans API: ids as strings of digits, an administration and a debtor in every body.
//!
//! A plan over several accounts is told of once: by the account that leads, whose sequence is the
//! plan's id.

use super::{Happened, Message, TEST, moment};
use crate::account::{Account, Event, Plan, PlanStatus};
use crate::id::{CreditorId, PlanId};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

/// Room for the terms of one plan between the ids of two.
const TERMS: u64 = 1_000;

pub(super) fn messages(happened: &Happened<'_>, event: &Event, account: &Account) -> Vec<Message> {
    let told: Option<(&'static str, PlanId)> = match event {
        Event::PlanCreated(e) => Some(("payment_plan_created", e.plan)),
        Event::PlanApproved(e) => Some(("payment_plan_updated", e.plan)),
        Event::PlanRejected(e) => Some(("payment_plan_updated", e.plan)),
        Event::PlanReopened(e) => Some(("payment_plan_updated", e.plan)),
        Event::PlanDeactivated(e) => Some(("payment_plan_deactivated", e.plan)),
        Event::PlanFinished(e) => Some(("payment_plan_finished", e.plan)),
        Event::PlanTermExpired(e) => Some(("payment_plan_term_expired", e.plan)),
        _ => None,
    };
    let Some((topic, plan)) = told else {
        return Vec::new();
    };
    let plan = account.plan(plan).filter(|plan| plan.part == 0);
    let message = plan.map(|plan| {
        let mut body = envelope(topic, happened.creditor, happened.recorded_at);
        body["id"] = json!(happened.sequence.to_string());
        body["debtor"] = json!({ "id": account.consumer.0.as_u128().to_string() });
        body["payment_plan"] = view(plan);
        if let Event::PlanTermExpired(e) = event {
            body["payment_plan_term"] = json!({
                "id": term_id(plan, e.term),
                "amount_due": e.unpaid.to_decimal(account.terms.currency),
                "due_date": e.due,
            });
        }
        Message { topic, body }
    });
    message.into_iter().collect()
}

fn view(plan: &Plan) -> Value {
    let status = plan.status();
    json!({
        "id": plan.sequence.to_string(),
        "active": matches!(status, PlanStatus::Active | PlanStatus::Broken),
        "status": status.name(),
    })
}

fn term_id(plan: &Plan, number: u16) -> String {
    (plan.sequence * TERMS + u64::from(number)).to_string()
}

fn envelope(topic: &str, creditor: CreditorId, at: DateTime<Utc>) -> Value {
    json!({
        "event": topic,
        "created_at": moment(at),
        "administration": { "id": creditor.0.as_u128().to_string() },
    })
}

/// A test, which is about nobody.
pub(super) fn test(creditor: CreditorId, at: DateTime<Utc>) -> Value {
    let mut body = envelope(TEST, creditor, at);
    body["debtor"] = Value::Null;
    body
}
