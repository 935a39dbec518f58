//! `DELETE /api/v1/external/customers/{id}`: list a customer no longer.

use super::customer::{self, Customer};
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
    let gone = Schema::object()
        .field("id", Schema::uuid(CUSTOMER.example))
        .named("RemovedCustomer");
    Endpoint::delete("/api/v1/external/customers/{id}", "remove_customer", remove)
        .says(
            "Remove a customer",
            "The customer is listed no longer; the invoices stay as they are. A bulk upsert with \
             the customer's `external_id` lists them again.",
        )
        .needs(KeyRole::LoanOfficer, "customers:write")
        .id("id", &CUSTOMER)
        .body::<Nothing>()
        .replies(
            StatusCode::OK,
            "The customer is removed.",
            envelope::schema(StatusCode::OK, gone),
        )
}

async fn remove(
    State(app): State<App>,
    caller: Caller<Receivables>,
    path: Ids<Receivables>,
    payload: Payload<Receivables>,
) -> Result<Response, Rejected<Receivables>> {
    let id = customer_id(&path)?;
    let mut reader = app.readers.of(caller.creditor).await?;
    let listed = Customer::read(&mut reader, &caller, id).await;
    drop(reader);
    // One who is removed may have been removed by this very request, which is answered again.
    let found = match listed {
        Ok(_) => true,
        Err(Problem::NotFound { .. }) => false,
        Err(problem) => return Err(problem.into()),
    };
    let command = Command::Remove { found };
    let submission = ConsumerSubmission::of(ConsumerId(id), command, payload.request);
    customer::submit(submission, &app, &caller, "Customer removed").await
}
