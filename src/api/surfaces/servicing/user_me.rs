//! `GET /api/v1/users/me`: whoever calls, and what they may do.

use super::render::Servicing;
use super::views::moment;
use crate::app::App;
use crate::auth::{Actor, Caller, Subject};
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
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

pub fn endpoint() -> Endpoint {
    Endpoint::get("/api/v1/users/me", "get_me", get)
        .says("Whoever calls", "A person or a key, and what they may do.")
        .needs_role(KeyRole::Viewer)
        .replies(StatusCode::OK, "The caller.", schema())
}

/// The shape of a user.
pub fn schema() -> Schema {
    let tenant = Schema::object()
        .field("id", Schema::uuid("7d2f9b1c-0e64-4a83-9c57-1b3f6e8d2a40"))
        .told(
            "name",
            Schema::text("Example Lending"),
            "The creditor's name.",
        );
    let permission = Schema::object()
        .told(
            "action",
            Schema::one_of(&["read", "write"]),
            "What may be done.",
        )
        .told("resource", Schema::text("loans"), "To what.");
    Schema::object()
        .field("id", Schema::uuid("5e7b1d90-2c4a-4837-b6f1-9a0d3e8c5274"))
        .told(
            "email",
            Schema::text("ann@lender.example").or_null(),
            "A person's address.",
        )
        .told("name", Schema::text("Ann Example"), "The name.")
        .told("tenant", tenant, "The creditor.")
        .told(
            "tenant_role",
            Schema::name_of(&KeyRole::ALL),
            "What may be done at most.",
        )
        .told(
            "permissions",
            Schema::list(permission),
            "What the role allows.",
        )
        .field("created_at", Schema::date_time("2026-01-15T14:30:00Z"))
        .named("User")
}

async fn get(
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
