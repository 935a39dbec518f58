//! `PUT /api/v1/webhooks/{id}`: another address, other events, on or off.

use super::super::render::Servicing;
use super::super::words::WEBHOOK;
use super::view;
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Body, Fields, Given, Payload};
use crate::command::SettingsSubmission;
use crate::openapi::Endpoint;
use crate::path::Ids;
use crate::problem::Rejected;
use crate::webhooks;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::creditor::Command;
use quittance_store::deliveries::forgive;
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::put("/api/v1/webhooks/{id}", "update_webhook", update)
        .says(
            "Change a webhook",
            "Another address, other events, on or off. What happens while it is off is sent when it \
             is on again. The secret stays; another is made by `rotate-secret`.",
        )
        .needs(KeyRole::Admin, "webhooks:write")
        .id("id", &WEBHOOK)
        .body::<Wish>()
        .example(
            "Another address",
            json!({ "url": "https://example.com/other", "events": ["payment.received"] }),
        )
        .example(
            "Off",
            json!({ "url": "https://example.com/hooks", "is_active": false }),
        )
        .replies(StatusCode::OK, "The endpoint.", view::schema())
}

struct Wish {
    url: String,
    topics: Vec<String>,
    active: Option<bool>,
}

impl Body for Wish {
    fn read(fields: &mut Fields, _: &Given) -> Wish {
        Wish {
            url: webhooks::take_url(fields, "url"),
            topics: webhooks::take_topics(fields, "events").unwrap_or_default(),
            active: fields.boolean("is_active"),
        }
    }
}

async fn update(
    State(app): State<App>,
    caller: Caller<Servicing>,
    path: Ids<Servicing>,
    mut payload: Payload<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let known = view::named(&app, &caller, &path).await?;
    let wish: Wish = payload.read(&Given::on(now().date_naive()))?;
    webhooks::check_topics(known.dialect, &wish.topics, "events")?;
    webhooks::check_url(&app, &wish.url, "url").await?;
    if wish.active == Some(true) && known.disabled.is_some() {
        // First, so that the count of what was given up does not disable it again at once.
        let mut client = app.registrar.client().await?;
        forgive(&mut client, caller.creditor, known.id).await?;
    }
    let health = view::health_of(&app, &caller, known.id).await?;
    let reply = view::shown(known.id, health);
    let command = Command::ChangeWebhook {
        webhook: known.id,
        url: wish.url.into(),
        topics: wish.topics.into_iter().map(Into::into).collect(),
        active: wish.active,
    };
    let submission = SettingsSubmission::new(command, payload);
    Ok(submission
        .submit(&app, &caller, StatusCode::OK, reply)
        .await?)
}
