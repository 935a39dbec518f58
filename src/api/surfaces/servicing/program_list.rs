//! `GET /api/v1/programs`: the terms that loans can be on.

use super::page::{List, rows, uuid};
use super::program_view::{named, schema, view};
use super::render::Servicing;
use super::words::PROGRAM;
use crate::app::App;
use crate::auth::Caller;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::{Rejected, json_response};
use crate::query::Parameters;
use crate::settings::CurrentSettings;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::keys::KeyRole;

const PROGRAMS: List = List::whole(
    uuid,
    &["code", "name", "currency", "is_default"],
    &["code", "name", "currency", "interest_rate"],
);

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get("/api/v1/programs", "list_programs", list)
        .says("The programs", "The oldest first.")
        .needs(KeyRole::Viewer, "settings:read")
        .replies(StatusCode::OK, "The programs.", Schema::list(schema()));
    PROGRAMS.declare(endpoint)
}

pub fn one_endpoint() -> Endpoint {
    Endpoint::get("/api/v1/programs/{program}", "get_program", get)
        .says("A program", "With everything that a loan on it gets.")
        .needs(KeyRole::Viewer, "settings:read")
        .id("program", &PROGRAM)
        .replies(StatusCode::OK, "The program.", schema())
}

async fn list(
    State(app): State<App>,
    caller: Caller<Servicing>,
    parameters: Parameters<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let page = PROGRAMS.asked(&parameters)?;
    let settings = CurrentSettings::of(&app, caller.creditor).await?;
    Ok(rows::cut(
        &page,
        settings.programs.iter().map(view).collect(),
    ))
}

async fn get(
    State(app): State<App>,
    caller: Caller<Servicing>,
    path: Ids<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let program = named(&app, &caller, &path).await?;
    Ok(json_response(StatusCode::OK, json(&view(&program))))
}
