//! `POST /api/auth/creditor/login`: an address and a password for a token of four hours.

use super::render::Creditor;
use super::user_view;
use crate::app::App;
use crate::auth::jwt::{self, Claims, LIFE};
use crate::auth::login::log_in;
use crate::body::Payload;
use crate::command::json;
use crate::problem::{Rejected, secret_response};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::ids::now;
use serde_json::json;

pub async fn login(
    State(app): State<App>,
    payload: Payload<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let mut fields = payload.fields;
    let email = fields.required_text("email", 254);
    let password = fields.secret("password");
    fields.check()?;
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
