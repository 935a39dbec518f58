//! `POST /api/v1/loans/{id}/settlements`: less than what is owed, which would settle the loan.

use super::super::path::{Loan, Write};
use super::super::render::Servicing;
use super::super::words::LOAN;
use super::view::{after, schema};
use crate::app::App;
use crate::body::{Body, Fields, Given};
use crate::openapi::Endpoint;
use crate::problem::Rejected;
use crate::settings::CurrentSettings;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::account::{Command, OfferSettlement, Tier};
use quittance_domain::{Money, OfferId};
use quittance_store::Accepted;
use quittance_store::ids::new_id;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post(
        "/api/v1/loans/{id}/settlements",
        "offer_loan_settlement",
        offer,
    )
    .says(
        "Offer a settlement",
        "An amount below the balance that would settle the loan. One below the floor of its tier in \
         the creditor's settlement matrix is refused.",
    )
    .needs(KeyRole::LoanOfficer, "loans:write")
    .id("id", &LOAN)
    .body::<Wish>()
    .example(
        "In one payment",
        json!({ "amount": "7500.00", "tier": "lump_sum" }),
    )
    .replies(StatusCode::CREATED, "The offer.", schema())
}

struct Wish {
    amount: Money,
    tier: Tier,
    expires_on: Option<NaiveDate>,
}

impl Body for Wish {
    fn read(fields: &mut Fields, given: &Given) -> Wish {
        Wish {
            amount: fields.positive_amount("amount", given.currency),
            tier: fields.choice("tier", &Tier::ALL).unwrap_or_default(),
            expires_on: fields.date("expires_on"),
        }
    }
}

async fn offer(
    State(app): State<App>,
    Write { body, call, .. }: Write<Loan, Wish>,
) -> Result<Response, Rejected<Servicing>> {
    let settings = CurrentSettings::of(&app, call.caller.creditor).await?;
    let id = OfferId(new_id(call.at));
    let command = Command::OfferSettlement(OfferSettlement {
        id,
        amount: body.amount,
        tier: body.tier,
        floor: settings.settlement_matrix.floor(body.tier),
        effective: call.today(),
        expires_on: body.expires_on,
    });
    let reply = move |accepted: &Accepted<'_>| after(accepted, id);
    call.submit(&app, command, StatusCode::CREATED, reply).await
}
