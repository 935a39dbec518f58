//! `POST /api/v1/creditor/settlements/{id}/accept`: accept an offer, which binds both sides.

use super::ids::{OfferName, parse_offer};
use super::render::Creditor;
use super::settlement_offer::Offer;
use crate::app::App;
use crate::auth::{Actor, Caller};
use crate::body::Payload;
use crate::command::{Submission, json};
use crate::problem::{Problem, Rejected};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, Utc};
use quittance_domain::account::{AcceptSettlement, Command};
use quittance_domain::{AccountId, FactId, OfferId};
use quittance_store::Accepted;
use quittance_store::ids::{new_id, now};
use quittance_store::keys::KeyRole;

pub async fn accept(
    State(app): State<App>,
    caller: Caller<Creditor>,
    Path(name): Path<String>,
    payload: Payload<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    caller.require(KeyRole::LoanOfficer)?;
    caller.require_scope("settlements:write")?;
    let Found {
        offer,
        account,
        offered_at,
    } = find(&app, &caller, parse_offer(&name)?).await?;
    let at = now();
    let command = Command::AcceptSettlement(AcceptSettlement {
        offer,
        acceptance: FactId(new_id(at)),
        effective: at.date_naive(),
    });
    let submission = Submission::new(account, command, payload.request, payload.request_id);
    let reply = move |accepted: &Accepted<'_>| {
        json(&Offer::after(
            accepted,
            offer,
            offered_at,
            Some(accepted.recorded_at),
        ))
    };
    Ok(submission
        .submit::<Creditor>(&app, &caller, StatusCode::OK, reply)
        .await?)
}

/// An offer and where it belongs.
struct Found {
    offer: OfferId,
    account: AccountId,
    offered_at: DateTime<Utc>,
}

async fn find(app: &App, actor: &Actor, name: OfferName) -> Result<Found, Problem> {
    let mut reader = app.readers.of(actor.creditor).await?;
    let row = match name {
        OfferName::Id(id) => {
            let sql = include_str!("sql/find_offer.sql");
            reader.query_opt(sql, &[&actor.creditor.0, &id]).await?
        }
        OfferName::Sequence(sequence) => {
            let sql = include_str!("sql/find_offer_by_sequence.sql");
            reader
                .query_opt(sql, &[&actor.creditor.0, &sequence])
                .await?
        }
    };
    let row = row.ok_or(Problem::not_found("settlement"))?;
    Ok(Found {
        offer: OfferId(row.get("offer_id")),
        account: AccountId(row.get("account_id")),
        offered_at: row.get("offered_at"),
    })
}
