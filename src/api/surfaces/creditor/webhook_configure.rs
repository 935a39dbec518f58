//! `POST /api/v1/creditor/webhooks`: where events are to be sent.

use super::render::Creditor;
use super::webhook_view;
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Body, Fields, Given, Payload};
use crate::command::{SettingsSubmission, json};
use crate::openapi::Endpoint;
use crate::problem::{Problem, Rejected};
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, Uri};
use axum::response::Response;
use quittance_domain::creditor::{Command, Settings, Topic, Webhook};
use quittance_store::ids::{new_id, now};
use quittance_store::keys::KeyRole;
use quittance_store::seal::MasterKey;
use serde_json::json;

/// The longest address.
const URL_LENGTH: usize = 2_000;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/creditor/webhooks", "configure_webhook", configure)
        .says(
            "Configure the webhook",
            "A creditor has one endpoint, over https; configuring another takes its place. The \
             secret that signs what is sent is in this reply and never again. Without `events` it \
             is told of all of them.",
        )
        .needs(KeyRole::Admin, "webhooks:write")
        .without_request_id()
        .body::<Wish>()
        .example(
            "Told of disputes",
            json!({ "url": "https://example.com/hooks", "events": ["dispute.filed"] }),
        )
        .replies(
            StatusCode::CREATED,
            "The webhook with its secret.",
            webhook_view::schema()
                .field("secret", crate::openapi::Schema::text("4f0c…"))
                .named("ConfiguredWebhook"),
        )
}

struct Wish {
    url: String,
    topics: Vec<Topic>,
}

impl Body for Wish {
    fn read(fields: &mut Fields, _: &Given) -> Wish {
        let url = fields.required_text("url", URL_LENGTH);
        if !url.is_empty() && !is_https(&url) {
            fields.wrong("url", "must be an https address");
        }
        Wish {
            url,
            topics: topics(fields),
        }
    }
}

/// An absolute address over TLS, with a host and without a credential.
fn is_https(url: &str) -> bool {
    url.parse::<Uri>().is_ok_and(|uri| {
        let host = uri.authority().filter(|host| !host.as_str().contains('@'));
        uri.scheme_str() == Some("https") && host.is_some_and(|host| !host.host().is_empty())
    })
}

/// What it is told of: everything when absent.
fn topics(fields: &mut Fields) -> Vec<Topic> {
    let Some(listed) = fields.list("events") else {
        return Topic::ALL.map(|(_, topic)| topic).to_vec();
    };
    let mut topics = Vec::new();
    for (place, value) in listed.iter().enumerate() {
        match Topic::ALL
            .iter()
            .find(|(name, _)| value.as_str() == Some(name))
        {
            Some((_, topic)) if !topics.contains(topic) => topics.push(*topic),
            Some(_) => {}
            None => {
                let names = Topic::ALL.map(|(name, _)| name).join(", ");
                fields.wrong(
                    &format!("events[{place}]"),
                    format!("must be one of {names}"),
                );
            }
        }
    }
    if listed.is_empty() {
        fields.wrong("events", "must name at least one");
    }
    topics
}

async fn configure(
    State(app): State<App>,
    caller: Caller<Creditor>,
    mut payload: Payload<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let at = now();
    let wish: Wish = payload.read(&Given::on(at.date_naive()))?;
    let id = new_id(at);
    let secret = MasterKey::generate_hex().map_err(Problem::defect)?;
    let sealed = app.master_key.seal_secret(id, &secret);
    let webhook = Webhook {
        id,
        url: wish.url.into(),
        topics: wish.topics,
        sealed_secret: sealed.map_err(Problem::defect)?.into(),
        configured_at: at,
    };
    // Not under a request id: the reply would be kept, and the secret with it.
    let submission = SettingsSubmission {
        command: Command::ConfigureWebhook(webhook),
        request: None,
    };
    let reply = move |settings: &Settings| {
        let mut body = settings
            .webhook
            .as_ref()
            .map(webhook_view::view)
            .unwrap_or_default();
        body["secret"] = json!(secret);
        json(&body)
    };
    let submitted = submission
        .submit(&app, &caller, StatusCode::CREATED, reply)
        .await;
    let mut response = submitted?;
    let never = HeaderValue::from_static("no-store");
    response.headers_mut().insert(CACHE_CONTROL, never);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::is_https;

    #[test]
    fn only_https_addresses_with_a_host_are_taken() {
        assert!(is_https("https://example.com/hooks?x=1"));
        assert!(is_https("https://example.com:8443"));
        for bad in [
            "http://example.com",
            "ftp://example.com",
            "example.com",
            "/hooks",
            "https://",
            "https://user:secret@example.com",
            "https://exa mple.com",
        ] {
            assert!(!is_https(bad), "{bad}");
        }
    }
}
