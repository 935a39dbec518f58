//! `PATCH /v1/payment_plans/{id}/reject`: turn down what the debtor has proposed.

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
use quittance_domain::account::{Command, PlanStatus, RejectPlan};

pub fn endpoint() -> Endpoint {
    let path = "/v1/payment_plans/{id}/reject";
    decision(
        Endpoint::patch(path, "reject_payment_plan", reject),
        &PROPOSED,
    )
    .says(
        "Reject a proposed plan",
        "It stays in the lists with who turned it down.",
    )
}

async fn reject(
    State(app): State<App>,
    caller: Caller<Plans>,
    path: Ids<Plans>,
    headers: HeaderMap,
    payload: Payload<Plans>,
) -> Result<Response, Rejected<Plans>> {
    let by: Box<str> = (&*caller.name).into();
    let user = super::read::user(&app, &caller).await?;
    let response = decide(
        &app,
        &caller,
        &headers,
        path.get("id"),
        payload,
        |plan| {
            Command::RejectPlan(RejectPlan {
                plan,
                by: by.clone(),
            })
        },
        move |view, at| {
            view.status = PlanStatus::Rejected;
            view.rejected_at = Some(at);
            view.rejected_by = Some(user.clone());
        },
    );
    Ok(response.await?)
}
