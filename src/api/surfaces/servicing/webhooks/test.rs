//! `POST /api/v1/webhooks/{id}/test`: a delivery that tells of nothing, to see whether it arrives.

use super::super::render::Servicing;
use super::super::words::{DELIVERY, WEBHOOK};
use super::view;
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Given, Nothing, Payload};
use crate::once::{Turn, again, done, turn};
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::Rejected;
use crate::webhooks;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;
use serde_json::json as object;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/webhooks/{id}/test", "test_webhook", send)
        .says(
            "Test a webhook",
            "Sends an event `webhook.test`, signed like any other; what comes of it stands in the \
             deliveries.",
        )
        .needs(KeyRole::Admin, "webhooks:write")
        .id("id", &WEBHOOK)
        .replies(
            StatusCode::ACCEPTED,
            "The delivery, which is on its way.",
            Schema::object().told(
                "delivery_id",
                Schema::uuid(DELIVERY.example),
                "The delivery.",
            ),
        )
}

async fn send(
    State(app): State<App>,
    caller: Caller<Servicing>,
    path: Ids<Servicing>,
    mut payload: Payload<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let webhook = view::named(&app, &caller, &path).await?;
    let Nothing = payload.read(&Given::on(now().date_naive()))?;
    let mut client = app.registrar.client().await?;
    let once = match turn(&app, &mut client, &caller, payload.request.as_ref()).await? {
        Turn::First(once) => once,
        Turn::Again(kept) => return Ok(again(StatusCode::ACCEPTED, kept)),
    };
    let id = webhooks::send_test(once.transaction(), &caller, &webhook).await?;
    let body = object!({ "delivery_id": id });
    Ok(done(*once, StatusCode::ACCEPTED, &body).await?)
}
