//! `POST /api/v1/external/customers/{id}/erase`: destroy what is known of a customer.

use super::customer;
use super::envelope;
use super::path::customer_id;
use super::render::Receivables;
use super::vocabulary::CUSTOMER;
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Nothing, Payload};
use crate::command::{ConsumerSubmission, response};
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::{Problem, Rejected};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::ConsumerId;
use quittance_domain::consumer::Command;
use quittance_store::keys::KeyRole;
use serde_json::json;

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
    let submission = ConsumerSubmission {
        consumer: ConsumerId(id),
        command: Command::Erase,
        request: payload.request,
        claims: Vec::new(),
        wrapped_key: None,
    };
    let data = json!({ "id": customer::id(ConsumerId(id)) });
    let reply = move |_| envelope::text(StatusCode::OK, "Customer erased", &data);
    let (reply, replayed) = submission
        .submit(&app, &caller, StatusCode::OK, reply)
        .await?;
    Ok(response(reply, replayed))
}
