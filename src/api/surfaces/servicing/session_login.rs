//! `POST /api/v1/auth/login`: an address and a password for a session.

use super::render::Servicing;
use super::session;
use super::user_me::view;
use crate::app::App;
use crate::auth::credential::Credential;
use crate::auth::csrf;
use crate::auth::login::log_in;
use crate::body::Payload;
use crate::command::json;
use crate::problem::{Rejected, secret_response};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use quittance_store::tokens::{self, Grant};
use serde_json::json;

pub async fn login(
    State(app): State<App>,
    headers: HeaderMap,
    payload: Payload<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let session = Credential::of_cookie(&headers).map(Credential::text);
    // The token of a visitor, or of whoever logs in anew.
    csrf::check(&app.csrf_key, &headers, None)
        .or_else(|_| csrf::check(&app.csrf_key, &headers, session))?;
    let mut fields = payload.fields;
    let email = fields.required_text("email", 254);
    let password = fields.secret("password");
    fields.check()?;
    let user = log_in(&app, &email, password).await?;
    let grant = Grant {
        creditor: user.creditor,
        subject: user.id,
        scopes: Vec::new(),
    };
    let mut client = app.registrar.client().await?;
    let session = tokens::begin_session(&mut client, &grant).await?;
    drop(client);
    let profile = app.profile(user.creditor).await?;
    let body = json!({ "user": view(&user, &profile.name) });
    let mut response = secret_response(StatusCode::OK, json(&body));
    session::begin(&app, &mut response, &session)?;
    Ok(response)
}
