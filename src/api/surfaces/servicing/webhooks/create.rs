//! `POST /api/v1/webhooks`: a new endpoint.

use super::super::render::Servicing;
use super::view::{self, FORMATS};
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Body, Fields, Given, Payload};
use crate::command::SettingsSubmission;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, Rejected};
use crate::webhooks;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::creditor::{Command, Dialect, Disabled, Settings, Webhook};
use quittance_store::deliveries::Health;
use quittance_store::ids::{new_id, now};
use quittance_store::keys::KeyRole;
use serde_json::json as object;

/// The longest secret that a caller can bring.
const SECRET_LENGTH: usize = 256;
/// The shortest: 128 bits as hexadecimal digits would be 32.
const SECRET_AT_LEAST: usize = 16;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/webhooks", "create_webhook", create)
        .says(
            "Create a webhook",
            "An endpoint over https, told of these events or of all. The secret is the caller's own, \
             or one is made; it is in this reply and never again. `format` says in whose words it is \
             told: those of this API, of the ledger's own events, or of the payment plans API. Every \
             delivery carries the headers of Standard Webhooks too.",
        )
        .needs(KeyRole::Admin, "webhooks:write")
        .body::<Wish>()
        .example(
            "Told of payments",
            object!({
                "url": "https://example.com/hooks",
                "events": ["payment.received", "payment.reversed"],
                "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "is_active": true,
            }),
        )
        .example(
            "Everything, as the ledger's own events",
            object!({ "url": "https://example.com/hooks", "format": "standard" }),
        )
        .replies(
            StatusCode::CREATED,
            "The endpoint with its secret.",
            view::schema()
                .told(
                    "secret",
                    Schema::text("whsec_…"),
                    "Signs what is sent: shown now, and never again.",
                )
                .named("CreatedWebhookEndpoint"),
        )
}

struct Wish {
    url: String,
    topics: Vec<String>,
    dialect: Dialect,
    secret: Option<String>,
    active: bool,
}

impl Body for Wish {
    fn read(fields: &mut Fields, _: &Given) -> Wish {
        let secret = fields.text("secret", SECRET_LENGTH);
        if secret
            .as_ref()
            .is_some_and(|secret| secret.len() < SECRET_AT_LEAST)
        {
            let message = format!("must have at least {SECRET_AT_LEAST} characters");
            fields.wrong("secret", message);
        }
        Wish {
            url: webhooks::take_url(fields, "url"),
            topics: webhooks::take_topics(fields, "events").unwrap_or_default(),
            dialect: fields
                .choice("format", &FORMATS)
                .unwrap_or(Dialect::Servicing),
            secret,
            active: fields.boolean("is_active").unwrap_or(true),
        }
    }
}

async fn create(
    State(app): State<App>,
    caller: Caller<Servicing>,
    mut payload: Payload<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let at = now();
    let wish: Wish = payload.read(&Given::on(at.date_naive()))?;
    webhooks::check_topics(wish.dialect, &wish.topics, "events")?;
    webhooks::check_url(&app, &wish.url, "url").await?;
    if webhooks::all(&app, &caller).await?.len() >= webhooks::MOST {
        let message = format!("there are {} endpoints already", webhooks::MOST);
        return Err(Problem::invalid("url", message).into());
    }
    let id = new_id(at);
    let secret = match wish.secret {
        Some(secret) => secret,
        None => webhooks::new_secret()?,
    };
    let sealed = app.keyring.seal_secret(id, &secret);
    let webhook = Webhook {
        id,
        dialect: wish.dialect,
        url: wish.url.into(),
        topics: wish.topics.into_iter().map(Into::into).collect(),
        sealed_secret: sealed.map_err(Problem::defect)?.into(),
        retiring: None,
        disabled: (!wish.active).then_some(Disabled::ByHand),
        configured_at: at,
    };
    let submission = SettingsSubmission::new(Command::ConfigureWebhook(webhook), payload);
    let reply = move |settings: &Settings| {
        let webhook = settings.webhook(id);
        webhook.map_or_else(Default::default, |webhook| {
            view::view(webhook, &Health::default())
        })
    };
    Ok(submission
        .submit_secret(&app, &caller, StatusCode::CREATED, &secret, reply)
        .await?)
}
