//! `GET /api/v1/loans/{id}/settlements`: the settlement offers of a loan, oldest first.

use super::path::{account, loan_id};
use super::render::Servicing;
use super::words::{LOAN, OFFER};
use crate::app::App;
use crate::auth::Caller;
use crate::axes::Axes;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::{Rejected, json_response};
use crate::query::Parameters;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::account::{Account, Offer, OfferStatus, Tier};
use quittance_store::ids;
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get("/api/v1/loans/{id}/settlements", "list_settlements", list)
        .says(
            "The settlement offers of a loan",
            "Oldest first, whatever became of them.",
        )
        .needs(KeyRole::Viewer, "loans:read")
        .id("id", &LOAN)
        .replies(StatusCode::OK, "The offers.", Schema::list(schema()));
    Axes::declare_known(endpoint)
}

fn schema() -> Schema {
    let part = Schema::object()
        .field("due_date", Schema::date("2026-03-03"))
        .field("amount", Schema::money_text("500.00"))
        .field("paid_amount", Schema::money_text("500.00"))
        .named("SettlementPart");
    Schema::object()
        .field("id", Schema::uuid(OFFER.example))
        .field("loan_id", Schema::uuid(LOAN.example))
        .field("amount", Schema::money_text("6000.00"))
        .field("balance", Schema::money_text("8087.50"))
        .field("tier", Schema::name_of(&Tier::ALL))
        .field("status", Schema::text("pending"))
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

async fn list(
    State(app): State<App>,
    caller: Caller<Servicing>,
    path: Ids<Servicing>,
    parameters: Parameters<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let axes = Axes::of(&parameters, ids::now())?;
    let account = account(&app, &caller, loan_id(&path)?, axes.known_at).await?;
    let currency = account.terms.currency;
    let offers: Vec<Value> = account
        .offers
        .iter()
        .map(|offer| {
            let is_broken = offer.status == OfferStatus::Broken;
            let breach = offer.breach.as_ref().filter(|_| is_broken);
            json!({
                "id": offer.id,
                "loan_id": account.id,
                "amount": offer.amount.to_decimal(currency),
                "balance": offer.balance.to_decimal(currency),
                "tier": offer.tier.name(),
                "status": offer.status.name(),
                "offered_on": offer.offered_on,
                "expires_on": offer.expires_on,
                "savings": (offer.balance - offer.proposed()).to_decimal(currency),
                "accepted_on": offer.accepted_on,
                "broken_on": breach.map(|breach| breach.on),
                "broken_reason": breach.map(|breach| &breach.reason),
                "parts": parts(&account, offer),
            })
        })
        .collect();
    Ok(json_response(StatusCode::OK, json(&offers)))
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
