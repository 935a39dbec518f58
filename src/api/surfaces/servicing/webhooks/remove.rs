//! `DELETE /api/v1/webhooks/{id}`: nothing more is sent there.

use super::super::render::Servicing;
use super::super::words::WEBHOOK;
use super::view;
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Given, Nothing, Payload};
use crate::command::{SettingsSubmission, json};
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::creditor::{Command, Settings};
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;
use serde_json::json as object;

pub fn endpoint() -> Endpoint {
    Endpoint::delete("/api/v1/webhooks/{id}", "remove_webhook", remove)
        .says(
            "Remove a webhook",
            "Nothing more is sent there, not even what is waiting; its secret is of no use any more.",
        )
        .needs(KeyRole::Admin, "webhooks:write")
        .id("id", &WEBHOOK)
        .replies(
            StatusCode::OK,
            "What was removed.",
            Schema::object().field("id", Schema::uuid(WEBHOOK.example)),
        )
}

async fn remove(
    State(app): State<App>,
    caller: Caller<Servicing>,
    path: Ids<Servicing>,
    mut payload: Payload<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let webhook = view::named(&app, &caller, &path).await;
    let id = SettingsSubmission::<Servicing>::removing(webhook.map(|webhook| webhook.id))?;
    let Nothing = payload.read(&Given::on(now().date_naive()))?;
    let submission = SettingsSubmission::new(Command::RemoveWebhook(id), payload);
    let reply = move |_: &Settings| json(&object!({ "id": id }));
    Ok(submission
        .submit(&app, &caller, StatusCode::OK, reply)
        .await?)
}
