//! `/api/v1/creditor/api-access`: which of the published APIs are open to the creditor.

use super::render::Creditor;
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Body, Fields, Given, Payload};
use crate::command::{SettingsSubmission, json};
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Rejected, json_response};
use crate::settings::closed_apis;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::creditor::{Api, Command, Settings};
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const PATH: &str = "/api/v1/creditor/api-access";

pub fn endpoint() -> Endpoint {
    Endpoint::put(PATH, "set_api_access", set)
        .says(
            "Open or close an API",
            "While `contracts` is false, every request of this creditor to `/api/v1/*.php` is \
             refused with 403, whatever its key: at once here, within five seconds by other \
             servers of the ledger. It is open until it is closed.",
        )
        .needs(KeyRole::Admin, "settings:write")
        .body::<Wish>()
        .example("Open", json!({ "contracts": true }))
        .replies(StatusCode::OK, "What is open.", schema())
}

pub fn get_endpoint() -> Endpoint {
    Endpoint::get(PATH, "get_api_access", get)
        .says("API access", "Which APIs are open to the creditor.")
        .needs(KeyRole::Viewer, "settings:read")
        .replies(StatusCode::OK, "What is open.", schema())
}

fn schema() -> Schema {
    Schema::object()
        .field("contracts", Schema::boolean(true))
        .named("ApiAccess")
}

struct Wish {
    contracts: bool,
}

impl Body for Wish {
    fn read(fields: &mut Fields, _: &Given) -> Wish {
        let before = fields.errors();
        let contracts = fields.boolean("contracts");
        Wish {
            contracts: fields.required("contracts", before, contracts),
        }
    }
}

async fn set(
    State(app): State<App>,
    caller: Caller<Creditor>,
    mut payload: Payload<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let wish: Wish = payload.read(&Given::on(now().date_naive()))?;
    let closed = (!wish.contracts).then_some(Api::Contracts);
    let closed = closed.into_iter().collect();
    let submission = SettingsSubmission::new(Command::SetApiAccess { closed }, payload);
    let reply = |settings: &Settings| json(&view(&settings.closed_apis));
    let response = submission
        .submit(&app, &caller, StatusCode::OK, reply)
        .await?;
    app.actors.forget_all_of(caller.creditor);
    Ok(response)
}

async fn get(
    State(app): State<App>,
    caller: Caller<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let closed = closed_apis(&app, caller.creditor).await?;
    Ok(json_response(StatusCode::OK, json(&view(&closed))))
}

fn view(closed: &BTreeSet<Api>) -> Value {
    json!({ "contracts": !closed.contains(&Api::Contracts) })
}
