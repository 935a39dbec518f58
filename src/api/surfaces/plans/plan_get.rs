//! `GET /v1/payment_plans/{id}`: one plan.

use super::PLAN;
use super::plan_view::schema;
use super::render::Plans;
use super::selection::Selection;
use super::{ids, read};
use crate::app::App;
use crate::auth::Caller;
use crate::command::json;
use crate::openapi::Endpoint;
use crate::path::Ids;
use crate::problem::{Rejected, json_response};
use crate::query::Parameters;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use quittance_store::keys::KeyRole;

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get("/v1/payment_plans/{id}", "get_payment_plan", get)
        .says("Read a plan", "Over all the invoices that it covers.")
        .needs(KeyRole::Viewer, "payment_plans:read")
        .id("id", &PLAN);
    Selection::declare(ids::declare_administration(endpoint)).replies(
        StatusCode::OK,
        "The plan.",
        schema(),
    )
}

async fn get(
    State(app): State<App>,
    caller: Caller<Plans>,
    path: Ids<Plans>,
    headers: HeaderMap,
    parameters: Parameters<Plans>,
) -> Result<Response, Rejected<Plans>> {
    ids::check_queried(&parameters, caller.creditor)?;
    let selection = Selection::queried(&parameters)?;
    let mut reader = app.readers.of(caller.creditor).await?;
    let view = read::plan(
        &app,
        &mut reader,
        caller.creditor,
        ids::plan(path.get("id"))?,
    )
    .await?;
    let (reason, body) = (view.reason.as_deref(), view.without_secrets());
    let body = read::complete(&app, &headers, &selection, view.plan, reason, body);
    Ok(json_response(StatusCode::OK, json(&body)))
}
