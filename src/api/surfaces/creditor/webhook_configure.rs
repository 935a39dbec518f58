//! `POST /api/v1/creditor/webhooks`: where events are to be sent.

use super::render::Creditor;
use super::webhook_view;
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Body, Fields, Given, Payload};
use crate::command::SettingsSubmission;
use crate::openapi::Endpoint;
use crate::problem::{Problem, Rejected};
use crate::webhooks;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::creditor::{Command, Dialect, Settings, Webhook};
use quittance_store::ids::{new_id, now};
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/creditor/webhooks", "configure_webhook", configure)
        .says(
            "Configure the webhook",
            "A creditor has one endpoint, over https; configuring another takes its place. The \
             secret that signs what is sent is in this reply and never again. Without `events` it \
             is told of all of them.",
        )
        .needs(KeyRole::Admin, "webhooks:write")
        .body::<Wish>()
        .example(
            "Told of disputes",
            json!({ "url": "https://example.com/hooks", "events": ["dispute.filed"] }),
        )
        .replies(
            StatusCode::CREATED,
            "The webhook with its secret.",
            webhook_view::schema()
                .field("secret", crate::openapi::Schema::text("whsec_…"))
                .named("ConfiguredWebhook"),
        )
}

struct Wish {
    url: String,
    topics: Vec<String>,
}

impl Body for Wish {
    fn read(fields: &mut Fields, _: &Given) -> Wish {
        Wish {
            url: webhooks::take_url(fields, "url"),
            topics: webhooks::take_topics(fields, "events").unwrap_or_else(all),
        }
    }
}

/// Everything that the portal tells of, by name.
fn all() -> Vec<String> {
    let topics = Dialect::Creditor.topics().into_iter();
    topics.map(str::to_owned).collect()
}

async fn configure(
    State(app): State<App>,
    caller: Caller<Creditor>,
    mut payload: Payload<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let at = now();
    let wish: Wish = payload.read(&Given::on(at.date_naive()))?;
    webhooks::check_topics(Dialect::Creditor, &wish.topics, "events")?;
    webhooks::check_url(&app, &wish.url, "url").await?;
    let id = new_id(at);
    let secret = webhooks::new_secret()?;
    let sealed = app.keyring.seal_secret(id, &secret);
    let webhook = Webhook {
        id,
        dialect: Dialect::Creditor,
        url: wish.url.into(),
        topics: wish.topics.into_iter().map(Into::into).collect(),
        sealed_secret: sealed.map_err(Problem::defect)?.into(),
        retiring: None,
        disabled: None,
        configured_at: at,
    };
    let submission = SettingsSubmission::new(Command::ConfigureWebhook(webhook), payload);
    let reply = move |settings: &Settings| {
        let webhook = settings.webhook(id);
        webhook.map(webhook_view::view).unwrap_or_default()
    };
    Ok(submission
        .submit_secret(&app, &caller, StatusCode::CREATED, &secret, reply)
        .await?)
}
