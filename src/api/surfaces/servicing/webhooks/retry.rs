//! `POST /api/v1/webhooks/{id}/retry-delivery`: what was sent is sent again.

use super::super::render::Servicing;
use super::super::words::WEBHOOK;
use super::view;
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Body, Fields, Given, Payload};
use crate::once::{Turn, again, done, turn};
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::{Problem, Rejected};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::deliveries;
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;
use serde_json::json as object;
use uuid::Uuid;

pub fn endpoint() -> Endpoint {
    let path = "/api/v1/webhooks/{id}/retry-delivery";
    Endpoint::post(path, "retry_webhook_delivery", retry)
        .says(
            "Send again",
            "A delivery that has ended, however it ended, or all dead letters when none is named. \
             Each is sent under the id that it had. One that is still to be sent is sent anyway.",
        )
        .needs(KeyRole::Admin, "webhooks:write")
        .names_something()
        .id("id", &WEBHOOK)
        .body::<Wish>()
        .example("All dead letters", object!({}))
        .replies(
            StatusCode::ACCEPTED,
            "How many will be sent again.",
            Schema::object().told(
                "queued",
                Schema::integer(1),
                "Deliveries that had ended and are sent again.",
            ),
        )
}

/// Characters of an id.
const ID_LENGTH: usize = 36;

struct Wish {
    delivery: Option<String>,
}

impl Body for Wish {
    fn read(fields: &mut Fields, _: &Given) -> Wish {
        Wish {
            delivery: fields.text("delivery_id", ID_LENGTH),
        }
    }
}

async fn retry(
    State(app): State<App>,
    caller: Caller<Servicing>,
    path: Ids<Servicing>,
    mut payload: Payload<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let webhook = view::named(&app, &caller, &path).await?.id;
    let wish: Wish = payload.read(&Given::on(now().date_naive()))?;
    let unknown = || Problem::not_found("delivery");
    let delivery = wish.delivery.map(|id| Uuid::try_parse(&id));
    let delivery = delivery.transpose().map_err(|_| unknown())?;
    if let Some(delivery) = delivery {
        let mut reader = app.readers.of(caller.creditor).await?;
        if !deliveries::exists(&mut reader, caller.creditor, webhook, delivery).await? {
            return Err(unknown().into());
        }
    }
    let mut client = app.registrar.client().await?;
    let once = match turn(&app, &mut client, &caller, payload.request.as_ref()).await? {
        Turn::First(once) => once,
        Turn::Again(kept) => return Ok(again(StatusCode::ACCEPTED, kept)),
    };
    let of = once.transaction();
    let queued = deliveries::send_again(of, caller.creditor, webhook, delivery).await?;
    let body = object!({ "queued": queued });
    Ok(done(*once, StatusCode::ACCEPTED, &body).await?)
}
