//! `GET /api/v1/webhooks/{id}/dead-letters`: deliveries that were given up.

use super::super::render::Servicing;
use super::deliveries::{declared, page};
use crate::app::App;
use crate::auth::Caller;
use crate::openapi::Endpoint;
use crate::path::Ids;
use crate::problem::Rejected;
use crate::query::Parameters;
use axum::extract::State;
use axum::response::Response;
use quittance_store::deliveries::DeliveryState;

pub fn endpoint() -> Endpoint {
    let path = "/api/v1/webhooks/{id}/dead-letters";
    declared(Endpoint::get(path, "list_webhook_dead_letters", list)).says(
        "Dead letters",
        "Deliveries that were given up, the latest first; `retry-delivery` sends them again.",
    )
}

async fn list(
    State(app): State<App>,
    caller: Caller<Servicing>,
    path: Ids<Servicing>,
    parameters: Parameters<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let dead = Some(DeliveryState::Dead);
    page(&app, &caller, &path, &parameters, dead).await
}
