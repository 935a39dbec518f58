//! `POST /api/v1/creditor/users/{id}/disable`: shut somebody out, at once.

use super::ids;
use super::render::Creditor;
use super::user_view::{schema, view};
use super::vocabulary::USER;
use crate::app::App;
use crate::auth::{Caller, Subject};
use crate::body::{Given, Nothing, Payload, Place};
use crate::command::{json, marked_replayed};
use crate::once::{Turn, turn};
use crate::openapi::Endpoint;
use crate::path::Ids;
use crate::problem::{Problem, Rejected, json_response};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;
use quittance_store::users;

pub fn endpoint() -> Endpoint {
    Endpoint::post(
        "/api/v1/creditor/users/{id}/disable",
        "disable_user",
        disable,
    )
    .says("Shut somebody out", "At once: sessions and tokens end too.")
    .needs(KeyRole::Admin, "users:write")
    .id("id", &USER)
    .replies(StatusCode::OK, "The user.", schema())
}

async fn disable(
    State(app): State<App>,
    caller: Caller<Creditor>,
    path: Ids<Creditor>,
    mut payload: Payload<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let id = ids::parse_user(path.get("id"))?;
    let subject = Subject::User(id);
    if caller.subject == subject {
        // A creditor whose last admin has shut himself out has nobody to let him in again.
        let wrong = Problem::invalid("id", "is your own; another admin can disable you");
        return Err(wrong.found_in(Place::Path).into());
    }
    let Nothing = payload.read(&Given::on(now().date_naive()))?;
    let (creditor, request) = (caller.creditor, payload.request.as_ref());
    let mut client = app.registrar.client().await?;
    let replayed = match turn(&app, &mut client, &caller, request).await? {
        Turn::Again(_) => true,
        Turn::First(once) => {
            users::disable_in(once.transaction(), creditor, id, &caller.name).await?;
            once.finish(StatusCode::OK.as_u16(), "").await?;
            false
        }
    };
    drop(client);
    app.actors.forget(subject);
    let user = users::read(&app.readers, creditor, id).await?;
    let user = user.ok_or(Problem::not_found("user"))?;
    let reply = json_response(StatusCode::OK, json(&view(&user)));
    Ok(if replayed {
        marked_replayed(reply)
    } else {
        reply
    })
}
