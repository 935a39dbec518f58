//! `POST /api/v1/webhooks/{id}/re-enable`: an endpoint that was disabled is sent to again.

use super::super::render::Servicing;
use super::super::words::WEBHOOK;
use super::view;
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Given, Nothing, Payload};
use crate::command::SettingsSubmission;
use crate::openapi::Endpoint;
use crate::path::Ids;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::creditor::Command;
use quittance_store::deliveries::forgive;
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;

pub fn endpoint() -> Endpoint {
    Endpoint::post(
        "/api/v1/webhooks/{id}/re-enable",
        "re_enable_webhook",
        enable,
    )
    .says(
        "Enable a webhook again",
        "Whatever it was disabled for. It is sent what has happened meanwhile, the oldest first.",
    )
    .needs(KeyRole::Admin, "webhooks:write")
    .id("id", &WEBHOOK)
    .replies(StatusCode::OK, "The endpoint.", view::schema())
}

async fn enable(
    State(app): State<App>,
    caller: Caller<Servicing>,
    path: Ids<Servicing>,
    mut payload: Payload<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let id = view::named(&app, &caller, &path).await?.id;
    let Nothing = payload.read(&Given::on(now().date_naive()))?;
    // First, so that the count of what was given up does not disable it again at once.
    let mut client = app.registrar.client().await?;
    forgive(&mut client, caller.creditor, id).await?;
    drop(client);
    let health = view::health_of(&app, &caller, id).await?;
    let submission = SettingsSubmission::new(Command::EnableWebhook(id), payload);
    let reply = view::shown(id, health);
    Ok(submission
        .submit(&app, &caller, StatusCode::OK, reply)
        .await?)
}
