//! `POST /api/v1/creditor/place-account`: place an account, which makes its validation notice.

use super::notice::{Debt, Notice};
use super::render::Creditor;
use super::vocabulary::ACCOUNT;
use super::{ids, place_body};
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Body, Fields, Given, Payload};
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::placement::Placement;
use crate::problem::{Problem, Rejected, Surface};
use crate::settings::CurrentSettings;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::Accepted;
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    let consumer = json!({ "consumer": {} });
    Endpoint::post("/api/v1/creditor/place-account", "place_account", place)
        .says(
            "Place an account",
            "Makes the account and its validation notice. The body may be flat in camel case or \
             nested in snake case.",
        )
        .needs(KeyRole::LoanOfficer, "accounts:write")
        .body::<Placed>()
        .body_given::<Placed>(consumer.as_object().cloned().unwrap_or_default())
        .example(
            "Flat",
            json!({
                "consumerEmail": "member@example.com",
                "originalBalance": 5280.00,
                "principalBalance": 5280.00,
                "dpd": 78,
                "accountType": "credit_card",
                "accountPhase": "intercept",
                "last4ssn": "4321",
                "creditorReference": "ABC-00123",
            }),
        )
        .example(
            "Nested",
            json!({
                "consumer": {
                    "first_name": "Jane", "last_name": "Doe", "email": "jane@example.com",
                },
                "original_creditor": "Sample Federal CU",
                "principal_balance": 5247.63,
                "charge_off_date": null,
                "account_phase": "phase0",
            }),
        )
        .replies(
            StatusCode::CREATED,
            "The account's id and its notice.",
            schema(),
        )
}

/// The shape of the reply.
pub fn schema() -> Schema {
    Schema::object()
        .field("accountId", Schema::text(ACCOUNT.example))
        .field("validationNotice", Notice::schema())
        .named("Placed")
}

/// A placement in either body.
struct Placed(Placement);

impl Body for Placed {
    fn read(fields: &mut Fields, given: &Given) -> Placed {
        Placed(place_body::placement(fields, given.today))
    }
}

async fn place(
    State(app): State<App>,
    caller: Caller<Creditor>,
    mut payload: Payload<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let Placed(placement) = payload.read(&Given::on(now().date_naive()))?;
    Ok(place_for(&app, &caller, placement, payload).await?)
}

/// Places an account, for whichever surface has read the placement.
///
/// # Errors
/// Those of [`crate::command::Submission::submit`].
pub async fn place_for<S: Surface>(
    app: &App,
    caller: &Caller<S>,
    mut placement: Placement,
    payload: Payload<S>,
) -> Result<Response, Problem> {
    let profile = app.profile(caller.creditor).await?;
    let settings = CurrentSettings::of(app, caller.creditor).await?;
    placement.agree(profile.books, &settings.programs);
    placement.licensed = settings.licensed_states;
    let (details, amount) = (placement.details.clone(), placement.principal);
    // The reply is saved with the request id, so nothing personal may be in it: an erased consumer
    // would live on there.
    let reply = move |accepted: &Accepted<'_>| {
        let notice = Notice::of(&Debt {
            account: accepted.account.id,
            amount,
            currency: accepted.account.terms.currency,
            number: &accepted.account.number,
            placed_at: accepted.recorded_at,
            details: &details,
            creditor: &profile.name,
        });
        let account = ids::account(accepted.account.id);
        json(&json!({ "accountId": account, "validationNotice": notice }))
    };
    let request = (payload.request, payload.request_id);
    placement.submit::<S>(app, caller, request, reply).await
}
