//! The servicing API: an envelope around `data`, amounts as text.

use super::{Happened, Message, moment};
use crate::account::{Account, Event, Opening, PaymentStanding};
use crate::id::{CreditorId, PaymentId};
use crate::money::Money;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

/// Refusals that a law or a regulation asks for.
const OF_LAW: [&str; 2] = ["account_disputed", "state_not_authorized"];

pub(super) fn messages(happened: &Happened<'_>, event: &Event, account: &Account) -> Vec<Message> {
    let mut told = of_event(happened, event, account);
    if let Some(old) = happened.status_before
        && old != account.status()
    {
        let data = json!({ "old_status": old.name(), "new_status": account.status().name() });
        told.push(("loan.status_changed", data));
    }
    let message = |(topic, mut data): (&'static str, Value)| {
        data["loan_id"] = json!(account.id);
        let body = envelope(topic, happened.creditor, happened.recorded_at, data);
        Message { topic, body }
    };
    told.into_iter().map(message).collect()
}

fn of_event(
    happened: &Happened<'_>,
    event: &Event,
    account: &Account,
) -> Vec<(&'static str, Value)> {
    let text = |amount: Money| amount.to_decimal(account.terms.currency);
    let one = |topic, data| vec![(topic, data)];
    match event {
        Event::LoanCreated(e) => vec![created(e)],
        Event::AccountPlaced(e) => {
            // With a placed debt goes a validation notice (12 CFR 1006.34).
            let notice = json!({ "document_id": format!("n-{}", account.id) });
            vec![created(e), ("document.generated", notice)]
        }
        Event::LoanDisbursed(e) => one("loan.disbursed", json!({ "amount": text(e.amount) })),
        Event::PaymentReceived(e) if e.standing == PaymentStanding::Completed => {
            let data = json!({ "payment_id": e.payment, "amount": text(e.amount) });
            one("payment.received", data)
        }
        Event::PaymentCompleted(e) => {
            let amount = amount(account, e.payment).map(text);
            let data = json!({ "payment_id": e.payment, "amount": amount });
            one("payment.received", data)
        }
        Event::PaymentReversed(e) => one("payment.reversed", json!({ "payment_id": e.payment })),
        // The borrower's bank has taken the money back, which is what a reversal is to a reader.
        Event::PaymentChargedBack(e) => one("payment.reversed", json!({ "payment_id": e.payment })),
        Event::PaymentFailed(e) => {
            let data = json!({ "payment_id": e.payment, "reason": e.reason });
            one("payment.failed", data)
        }
        Event::FeeAssessed(e) => {
            let data = json!({ "fee_id": e.fee, "amount": text(e.amount) });
            one("fee.assessed", data)
        }
        Event::RateChanged(e) => one(
            "modification.completed",
            json!({ "modification_id": e.change }),
        ),
        Event::CommandRefused(e) if OF_LAW.contains(&&*e.refusal) => {
            let data = json!({ "check_id": happened.sequence.to_string(), "rule": e.refusal });
            one("compliance.failed", data)
        }
        _ => Vec::new(),
    }
}

fn created(opening: &Opening) -> (&'static str, Value) {
    let borrower = opening.details.borrower_id.as_deref();
    let borrower = borrower.map_or_else(|| opening.consumer.to_string(), str::to_owned);
    ("loan.created", json!({ "borrower_id": borrower }))
}

fn amount(account: &Account, payment: PaymentId) -> Option<Money> {
    account.payment(payment).map(|(_, payment)| payment.amount)
}

pub(super) fn envelope(topic: &str, creditor: CreditorId, at: DateTime<Utc>, data: Value) -> Value {
    json!({
        "event_type": topic, "timestamp": moment(at), "tenant_id": creditor, "data": data,
    })
}
