//! `POST /api/v1/creditor/users`: let somebody in.

use super::render::Creditor;
use super::user_view::{schema, view};
use crate::app::App;
use crate::auth::{Caller, login};
use crate::body::{Body, Fields, Given, Payload};
use crate::command::{json, marked_replayed};
use crate::once::{Turn, turn};
use crate::openapi::Endpoint;
use crate::problem::{Problem, Rejected, secret_response};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::CreditorId;
use quittance_store::Claim;
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;
use quittance_store::users::{self, NewUser};
use serde_json::json;
use uuid::Uuid;

/// What is taken when a creditor has a user with an address already.
pub const USER_EMAIL: &str = "user email";

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/creditor/users", "add_user", create)
        .says("Let somebody in", "With an address, a password and a role.")
        .needs(KeyRole::Admin, "users:write")
        .body::<Wish>()
        .example(
            "A clerk",
            json!({
                "email": "bob@creditor.example",
                "name": "Bob Example",
                "role": "loan_officer",
                "password": "correct horse battery staple",
            }),
        )
        .replies(StatusCode::CREATED, "The user.", schema())
}

struct Wish {
    email: String,
    name: String,
    role: KeyRole,
    password: String,
}

impl Body for Wish {
    fn read(fields: &mut Fields, _: &Given) -> Wish {
        let before = fields.errors();
        let email = fields.email("email");
        Wish {
            email: fields.required("email", before, email),
            name: fields.required_text("name", 100),
            role: fields
                .required_choice("role", &KeyRole::ALL)
                .unwrap_or(KeyRole::Viewer),
            password: fields.secret("password"),
        }
    }
}

async fn create(
    State(app): State<App>,
    caller: Caller<Creditor>,
    mut payload: Payload<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let Wish {
        email,
        name,
        role,
        password,
    } = payload.read(&Given::on(now().date_naive()))?;
    let (creditor, request) = (caller.creditor, payload.request.as_ref());
    let password_hash = login::hash(&app, password).await?;
    let new = NewUser {
        email: &email,
        name: &name,
        role,
        password_hash: &password_hash,
    };
    let mut client = app.registrar.client().await?;
    let once = match turn(&app, &mut client, &caller, request).await? {
        Turn::First(once) => once,
        Turn::Again(id) => return added_before(&app, creditor, &id).await,
    };
    let added = users::add_in(once.transaction(), creditor, new, &caller.name).await?;
    let user = added.ok_or_else(|| {
        let claim = Claim {
            kind: USER_EMAIL,
            name: email.as_str().into(),
        };
        Problem::Taken(claim, None)
    })?;
    once.finish(StatusCode::CREATED.as_u16(), &user.id.to_string())
        .await?;
    Ok(secret_response(StatusCode::CREATED, json(&view(&user))))
}

/// The reply to a repetition: the user as it is now, since what names somebody is not kept twice.
async fn added_before(
    app: &App,
    creditor: CreditorId,
    id: &str,
) -> Result<Response, Rejected<Creditor>> {
    let id = Uuid::try_parse(id).map_err(Problem::defect)?;
    let user = users::read(&app.readers, creditor, id).await?;
    let user = user.ok_or(Problem::not_found("user"))?;
    let reply = secret_response(StatusCode::CREATED, json(&view(&user)));
    Ok(marked_replayed(reply))
}
