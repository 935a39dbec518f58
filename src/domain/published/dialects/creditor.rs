//! The creditor's portal: flat bodies, amounts as numbers, ids with a prefix.

use super::{Happened, Message, merged, moment, number};
use crate::account::{Account, Event, Offer, Stage};
use crate::id::OfferId;
use serde_json::{Value, json};

pub(super) fn messages(happened: &Happened<'_>, event: &Event, account: &Account) -> Vec<Message> {
    let at = moment(happened.recorded_at);
    let principal = number(account.position.principal, account.terms.currency);
    let told = match event {
        Event::StageSet(e) if e.stage == Stage::Cured => {
            let days = (e.effective - account.opened_on).num_days();
            let body = json!({
                "cured_at": at, "principal_balance": principal, "days_to_cure": days,
            });
            Some(("account.cured", body))
        }
        Event::SettlementAccepted(e) => offer(account, e.offer).map(|(offer, body)| {
            let more = json!({
                "accepted_at": at,
                "settlement_amount": number(offer.amount, account.terms.currency),
                "tier": offer.tier,
                "principal_balance": principal,
            });
            ("settlement.accepted", merged(body, more))
        }),
        Event::SettlementCompleted(e) => offer(account, e.offer).map(|(offer, body)| {
            let more = json!({
                "paid_at": at,
                "amount_paid": number(offer.amount, account.terms.currency),
            });
            ("settlement.paid", merged(body, more))
        }),
        Event::DisputeFiled(e) => {
            // The reason is the consumer's own words, which are sealed.
            let body = json!({
                "dispute_id": format!("d-{}", e.dispute),
                "filed_at": at,
                "disputed_amount": number(e.amount, account.terms.currency),
            });
            Some(("dispute.filed", body))
        }
        _ => None,
    };
    told.map(|(topic, body)| message(account, topic, body))
        .into_iter()
        .collect()
}

fn offer(account: &Account, id: OfferId) -> Option<(&Offer, Value)> {
    let offer = account.offer(id)?;
    Some((offer, json!({ "settlement_id": format!("s-{id}") })))
}

fn message(account: &Account, topic: &'static str, body: Value) -> Message {
    let about = json!({
        "event": topic,
        "account_id": format!("a-{}", account.id),
        "consumer_id": format!("c-{}", account.consumer),
    });
    Message {
        topic,
        body: merged(about, body),
    }
}
