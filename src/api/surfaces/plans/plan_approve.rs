//! `PATCH /v1/payment_plans/{id}/approve`: accept what the debtor has proposed.

use super::PROPOSED;
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
    let path = "/v1/payment_plans/{id}/approve";
    decision(
        Endpoint::patch(path, "approve_payment_plan", approve),
        &PROPOSED,
    )
    .says(
        "Approve a proposed plan",
        "Payments fill its terms from then on.",
    )
}

async fn approve(
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
        Command::ApprovePlan,
        |view, at| {
            view.status = PlanStatus::Active;
            view.approved_at = Some(at);
        },
    );
    Ok(response.await?)
}
