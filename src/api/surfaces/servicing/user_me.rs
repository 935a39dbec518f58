//! `GET /api/v1/users/me`: whoever calls, and what they may do.

use super::render::Servicing;
use super::views::moment;
use crate::app::App;
use crate::auth::{Actor, Caller, Subject};
use crate::command::json;
use crate::problem::{Problem, Rejected, secret_response};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::keys::{self, KeyRole};
use quittance_store::users::{self, User};
use serde_json::{Value, json};

/// What each role may do beside what the ones before it may.
const PERMISSIONS: &[(KeyRole, &str, &[&str])] = &[
    (
        KeyRole::Viewer,
        "read",
        &["loans", "payments", "fees", "ledger"],
    ),
    (
        KeyRole::LoanOfficer,
        "write",
        &["loans", "payments", "fees"],
    ),
    (
        KeyRole::Admin,
        "write",
        &["charge_offs", "users", "api_keys"],
    ),
    (KeyRole::Admin, "read", &["users", "api_keys"]),
];

pub async fn get(
    State(app): State<App>,
    caller: Caller<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let user = user_of(&app, &caller).await?;
    let user = user.ok_or(Problem::CredentialWrong)?;
    Ok(secret_response(StatusCode::OK, json(&user)))
}

/// The person, or the machine, that an actor is; `None` when it has gone meanwhile.
pub async fn user_of(app: &App, actor: &Actor) -> Result<Option<Value>, Problem> {
    let creditor = actor.creditor;
    let profile = app.profile(creditor).await?;
    match actor.subject {
        Subject::User(id) => {
            let user = users::read(&app.readers, creditor, id).await?;
            Ok(user.map(|user| view(&user, &profile.name)))
        }
        Subject::Key(id) => {
            let key = keys::read(&app.readers, creditor, id).await?;
            Ok(key.map(|key| {
                json!({
                    "id": id,
                    "email": null,
                    "name": key.name,
                    "tenant": { "id": creditor, "name": profile.name },
                    "tenant_role": actor.role.name(),
                    "permissions": permissions(actor.role),
                    "created_at": moment(key.created_at),
                })
            }))
        }
    }
}

/// A user as the surface shows it.
pub fn view(user: &User, tenant: &str) -> Value {
    json!({
        "id": user.id,
        "email": user.email,
        "name": user.name,
        "tenant": { "id": user.creditor, "name": tenant },
        "tenant_role": user.role.name(),
        "permissions": permissions(user.role),
        "created_at": moment(user.created_at),
    })
}

fn permissions(role: KeyRole) -> Vec<Value> {
    PERMISSIONS
        .iter()
        .filter(|(least, ..)| role >= *least)
        .flat_map(|(_, action, resources)| {
            resources
                .iter()
                .map(move |resource| json!({ "action": action, "resource": resource }))
        })
        .collect()
}
