//! Writes beside the writer, such as keys and users: once for a request id.

use crate::app::App;
use crate::auth::Actor;
use crate::command::marked_replayed;
use crate::problem::{Problem, json_response};
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::RequestKey;
use quittance_store::once::{Begun, Once};
use serde_json::Value;
use tokio_postgres::Client;

/// Whose turn a request is.
#[derive(Debug)]
pub enum Turn<'a> {
    /// It is to be done, and [`Once::finish`]ed.
    First(Box<Once<'a>>),
    /// It has been done; this is what was kept of it.
    Again(String),
}

/// Begins a write of the actor's creditor; one without a request id is always the first.
///
/// # Errors
/// [`Problem::RequestIdReused`], and what the database says.
pub async fn turn<'a>(
    app: &'a App,
    client: &'a mut Client,
    actor: &Actor,
    request: Option<&'a RequestKey>,
) -> Result<Turn<'a>, Problem> {
    match Once::begin(client, &app.keyring, actor.creditor, request).await? {
        Begun::Open(once) => Ok(Turn::First(once)),
        Begun::Done(kept) => Ok(Turn::Again(kept)),
        Begun::Reused => Err(Problem::RequestIdReused),
    }
}

/// Commits a write and gives its reply, which is kept.
///
/// # Errors
/// What the database says.
pub async fn done(once: Once<'_>, status: StatusCode, body: &Value) -> Result<Response, Problem> {
    let body = body.to_string();
    once.finish(status.as_u16(), &body).await?;
    Ok(json_response(status, body))
}

/// The reply that was kept, given again.
pub fn again(status: StatusCode, kept: String) -> Response {
    marked_replayed(json_response(status, kept))
}
