//! `POST /api/v1/creditor/accounts/{id}/status`: how far collecting has come.

use super::path::Account;
use super::render::Creditor;
use super::vocabulary::ACCOUNT;
use super::{ids, words};
use crate::app::App;
use crate::body::{Body, Fields, Given};
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, Rejected, Surface};
use crate::write::Write;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::account::{Command, SetStage, Stage};
use quittance_store::Accepted;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    declared(Endpoint::post(
        "/api/v1/creditor/accounts/{id}/status",
        "set_account_status",
        set::<Creditor>,
    ))
}

/// The declaration, under whatever path.
pub fn declared(endpoint: Endpoint) -> Endpoint {
    let reply = Schema::object()
        .field("id", Schema::text(ACCOUNT.example))
        .field("status", Schema::one_of(&words::ACCOUNT))
        .named("AccountStatus");
    endpoint
        .says(
            "Set an account's status",
            "How far collecting has come. `settled` and `paid_in_full` follow from payments, and \
             `disputed` from a consumer's dispute: none of the three can be set.",
        )
        .needs(KeyRole::Collector, "accounts:write")
        .id("id", &ACCOUNT)
        .body::<Wish>()
        .example("The consumer was reached", json!({ "status": "contacted" }))
        .replies(StatusCode::OK, "The account's id and its status.", reply)
}

/// The stage that a status names, when it is one that can be set.
pub fn stage(fields: &mut Fields) -> Option<Stage> {
    let follows = ["settled", "paid_in_full", "disputed"];
    let given = fields.peek("status").and_then(|status| status.as_str());
    if let Some(status) = given.and_then(|status| follows.iter().find(|known| **known == status)) {
        let message = format!("{status} cannot be set: it follows from what happens");
        fields.wrong("status", message);
        return None;
    }
    fields.choice("status", &Stage::ALL)
}

pub struct Wish {
    stage: Option<Stage>,
}

impl Body for Wish {
    fn read(fields: &mut Fields, _: &Given) -> Wish {
        let before = fields.errors();
        let stage = stage(fields);
        fields.note_required("status");
        if stage.is_none() && fields.errors() == before {
            fields.wrong("status", "is required");
        }
        Wish { stage }
    }
}

pub async fn set<S: Surface>(
    State(app): State<App>,
    Write { body, call, .. }: Write<S, Account, Wish>,
) -> Result<Response, Rejected<S>> {
    let stage = body
        .stage
        .ok_or_else(|| Problem::invalid("status", "is required"))?;
    let command = Command::SetStage(SetStage { stage });
    let reply = |accepted: &Accepted<'_>| {
        json(&json!({
            "id": ids::account(accepted.account.id),
            "status": words::account(accepted.account.condition()),
        }))
    };
    call.submit(&app, command, StatusCode::OK, reply).await
}
