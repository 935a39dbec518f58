//! `/api/v1/creditor/licensed-states`: where debts before charge-off may be placed.

use super::render::Creditor;
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Body, Fields, Given, Payload};
use crate::command::{SettingsSubmission, json};
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Rejected, json_response};
use crate::settings::CurrentSettings;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::creditor::{Command, Settings, UsState};
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const PATH: &str = "/api/v1/creditor/licensed-states";

pub fn endpoint() -> Endpoint {
    Endpoint::put(PATH, "set_licensed_states", set)
        .says(
            "Set the licensed states",
            "The only states, by postal code, in which a debt may be placed before its charge-off \
             (`phase0`); elsewhere such a placement is refused with 403 `STATE_NOT_AUTHORIZED`, as \
             is one whose state is not known. Null lifts the limit.",
        )
        .needs(KeyRole::Admin, "settings:write")
        .body::<Wish>()
        .example("Two states", json!({ "states": ["CA", "NY"] }))
        .replies(StatusCode::OK, "The states.", schema())
}

pub fn get_endpoint() -> Endpoint {
    Endpoint::get(PATH, "get_licensed_states", get)
        .says("The licensed states", "Null when there is no limit.")
        .needs(KeyRole::Viewer, "settings:read")
        .replies(StatusCode::OK, "The states.", schema())
}

fn schema() -> Schema {
    Schema::object()
        .field("states", Schema::list(Schema::text("CA")).or_null())
        .named("LicensedStates")
}

/// The states; anywhere when absent.
struct Wish(Option<BTreeSet<UsState>>);

impl Body for Wish {
    fn read(fields: &mut Fields, _: &Given) -> Wish {
        let given = fields.has("states");
        let listed = fields.list("states");
        if !given {
            let message = "is required: a list of postal codes, or null for anywhere";
            fields.wrong("states", message);
        }
        Wish(listed.map(|listed| states(fields, &listed)))
    }
}

fn states(fields: &mut Fields, listed: &[Value]) -> BTreeSet<UsState> {
    let mut states = BTreeSet::new();
    for (place, value) in listed.iter().enumerate() {
        match value.as_str().unwrap_or_default().parse() {
            Ok(state) => {
                states.insert(state);
            }
            Err(error) => fields.wrong(&format!("states[{place}]"), format!("{error}")),
        }
    }
    states
}

async fn set(
    State(app): State<App>,
    caller: Caller<Creditor>,
    mut payload: Payload<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let Wish(states) = payload.read(&Given::on(now().date_naive()))?;
    let submission = SettingsSubmission::new(Command::SetLicensedStates(states), payload);
    let reply = |settings: &Settings| json(&view(settings.licensed_states.as_ref()));
    Ok(submission
        .submit(&app, &caller, StatusCode::OK, reply)
        .await?)
}

async fn get(
    State(app): State<App>,
    caller: Caller<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let settings = CurrentSettings::of(&app, caller.creditor).await?;
    let body = view(settings.licensed_states.as_ref());
    Ok(json_response(StatusCode::OK, json(&body)))
}

fn view(states: Option<&BTreeSet<UsState>>) -> Value {
    json!({ "states": states })
}
