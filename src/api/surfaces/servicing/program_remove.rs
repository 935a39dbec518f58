//! `DELETE /api/v1/programs/{program}`: no more loans on these terms.

use super::program_view::named;
use super::render::Servicing;
use super::words::PROGRAM;
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Given, Nothing, Payload};
use crate::command::{SettingsSubmission, json};
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::creditor::{Command, Settings};
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;
use serde_json::json as object;

pub fn endpoint() -> Endpoint {
    Endpoint::delete("/api/v1/programs/{program}", "remove_program", remove)
        .says("Remove a program", "Loans that are on it keep their terms.")
        .needs(KeyRole::Admin, "settings:write")
        .id("program", &PROGRAM)
        .replies(
            StatusCode::OK,
            "What was removed.",
            Schema::object().field("id", Schema::uuid(PROGRAM.example)),
        )
}

async fn remove(
    State(app): State<App>,
    caller: Caller<Servicing>,
    path: Ids<Servicing>,
    mut payload: Payload<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let program = named(&app, &caller, &path).await;
    let id = SettingsSubmission::<Servicing>::removing(program.map(|program| program.id))?;
    let Nothing = payload.read(&Given::on(now().date_naive()))?;
    let submission = SettingsSubmission::new(Command::RemoveProgram(id), payload);
    let reply = move |_: &Settings| json(&object!({ "id": id }));
    Ok(submission
        .submit(&app, &caller, StatusCode::OK, reply)
        .await?)
}
