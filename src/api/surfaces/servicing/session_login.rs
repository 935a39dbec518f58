//! `POST /api/v1/auth/login`: an address and a password for a session.

use super::render::Servicing;
use super::session;
use super::user_me::{schema, view};
use crate::app::App;
use crate::auth::credential::Credential;
use crate::auth::csrf;
use crate::auth::login::log_in;
use crate::body::{Body, Fields, Given, Payload};
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Rejected, secret_response};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use quittance_store::ids;
use quittance_store::tokens::{self, Grant};
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/auth/login", "log_in", login)
        .says(
            "Log in",
            "An address and a password for a session, kept in the cookie `sessionid`.",
        )
        .logs_in()
        .sent_twice("another session begins; the one before lasts until it ends.")
        .body::<Wish>()
        .example(
            "A user",
            json!({ "email": "ann@lender.example", "password": "correct horse battery staple" }),
        )
        .replies(
            StatusCode::OK,
            "The user.",
            Schema::object().field("user", schema()).named("LoggedIn"),
        )
}

struct Wish {
    email: String,
    password: String,
}

impl Body for Wish {
    fn read(fields: &mut Fields, _: &Given) -> Wish {
        Wish {
            email: fields.required_text("email", 254),
            password: fields.secret("password"),
        }
    }
}

async fn login(
    State(app): State<App>,
    headers: HeaderMap,
    mut payload: Payload<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let session = Credential::of_cookie(&headers).map(Credential::text);
    // The token of a visitor, or of whoever logs in anew.
    csrf::check(&app.csrf_key, &headers, None)
        .or_else(|_| csrf::check(&app.csrf_key, &headers, session))?;
    let Wish { email, password } = payload.read(&Given::on(ids::now().date_naive()))?;
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
