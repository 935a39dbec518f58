//! `PATCH /v1/payment_plans/{id}/deactivate`: end a plan that is in force.

use super::PLAN;
use super::decide::{decide, decision};
use super::render::Plans;
use crate::app::App;
use crate::auth::Caller;
use crate::body::Payload;
use crate::openapi::Endpoint;
use crate::path::Ids;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use quittance_domain::account::{Command, PlanStatus};

pub fn endpoint() -> Endpoint {
    let path = "/v1/payment_plans/{id}/deactivate";
    decision(
        Endpoint::patch(path, "deactivate_payment_plan", deactivate),
        &PLAN,
    )
    .says(
        "Deactivate an active plan",
        "Later payments fill its terms no more.",
    )
}

async fn deactivate(
    State(app): State<App>,
    caller: Caller<Plans>,
    path: Ids<Plans>,
    headers: HeaderMap,
    payload: Payload<Plans>,
) -> Result<Response, Rejected<Plans>> {
    let response = decide(
        &app,
        &caller,
        &headers,
        path.get("id"),
        payload,
        Command::DeactivatePlan,
        |view, at| {
            view.status = PlanStatus::Deactivated;
            view.deactivated_at = Some(at);
        },
    );
    Ok(response.await?)
}
