//! `PUT /api/v1/external/customers/{id}`: other particulars of a customer.

use super::customer::{self, Customer, Particulars, unnamed, written};
use super::path::customer_id;
use super::render::Receivables;
use super::vocabulary::CUSTOMER;
use super::{customer_create, envelope};
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Given, Payload};
use crate::command::{ConsumerSubmission, json};
use crate::consumers;
use crate::openapi::Endpoint;
use crate::path::Ids;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::consumer::{self, Command};
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;

pub fn endpoint() -> Endpoint {
    Endpoint::put(
        "/api/v1/external/customers/{id}",
        "replace_customer",
        replace,
    )
    .says(
        "Replace a customer's particulars",
        "What the body does not say is forgotten, but for the `external_id`, which stays. An \
         `external_id` or e-mail address of another customer's is refused with 409.",
    )
    .needs(KeyRole::LoanOfficer, "customers:write")
    .id("id", &CUSTOMER)
    .body::<Particulars>()
    .example("A company", customer_create::example())
    .replies(
        StatusCode::OK,
        "The customer.",
        envelope::schema(StatusCode::OK, customer::schema()),
    )
}

async fn replace(
    State(app): State<App>,
    caller: Caller<Receivables>,
    path: Ids<Receivables>,
    mut payload: Payload<Receivables>,
) -> Result<Response, Rejected<Receivables>> {
    let id = customer_id(&path)?;
    let mut reader = app.readers.of(caller.creditor).await?;
    let customer = Customer::read(&mut reader, &caller, id).await?;
    drop(reader);
    let told: Particulars = payload.read(&Given::on(now().date_naive()))?;
    let known = customer.known(&app)?;
    // What is not a customer's to say, such as the digits of an SSN, stays known.
    let personal = told.personal.replacing(known.personal);
    let external_id = told.external_id.or(known.external_id);
    let (named, email) = (external_id.as_deref(), personal.email.as_deref());
    let submission = ConsumerSubmission {
        consumer: known.consumer,
        claims: consumers::names(&app.keyring, caller.creditor, named, email),
        command: Command::GiveParticulars(consumer::Particulars {
            external_id: named.map(Into::into),
            sealed: personal.seal_under(&known.key)?.into(),
        }),
        request: payload.request,
        wrapped_key: None,
    };
    let (consumer, created_at) = (known.consumer, customer.created_at());
    let reply = move |at| json(&unnamed(consumer, external_id.as_deref(), created_at, at));
    let kept = submission
        .submit(&app, &caller, StatusCode::OK, reply)
        .await?;
    Ok(written("Customer updated", kept, &personal))
}
