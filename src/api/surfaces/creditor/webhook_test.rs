//! `POST /api/v1/creditor/webhooks/test`: a delivery that tells of nothing, to see whether it arrives.

use super::render::Creditor;
use super::webhook_list::shows;
use super::{ids, vocabulary::WEBHOOK};
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Given, Nothing, Payload};
use crate::once::{Turn, again, done, turn};
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, Rejected};
use crate::webhooks;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;
use serde_json::json as object;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/creditor/webhooks/test", "test_webhook", send)
        .says(
            "Test delivery",
            "Sends an event `webhook.test` to the webhook, signed like any other.",
        )
        .needs(KeyRole::Admin, "webhooks:write")
        .names_something()
        .replies(
            StatusCode::ACCEPTED,
            "The delivery, which is on its way.",
            Schema::object()
                .field("id", Schema::text(WEBHOOK.example))
                .told(
                    "deliveryId",
                    Schema::text("01kaj3v9zq6m2t8w4x7y1b5c0d"),
                    "The delivery, as `X-DD-Delivery-Id` has it.",
                ),
        )
}

async fn send(
    State(app): State<App>,
    caller: Caller<Creditor>,
    mut payload: Payload<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let Nothing = payload.read(&Given::on(now().date_naive()))?;
    let mut client = app.registrar.client().await?;
    let once = match turn(&app, &mut client, &caller, payload.request.as_ref()).await? {
        Turn::First(once) => once,
        Turn::Again(kept) => return Ok(again(StatusCode::ACCEPTED, kept)),
    };
    let all = webhooks::all(&app, &caller).await?;
    let webhook = all.iter().find(|webhook| shows(webhook.dialect));
    let webhook = webhook.ok_or(Problem::not_found("webhook"))?;
    let delivery = webhooks::send_test(once.transaction(), &caller, webhook).await?;
    let delivery = ulid::Ulid::from_bytes(*delivery.as_bytes());
    let body = object!({
        "id": ids::webhook(webhook.id),
        "deliveryId": delivery.to_string().to_lowercase(),
    });
    Ok(done(*once, StatusCode::ACCEPTED, &body).await?)
}
