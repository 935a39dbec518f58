//! `POST /api/v1/loans/{id}/settlements`: less than what is owed, which would settle the loan.

use super::super::path::{Loan, Write};
use super::super::render::Servicing;
use super::super::words::LOAN;
use super::view::{after, schema};
use crate::app::App;
use crate::body::{Body, Fields, Given};
use crate::openapi::Endpoint;
use crate::problem::Rejected;
use crate::settlement::Wish;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::Accepted;
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
    .body::<Offered>()
    .example(
        "In one payment",
        json!({ "amount": "7500.00", "tier": "lump_sum" }),
    )
    .replies(StatusCode::CREATED, "The offer.", schema())
}

struct Offered(Wish);

impl Body for Offered {
    fn read(fields: &mut Fields, given: &Given) -> Offered {
        Offered(Wish::read(fields, given, "expires_on"))
    }
}

async fn offer(
    State(app): State<App>,
    Write { body, call, .. }: Write<Loan, Offered>,
) -> Result<Response, Rejected<Servicing>> {
    let (id, command) = body.0.offered(&app, &call).await?;
    let reply = move |accepted: &Accepted<'_>| after(accepted, id);
    call.submit(&app, command, StatusCode::CREATED, reply).await
}
