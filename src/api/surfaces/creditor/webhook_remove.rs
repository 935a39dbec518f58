//! `DELETE /api/v1/creditor/webhooks/{id}`: events are sent nowhere any more.

use super::ids;
use super::render::Creditor;
use super::vocabulary::WEBHOOK;
use super::webhook_list::shows;
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Given, Nothing, Payload};
use crate::command::{SettingsSubmission, json};
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::Rejected;
use crate::webhooks;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::creditor::{Command, Settings};
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::delete("/api/v1/creditor/webhooks/{id}", "remove_webhook", remove)
        .says("Remove the webhook", "Its secret is of no use any more.")
        .needs(KeyRole::Admin, "webhooks:write")
        .id("id", &WEBHOOK)
        .replies(
            StatusCode::OK,
            "What was removed.",
            Schema::object()
                .field("id", Schema::text(WEBHOOK.example))
                .field("active", Schema::boolean(false)),
        )
}

async fn remove(
    State(app): State<App>,
    caller: Caller<Creditor>,
    path: Ids<Creditor>,
    mut payload: Payload<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let id = ids::parse_webhook(path.get("id"))?;
    let webhook = webhooks::find(&app, &caller, id, shows).await;
    let id = SettingsSubmission::<Creditor>::removing(webhook.map(|webhook| webhook.id))?;
    let Nothing = payload.read(&Given::on(now().date_naive()))?;
    let submission = SettingsSubmission::new(Command::RemoveWebhook(id), payload);
    let reply = move |_: &Settings| json(&json!({ "id": ids::webhook(id), "active": false }));
    Ok(submission
        .submit(&app, &caller, StatusCode::OK, reply)
        .await?)
}
