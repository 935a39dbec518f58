//! `POST /api/v1/external/customers/{id}/erase`: destroy what is known of a customer.

use super::customer;
use super::envelope;
use super::path::customer_id;
use super::render::Receivables;
use super::vocabulary::CUSTOMER;
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Nothing, Payload};
use crate::command::ConsumerSubmission;
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::{Problem, Rejected};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::ConsumerId;
use quittance_domain::consumer::Command;
use quittance_store::keys::KeyRole;

pub fn endpoint() -> Endpoint {
    let erased = Schema::object()
        .field("id", Schema::uuid(CUSTOMER.example))
        .named("ErasedCustomer");
    Endpoint::post(
        "/api/v1/external/customers/{id}/erase",
        "erase_customer",
        erase,
    )
    .says(
        "Erase a customer",
        "For good: the key under which everything personal of the customer is sealed is destroyed, \
         on all invoices and in the whole history, and the customer's names are free again. Amounts \
         and dates stay as they are. One who has been removed can be erased too; one who has been \
         erased is not found.",
    )
    .needs(KeyRole::Admin, "customers:write")
    .id("id", &CUSTOMER)
    .body::<Nothing>()
    .replies(
        StatusCode::OK,
        "The customer is erased.",
        envelope::schema(StatusCode::OK, erased),
    )
}

async fn erase(
    State(app): State<App>,
    caller: Caller<Receivables>,
    path: Ids<Receivables>,
    payload: Payload<Receivables>,
) -> Result<Response, Rejected<Receivables>> {
    let id = customer_id(&path)?;
    let mut reader = app.readers.of(caller.creditor).await?;
    let sql = include_str!("sql/find_customer.sql");
    let found = reader.query_opt(sql, &[&caller.creditor.0, &id]).await?;
    drop(reader);
    found.ok_or(Problem::not_found("customer"))?;
    let command = Command::Erase;
    let submission = ConsumerSubmission::of(ConsumerId(id), command, payload.request);
    customer::submit(submission, &app, &caller, "Customer erased").await
}
