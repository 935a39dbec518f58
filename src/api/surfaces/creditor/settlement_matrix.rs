//! `/api/v1/creditor/settlement-matrix`: the least share of the principal that is settled for, by
//! tier.

use super::render::Creditor;
use super::words;
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
use quittance_domain::account::Tier;
use quittance_domain::creditor::{Command, Settings, SettlementMatrix};
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;
use serde_json::{Map, Value, json};

const PATH: &str = "/api/v1/creditor/settlement-matrix";

pub fn endpoint() -> Endpoint {
    declared(Endpoint::put(PATH, "set_settlement_matrix", set))
}

pub fn post_endpoint() -> Endpoint {
    declared(Endpoint::post(PATH, "configure_settlement_matrix", set))
}

fn declared(endpoint: Endpoint) -> Endpoint {
    endpoint
        .says(
            "Set the settlement matrix",
            "The least that is settled for in each tier, as a share of the principal: 0.70 is \
             70 %. The whole matrix is replaced, and a tier that is not named takes any offer. \
             Offers that were made before stand.",
        )
        .needs(KeyRole::Admin, "settings:write")
        .body::<SettlementMatrix>()
        .example(
            "A floor for each tier",
            json!({ "lump_sum": 0.55, "12_month": 0.65, "24_month": 0.70, "36_month": 0.80 }),
        )
        .replies(StatusCode::OK, "The matrix.", schema())
}

pub fn get_endpoint() -> Endpoint {
    Endpoint::get(PATH, "get_settlement_matrix", get)
        .says("The settlement matrix", "Null where any offer is taken.")
        .needs(KeyRole::Viewer, "settings:read")
        .replies(StatusCode::OK, "The matrix.", schema())
}

fn schema() -> Schema {
    let floor = || Schema::number("0.7").or_null();
    let tiers = Tier::ALL.into_iter();
    tiers
        .fold(Schema::object(), |schema, (name, _)| {
            schema.field(name, floor())
        })
        .named("SettlementMatrix")
}

impl Body for SettlementMatrix {
    fn read(fields: &mut Fields, _: &Given) -> SettlementMatrix {
        let mut matrix = SettlementMatrix::default();
        let named = Tier::ALL.iter().any(|(name, _)| fields.has(name));
        for (name, tier) in Tier::ALL {
            matrix.set(tier, fields.parsed(name));
        }
        if !named {
            let names = Tier::ALL.map(|(name, _)| name).join(", ");
            let message = format!("must name at least one of {names}");
            fields.wrong("settlementMatrix", message);
        }
        matrix
    }
}

async fn set(
    State(app): State<App>,
    caller: Caller<Creditor>,
    mut payload: Payload<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let matrix = payload.read(&Given::on(now().date_naive()))?;
    let submission = SettingsSubmission::new(Command::SetSettlementMatrix(matrix), payload);
    let reply = |settings: &Settings| json(&view(&settings.settlement_matrix));
    Ok(submission
        .submit(&app, &caller, StatusCode::OK, reply)
        .await?)
}

async fn get(
    State(app): State<App>,
    caller: Caller<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let settings = CurrentSettings::of(&app, caller.creditor).await?;
    let body = view(&settings.settlement_matrix);
    Ok(json_response(StatusCode::OK, json(&body)))
}

/// Every tier with its floor, null where any offer is allowed.
fn view(matrix: &SettlementMatrix) -> Value {
    let floors = Tier::ALL.map(|(name, tier)| {
        let floor = matrix.floor(tier);
        let floor = floor.map(|floor| words::number(&floor.to_decimal().to_string()));
        (name.to_owned(), json!(floor))
    });
    Value::Object(Map::from_iter(floors))
}
