//! `POST /api/v1/auth/logout`: end the session.

use super::render::Servicing;
use super::session;
use crate::app::App;
use crate::auth::Caller;
use crate::auth::credential::Credential;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Rejected, secret_response};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use quittance_store::keys::KeyRole;
use quittance_store::tokens::{self, TokenKind};
use serde_json::json;

pub fn endpoint() -> Endpoint {
    let done = Schema::object().told("detail", Schema::text("Logged out"), "What was done.");
    Endpoint::post("/api/v1/auth/logout", "log_out", logout)
        .says("Log out", "Ends the session, if there is one.")
        .needs_role(KeyRole::Viewer)
        .sent_twice("a session ends once; its cookie is a wrong credential from then on.")
        .replies(StatusCode::OK, "It is over.", done)
}

async fn logout(
    State(app): State<App>,
    caller: Caller<Servicing>,
    headers: HeaderMap,
) -> Result<Response, Rejected<Servicing>> {
    if let Some(Credential::Session(raw)) = Credential::of_cookie(&headers)
        && let Some(token) = tokens::find(&app.readers, TokenKind::Session, raw).await?
        && token.grant.creditor == caller.creditor
    {
        let mut client = app.registrar.client().await?;
        tokens::end_family(&mut client, &token).await?;
        drop(client);
        app.actors.forget(caller.subject);
    }
    let body = json(&json!({ "detail": "Logged out" }));
    let mut response = secret_response(StatusCode::OK, body);
    session::forget(&app, &mut response);
    session::set_csrf(&app, &mut response, None)?;
    Ok(response)
}
