//! `POST /external/v1/accounts`: import a single account, as an upload of one row would.

use super::render::External;
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Body, Fields, Given, Payload};
use crate::openapi::Endpoint;
use crate::placement::Placement;
use crate::problem::Rejected;
use crate::surfaces::creditor::{place_account, place_body};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/external/v1/accounts", "import_account", import)
        .says(
            "Import an account",
            "Makes the account and its validation notice. `phase` is `phase1` unless said \
             otherwise; `phase0` where the creditor is not licensed is refused with 403 \
             `STATE_NOT_AUTHORIZED`.",
        )
        .needs(KeyRole::LoanOfficer, "accounts:write")
        .body::<Import>()
        .example(
            "After charge-off",
            json!({
                "consumerEmail": "member@example.com",
                "firstName": "Jane",
                "lastName": "Doe",
                "originalCreditor": "Sample Federal CU",
                "originalBalance": 5247.63,
                "principalBalance": 5247.63,
                "chargeOffDate": null,
                "phase": "phase1",
            }),
        )
        .replies(
            StatusCode::CREATED,
            "The account's id and its notice.",
            place_account::schema(),
        )
}

struct Import(Placement);

impl Body for Import {
    fn read(fields: &mut Fields, given: &Given) -> Import {
        Import(place_body::external(fields, given.today))
    }
}

async fn import(
    State(app): State<App>,
    caller: Caller<External>,
    mut payload: Payload<External>,
) -> Result<Response, Rejected<External>> {
    let Import(placement) = payload.read(&Given::on(now().date_naive()))?;
    Ok(place_account::place_for(&app, &caller, placement, payload).await?)
}
