//! `GET /api/v1/auth/session`: who is logged in, and the token that writes must repeat.

use super::render::Servicing;
use super::session::{self, set_csrf};
use super::user_me;
use super::user_me::user_of;
use crate::app::App;
use crate::asked::{Asked, Whence};
use crate::auth::cookies;
use crate::auth::credential::Credential;
use crate::auth::{Actor, csrf};
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, Rejected, secret_response};
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use serde_json::json;
use std::sync::Arc;

pub fn endpoint() -> Endpoint {
    Endpoint::get("/api/v1/auth/session", "get_session", get)
        .says(
            "Who is logged in",
            "Sets the cookie `csrftoken`, which writes of browsers repeat in `X-CSRFToken`.",
        )
        .replies(StatusCode::OK, "The user, or nobody.", schema())
}

fn schema() -> Schema {
    Schema::object()
        .field("authenticated", Schema::boolean(true))
        .field("user", user_me::schema().or_null())
        .named("Session")
}

async fn get(State(app): State<App>, request: Parts) -> Result<Response, Rejected<Servicing>> {
    let (headers, whence) = (&request.headers, Asked::whence_of(&request));
    let credential = Credential::of_cookie(headers);
    let actor = actor(&app, credential, &whence).await?;
    let user = match &actor {
        Some(actor) => user_of(&app, actor).await?,
        None => None,
    };
    let body = json!({ "authenticated": actor.is_some(), "user": user });
    let mut response = secret_response(StatusCode::OK, json(&body));
    // A token that is good stays, so that two windows of a browser do not take it from each other.
    let session = credential.filter(|_| actor.is_some()).map(Credential::text);
    let kept = cookies::get(headers, csrf::COOKIE)
        .is_some_and(|token| csrf::is_of(&app.csrf_key, token, session));
    if !kept {
        set_csrf(&app, &mut response, session)?;
    }
    if credential.is_some() && actor.is_none() {
        session::forget(&app, &mut response);
    }
    Ok(response)
}

/// Nobody, rather than an error, when the session is over.
async fn actor(
    app: &App,
    credential: Option<Credential<'_>>,
    whence: &Whence,
) -> Result<Option<Arc<Actor>>, Problem> {
    let Some(credential) = credential else {
        return Ok(None);
    };
    match app.actors.actor(app, credential, whence).await {
        Ok(actor) => Ok(Some(actor)),
        Err(Problem::CredentialWrong) => Ok(None),
        Err(problem) => Err(problem),
    }
}
