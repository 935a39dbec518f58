//! `POST /api/v1/external/customers`: a customer, before there is an invoice.

use super::customer::{self, Particulars, unnamed, written};
use super::render::Receivables;
use super::{customer_body, envelope};
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Body, Fields, Given, Payload};
use crate::command::{ConsumerSubmission, json};
use crate::consumers;
use crate::openapi::Endpoint;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::consumer::{self, Command};
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/external/customers", "create_customer", create)
        .says(
            "Create a customer",
            "An e-mail address or a phone number is required. An `external_id` or an e-mail \
             address is one customer's alone: another with either is refused with 409.",
        )
        .needs(KeyRole::LoanOfficer, "customers:write")
        .body::<Particulars>()
        .example("A company", example())
        .replies(
            StatusCode::CREATED,
            "The customer.",
            envelope::schema(StatusCode::CREATED, customer::schema()),
        )
}

/// A customer of every kind of key.
pub fn example() -> serde_json::Value {
    json!({
        "external_id": "C-1001",
        "email": "billing@globex.example",
        "phone": "+12025550123",
        "firstName": "Jane",
        "lastName": "Doe",
        "companyName": "Globex",
        "tags": ["vip"],
        "custom_fields": { "region": "west" },
        "communication_preferences": { "email": true, "sms": false },
    })
}

impl Body for Particulars {
    fn read(fields: &mut Fields, _: &Given) -> Particulars {
        customer_body::take(fields)
    }
}

async fn create(
    State(app): State<App>,
    caller: Caller<Receivables>,
    mut payload: Payload<Receivables>,
) -> Result<Response, Rejected<Receivables>> {
    let told: Particulars = payload.read(&Given::on(now().date_naive()))?;
    let (personal, external_id) = (told.personal, told.external_id);
    let sealed = personal.seal(&app)?;
    let (id, email) = (external_id.as_deref(), personal.email.as_deref());
    let submission = ConsumerSubmission {
        consumer: sealed.consumer,
        claims: consumers::names(&app.keyring, caller.creditor, id, email),
        command: Command::Register(consumer::Particulars {
            external_id: id.map(Into::into),
            sealed: sealed.sealed.into(),
        }),
        request: payload.request,
        wrapped_key: Some(sealed.wrapped_key),
    };
    let consumer = submission.consumer;
    let reply = move |at| json(&unnamed(consumer, external_id.as_deref(), at, at));
    let kept = submission
        .submit(&app, &caller, StatusCode::CREATED, reply)
        .await?;
    Ok(written("Customer created", kept, &personal))
}
