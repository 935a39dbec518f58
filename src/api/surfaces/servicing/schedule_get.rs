//! `GET /api/v1/loans/{id}/schedule`: what is to be paid by when, and what has been.

use super::path::{account_on, loan_id};
use super::render::Servicing;
use super::schedule_view;
use super::words::LOAN;
use crate::app::App;
use crate::auth::Caller;
use crate::axes::Axes;
use crate::command::json;
use crate::openapi::Endpoint;
use crate::path::Ids;
use crate::problem::{Rejected, json_response};
use crate::query::Parameters;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::ids;
use quittance_store::keys::KeyRole;

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get("/api/v1/loans/{id}/schedule", "get_schedule", get)
        .says(
            "The instalments of a loan",
            "None while the loan is due on demand. What payments effective by the day have paid of them, oldest first and then in \
             advance. A payment counts whole, also when part of it went to fees; one to principal \
             alone pays no instalment. Earlier days are as they stand now, after everything that \
             has been reversed or backdated since; `as_of` tells what was known then.",
        )
        .needs(KeyRole::Viewer, "loans:read")
        .id("id", &LOAN)
        .replies(StatusCode::OK, "The schedule.", schedule_view::schema());
    Axes::declare(endpoint)
}

async fn get(
    State(app): State<App>,
    caller: Caller<Servicing>,
    path: Ids<Servicing>,
    parameters: Parameters<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let axes = Axes::of(&parameters, ids::now())?;
    let loan = loan_id(&path)?;
    let (account, on) = account_on(&app, &caller, loan, &axes).await?;
    let view = schedule_view::view(&account, on);
    Ok(json_response(StatusCode::OK, json(&view)))
}
