//! `POST /api/v1/webhooks/{id}/rotate-secret`: another secret, while the old one retires.

use super::super::render::Servicing;
use super::super::views::moment;
use super::super::words::WEBHOOK;
use super::view;
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Body, Fields, Given, Payload};
use crate::command::SettingsSubmission;
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::{Problem, Rejected};
use crate::webhooks;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::TimeDelta;
use quittance_domain::creditor::{Command, Settings};
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;
use serde_json::json as object;

/// Hours for which the old secret signs too: a day unless said otherwise, a week at most.
const OVERLAP: i64 = 24;
const LONGEST: i64 = 7 * 24;

pub fn endpoint() -> Endpoint {
    let path = "/api/v1/webhooks/{id}/rotate-secret";
    Endpoint::post(path, "rotate_webhook_secret", rotate)
        .says(
            "Rotate a webhook's secret",
            "The new secret is in this reply and never again. Until the old one retires, \
             `webhook-signature` has a signature by each; headers that hold one signature are signed \
             by the new secret from here on.",
        )
        .needs(KeyRole::Admin, "webhooks:write")
        .id("id", &WEBHOOK)
        .body::<Wish>()
        .example("Within two hours", object!({ "overlap_hours": 2 }))
        .replies(
            StatusCode::OK,
            "The new secret.",
            Schema::object()
                .field("id", Schema::uuid(WEBHOOK.example))
                .told(
                    "secret",
                    Schema::text("whsec_…"),
                    "Signs what is sent: shown now, and never again.",
                )
                .told(
                    "previous_secret_retires_at",
                    Schema::date_time("2026-01-16T14:30:00Z"),
                    "Until when the old secret signs too, in UTC.",
                )
                .named("RotatedSecret"),
        )
}

struct Wish {
    overlap: TimeDelta,
}

impl Body for Wish {
    fn read(fields: &mut Fields, _: &Given) -> Wish {
        let hours = fields.integer("overlap_hours", 0, LONGEST);
        Wish {
            overlap: TimeDelta::hours(hours.unwrap_or(OVERLAP)),
        }
    }
}

async fn rotate(
    State(app): State<App>,
    caller: Caller<Servicing>,
    path: Ids<Servicing>,
    mut payload: Payload<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let id = view::named(&app, &caller, &path).await?.id;
    let at = now();
    let wish: Wish = payload.read(&Given::on(at.date_naive()))?;
    let secret = webhooks::new_secret()?;
    let sealed = app.keyring.seal_secret(id, &secret);
    let retires_at = at + wish.overlap;
    let submission = SettingsSubmission::new(
        Command::RotateWebhookSecret {
            webhook: id,
            sealed_secret: sealed.map_err(Problem::defect)?.into(),
            retires_at,
        },
        payload,
    );
    let reply =
        move |_: &Settings| object!({ "id": id, "previous_secret_retires_at": moment(retires_at) });
    Ok(submission
        .submit_secret(&app, &caller, StatusCode::OK, &secret, reply)
        .await?)
}
