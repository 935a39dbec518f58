//! `/api/v1/creditor/accounts/{id}/settlements`: offer a settlement, and list what was offered.

use super::ids;
use super::offer_view::{self, Offer};
use super::path::Account;
use super::render::Creditor;
use super::vocabulary::ACCOUNT;
use crate::accounts::AccountRow;
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Body, Fields, Given};
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::{Rejected, Surface, json_response};
use crate::settlement::Wish;
use crate::write::Write;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::Accepted;
use quittance_store::keys::KeyRole;
use serde_json::json;

const PATH: &str = "/api/v1/creditor/accounts/{id}/settlements";

pub fn endpoint() -> Endpoint {
    Endpoint::post(PATH, "offer_settlement", offer)
        .says(
            "Offer a settlement",
            "An amount below the balance that would settle the account. One below the floor of its \
             tier in the settlement matrix is refused with 422.",
        )
        .needs(KeyRole::LoanOfficer, "settlements:write")
        .id("id", &ACCOUNT)
        .body::<Offered>()
        .example(
            "In one payment",
            json!({ "amount": 3960.00, "tier": "lump_sum" }),
        )
        .replies(StatusCode::CREATED, "The offer.", Offer::schema())
}

pub fn list_endpoint() -> Endpoint {
    list_declared(Endpoint::get(PATH, "list_settlements", list::<Creditor>))
}

/// The declaration of the list, under whatever path.
pub fn list_declared(endpoint: Endpoint) -> Endpoint {
    endpoint
        .says(
            "The settlement offers of an account",
            "Whatever became of them.",
        )
        .needs(KeyRole::Viewer, "settlements:read")
        .id("id", &ACCOUNT)
        .replies(StatusCode::OK, "The offers.", list_schema())
}

/// The shape of a list of offers.
pub fn list_schema() -> Schema {
    Schema::object().field("settlements", Schema::list(Offer::schema()))
}

struct Offered(Wish);

impl Body for Offered {
    fn read(fields: &mut Fields, given: &Given) -> Offered {
        let expiry = if fields.has("expiresOn") {
            "expiresOn"
        } else {
            "expires_on"
        };
        Offered(Wish::read(fields, given, expiry))
    }
}

async fn offer(
    State(app): State<App>,
    Write { body, call, .. }: Write<Creditor, Account, Offered>,
) -> Result<Response, Rejected<Creditor>> {
    let (id, command) = body.0.offered(&app, &call).await?;
    let reply = move |accepted: &Accepted<'_>| {
        json(&Offer::after(accepted, id, accepted.recorded_at, None))
    };
    call.submit(&app, command, StatusCode::CREATED, reply).await
}

/// The offers, for whichever surface asks for them.
pub async fn list<S: Surface>(
    State(app): State<App>,
    caller: Caller<S>,
    path: Ids<S>,
) -> Result<Response, Rejected<S>> {
    let account = ids::parse_account(path.get("id"))?;
    let mut reader = app.readers.of(caller.creditor).await?;
    let row = AccountRow::by_id(&mut reader, caller.creditor, account.0).await?;
    let currency = row.standing.terms.currency;
    let offers = offer_view::of(&mut reader, caller.creditor, account, currency).await?;
    Ok(json_response(
        StatusCode::OK,
        json(&json!({ "settlements": offers })),
    ))
}
