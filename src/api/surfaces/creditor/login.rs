//! `POST /api/auth/creditor/login`: an address and a password for a token of four hours.

use super::render::Creditor;
use super::user_view;
use crate::app::App;
use crate::auth::jwt::{self, Claims, LIFE};
use crate::auth::login::log_in;
use crate::body::{Body, Fields, Given, Payload};
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Rejected, secret_response};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::ids::now;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/auth/creditor/login", "log_in", login)
        .also_at("/api/v1/auth/creditor/login")
        .says(
            "Log in",
            "An address and a password for a token of four hours.",
        )
        .logs_in()
        .sent_twice("another token is given; the one before is good until it expires.")
        .body::<Wish>()
        .example(
            "A user",
            json!({ "email": "ann@creditor.example", "password": "correct horse battery staple" }),
        )
        .replies(StatusCode::OK, "The token.", schema())
}

fn schema() -> Schema {
    Schema::object()
        .field("token", Schema::text("eyJhbGciOiJIUzI1NiJ9.e30.AA"))
        .field("expiresIn", Schema::integer(14_400))
        .field("tokenType", Schema::text("Bearer"))
        .field("user", user_view::schema())
        .named("Login")
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
    mut payload: Payload<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let Wish { email, password } = payload.read(&Given::on(now().date_naive()))?;
    let user = log_in(&app, &email, password).await?;
    let claims = Claims::new(user.id, user.creditor.0, now());
    let body = json!({
        "token": jwt::sign(&app.jwt_key, &claims),
        "expiresIn": LIFE.num_seconds(),
        "tokenType": "Bearer",
        "user": user_view::view(&user),
    });
    Ok(secret_response(StatusCode::OK, json(&body)))
}
