//! A settlement offer as it is shown.

use super::super::render::Servicing;
use super::super::words::{LOAN, LOAN_OFFER};
use crate::app::App;
use crate::command::json as bytes;
use crate::openapi::Schema;
use crate::problem::Rejected;
use crate::write::Call;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::OfferId;
use quittance_domain::account::{Account, Command, Offer, OfferStatus, Tier};
use quittance_store::Accepted;
use serde_json::{Value, json};

pub fn schema() -> Schema {
    let part = Schema::object()
        .field("due_date", Schema::date("2026-03-03"))
        .field("amount", Schema::money_text("500.00"))
        .field("paid_amount", Schema::money_text("500.00"))
        .named("SettlementPart");
    Schema::object()
        .field("id", Schema::uuid(LOAN_OFFER.example))
        .field("loan_id", Schema::uuid(LOAN.example))
        .field("amount", Schema::money_text("6000.00"))
        .told(
            "counter_amount",
            Schema::money_text("5500.00").or_null(),
            "What the borrower would settle for, while it is the creditor's turn.",
        )
        .field("balance", Schema::money_text("8087.50"))
        .field("tier", Schema::name_of(&Tier::ALL))
        .told(
            "status",
            Schema::name_of(&OfferStatus::ALL),
            "An agreement is `withdrawn` when its debt was recalled before it was paid.",
        )
        .field("offered_on", Schema::date("2026-02-01"))
        .field("expires_on", Schema::date("2026-03-01").or_null())
        .told(
            "savings",
            Schema::money_text("2087.50"),
            "What is given up of the balance if it is kept.",
        )
        .told(
            "accepted_on",
            Schema::date("2026-02-03").or_null(),
            "The day on which it was accepted.",
        )
        .told(
            "broken_on",
            Schema::date("2026-03-06").or_null(),
            "The day from which payments no longer count toward it, while it is broken.",
        )
        .told(
            "broken_reason",
            Schema::text("the part due on 2026-03-05 was not paid").or_null(),
            "Why it is broken: as somebody said, or the part that the daily close found missing.",
        )
        .told(
            "parts",
            Schema::list(part),
            "What is to be paid by when, one part a month, while it is accepted; payments fill the \
             oldest part first.",
        )
        .named("SettlementOffer")
}

/// An offer as it is on a day.
pub fn view(account: &Account, offer: &Offer, day: NaiveDate) -> Value {
    let currency = account.terms.currency;
    let is_broken = offer.status == OfferStatus::Broken;
    let breach = offer.breach.as_ref().filter(|_| is_broken);
    json!({
        "id": offer.id,
        "loan_id": account.id,
        "amount": offer.amount.to_decimal(currency),
        "counter_amount": offer.counter.map(|amount| amount.to_decimal(currency)),
        "balance": offer.balance.to_decimal(currency),
        "tier": offer.tier.name(),
        "status": offer.status.on(day, offer.expires_on).name(),
        "offered_on": offer.offered_on,
        "expires_on": offer.expires_on,
        "savings": (offer.balance - offer.proposed()).to_decimal(currency),
        "accepted_on": offer.accepted_on,
        "broken_on": breach.map(|breach| breach.on),
        "broken_reason": breach.map(|breach| &breach.reason),
        "parts": parts(account, offer),
    })
}

/// Does something to an offer, and replies with what has become of it.
///
/// # Errors
/// Those of [`Call::submit`].
pub async fn change(
    app: &App,
    call: Call<Servicing>,
    offer: OfferId,
    command: Command,
) -> Result<Response, Rejected<Servicing>> {
    let reply = move |accepted: &Accepted<'_>| after(accepted, offer);
    call.submit(app, command, StatusCode::OK, reply).await
}

/// The reply to what was done to an offer.
pub fn after(accepted: &Accepted<'_>, id: OfferId) -> Vec<u8> {
    let offer = accepted.account.offer(id);
    let today = accepted.recorded_at.date_naive();
    bytes(&offer.map(|offer| view(accepted.account, offer, today)))
}

fn parts(account: &Account, offer: &Offer) -> Vec<Value> {
    let currency = account.terms.currency;
    let parts = account.settlement_parts(offer).into_iter();
    parts
        .map(|part| {
            json!({
                "due_date": part.due,
                "amount": part.amount.to_decimal(currency),
                "paid_amount": part.paid.to_decimal(currency),
            })
        })
        .collect()
}
