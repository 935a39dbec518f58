//! `GET /api/v1/loans/{id}/settlements`: the settlement offers of a loan, oldest first.

use super::super::page::{List, rows, uuid};
use super::super::path::{account, loan_id};
use super::super::render::Servicing;
use super::super::words::LOAN;
use super::view::{schema, view};
use crate::app::App;
use crate::auth::Caller;
use crate::axes::Axes;
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::Rejected;
use crate::query::Parameters;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::ids;
use quittance_store::keys::KeyRole;

const OFFERS: List = List::whole(
    uuid,
    &["status", "tier"],
    &["status", "tier", "amount", "offered_on", "expires_on"],
);

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get("/api/v1/loans/{id}/settlements", "list_settlements", list)
        .says(
            "The settlement offers of a loan",
            "Oldest first, whatever became of them.",
        )
        .needs(KeyRole::Viewer, "loans:read")
        .id("id", &LOAN)
        .replies(StatusCode::OK, "The offers.", Schema::list(schema()));
    OFFERS.declare(Axes::declare_known(endpoint))
}

async fn list(
    State(app): State<App>,
    caller: Caller<Servicing>,
    path: Ids<Servicing>,
    parameters: Parameters<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let page = OFFERS.asked(&parameters)?;
    let axes = Axes::of(&parameters, ids::now())?;
    let account = account(&app, &caller, loan_id(&path)?, axes.known_at).await?;
    let offers = account.offers.iter();
    let offers = offers.map(|offer| view(&account, offer, axes.on()));
    Ok(rows::cut(&page, offers.collect()))
}
