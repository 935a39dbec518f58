//! `POST /api/v1/creditor/users`: let somebody in.

use super::render::Creditor;
use super::user_view::view;
use crate::app::App;
use crate::auth::{Caller, login};
use crate::body::Payload;
use crate::command::json;
use crate::problem::{Problem, Rejected, secret_response};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::Claim;
use quittance_store::keys::KeyRole;
use quittance_store::users::{self, NewUser};

/// What is taken when a creditor has a user with an address already.
pub const USER_EMAIL: &str = "user email";

pub async fn create(
    State(app): State<App>,
    caller: Caller<Creditor>,
    payload: Payload<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    caller.require(KeyRole::Admin)?;
    caller.require_scope("users:write")?;
    let mut fields = payload.fields;
    let before = fields.errors();
    let email = fields.email("email");
    let email = fields.required("email", before, email);
    let name = fields.required_text("name", 100);
    let before = fields.errors();
    let role = fields.choice("role", &KeyRole::ALL);
    if role.is_none() && fields.errors() == before {
        fields.wrong("role", "is required");
    }
    let password = fields.secret("password");
    fields.check()?;
    let password_hash = login::hash(&app, password).await?;
    let new = NewUser {
        email: &email,
        name: &name,
        role: role.unwrap_or(KeyRole::Viewer),
        password_hash: &password_hash,
    };
    let mut client = app.registrar.client().await?;
    let added = users::add(&mut client, caller.creditor, new, &caller.name).await?;
    let user = added.ok_or_else(|| {
        Problem::Taken(Claim {
            kind: USER_EMAIL,
            name: email.as_str().into(),
        })
    })?;
    Ok(secret_response(StatusCode::CREATED, json(&view(&user))))
}
