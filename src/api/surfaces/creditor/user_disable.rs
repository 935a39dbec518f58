//! `POST /api/v1/creditor/users/{id}/disable`: shut somebody out, at once.

use super::ids;
use super::render::Creditor;
use super::user_view::view;
use crate::app::App;
use crate::auth::{Caller, Subject};
use crate::command::json;
use crate::problem::{Problem, Rejected, json_response};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::keys::KeyRole;
use quittance_store::users;

pub async fn disable(
    State(app): State<App>,
    caller: Caller<Creditor>,
    Path(id): Path<String>,
) -> Result<Response, Rejected<Creditor>> {
    caller.require(KeyRole::Admin)?;
    caller.require_scope("users:write")?;
    let id = ids::parse_user(&id)?;
    let subject = Subject::User(id);
    if caller.subject == subject {
        // A creditor whose last admin has shut himself out has nobody to let him in again.
        return Err(Problem::invalid("id", "is your own; another admin can disable you").into());
    }
    let mut client = app.registrar.client().await?;
    users::disable(&mut client, caller.creditor, id, &caller.name).await?;
    drop(client);
    app.actors.forget(subject);
    let user = users::read(&app.readers, caller.creditor, id).await?;
    let user = user.ok_or(Problem::not_found("user"))?;
    Ok(json_response(StatusCode::OK, json(&view(&user))))
}
